"""The engine itself, for commands of whoever operates the deployment."""

import os

from engine.settings import Settings
from engine.stack import Stack


def operator_settings(retry_seconds: float = 5) -> Settings:
    """Settings of the environment if it names a Neo4j, else those of the servers of this folder.

    retry_seconds: how long a person at a terminal waits for a server that does not answer.
    """
    if not os.environ.get("LOTGRAPH_NEO4J_URI"):
        os.environ.update(Stack().environment())
    settings = Settings()
    return settings.model_copy(
        update={"limits": settings.limits.model_copy(update={"retry_seconds": retry_seconds})}
    )
