"""Bodies of traceability plans."""

from pydantic import BaseModel, Field

from engine.clock import rfc3339
from engine.plans import Plan
from engine.plans.plans import PlanVersion


class GapOut(BaseModel):
    section: str = Field(description="Paragraph of 21 CFR.")
    message: str


class PlanVersionOut(BaseModel):
    version: int
    author: str
    created: str
    gaps: list[GapOut] = Field(description="What the plan still lacks.")
    plan: Plan

    @classmethod
    def of(cls, version: PlanVersion) -> "PlanVersionOut":
        return cls(version=version.version, author=version.author, created=rfc3339(version.created_at),
                   gaps=gaps(version.plan), plan=version.plan)


class DraftOut(BaseModel):
    gaps: list[GapOut]
    plan: Plan


def gaps(plan: Plan) -> list[GapOut]:
    return [GapOut(section=section, message=message) for section, message in plan.gaps()]
