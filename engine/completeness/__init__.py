"""How complete the records are: by place, partner, kind of event and data element, and whom to ask for the rest."""

from engine.completeness.report import Completeness, Report
from engine.completeness.rows import By, Wanted

__all__ = ["By", "Completeness", "Report", "Wanted"]
