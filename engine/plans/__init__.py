"""The traceability plan of an organization, version by version (21 CFR 1.1315)."""

from engine.plans.plan import Plan
from engine.plans.plans import Plans

__all__ = ["Plan", "Plans"]
