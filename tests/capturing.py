"""A firm and a stranger that capture documents into a graph of their own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.assembly import Engine
from engine.capture import Capture, CaptureAnswer
from engine.graph import Graph
from engine.identity import Caller, Role
from engine.settings import Settings
from engine.storage import Storage
from tests import networks
from tests.fresh import fresh_engine
from tests.graph_picture import Picture, picture

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


@dataclass
class World:
    engine: Engine
    graph: Graph
    storage: Storage
    capture: Capture
    firm: Caller
    stranger: Caller

    def send(self, *events: dict, by: Caller | None = None, dry_run: bool = False) -> CaptureAnswer:
        return self.capture.capture_json(by or self.firm, body(*events), dry_run)

    def seen(self) -> Picture:
        found = picture(self.graph)
        assert found.faults == []
        return found

    def held(self, lot_number: str) -> list[int]:
        """Numbers of the places where a lot is held."""
        return [row["place"] for row in networks.run(self.graph, "held", lot_number=lot_number)]

    def record_ids(self, event_id: str) -> list[str]:
        """Ids of the records under an event id."""
        return [row["id"] for row in networks.run(self.graph, "record_ids", event_id=event_id)]

    def named(self, name: str) -> list[dict]:
        return [r for r in networks.run(self.graph, "picture_places") if any(name in d for d in r["descriptions"])]


def body(*events: dict) -> bytes:
    return json.dumps({"events": events}).encode()


def between_records(answer: CaptureAnswer) -> list[tuple[str, str]]:
    """Warnings between records."""
    return [(f.rule, f.event_id) for f in answer.findings
            if f.severity == "warning" and f.rule.startswith(("V-X", "V-GEN-13"))]


@contextmanager
def fresh_world(settings: Settings) -> Iterator[World]:
    """The two on an empty graph, at a moment after the worked example."""
    with fresh_engine(settings, NOW) as engine:
        firm, stranger = (
            Caller(engine.identity.create_organization(name), Role.MANAGER, "test") for name in ("Firm", "Stranger"))
        yield World(engine, engine.graph, engine.storage, engine.capture, firm, stranger)
