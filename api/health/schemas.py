"""What the health checks answer."""

from typing import Literal

from pydantic import BaseModel, Field


class AliveOut(BaseModel):
    status: Literal["ok"] = "ok"


class DependencyOut(BaseModel):
    """One server as this process sees it."""

    status: Literal["up", "down"]
    latency_ms: float = Field(description="Time to the answer, or to giving up.")


class ReadyOut(BaseModel):
    status: Literal["ready", "not_ready"]
    dependencies: dict[str, DependencyOut]
