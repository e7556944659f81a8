"""What a record tells of another ends when that other one is withdrawn or corrected, and what it cured is open again.

All stories are captured as one document by one firm, each in places and lots of its own.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from engine.assembly import Engine
from engine.findings import FindingFilter
from engine.identity import Caller, Role
from tests.between_records import LEFT_OUT, Event, apart, at, event, used
from tests.fresh import fresh_engine
from tests.worked_example import LOTS, PRODUCTS

NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)
A, D, E = (LOTS[lot]["tlc"] for lot in "ADE")
PLAIN = {"tlc_source_reference": LEFT_OUT}
BACK = event("EV13", event_id="BACK", tlc=A, product=PRODUCTS["P01"], quantity=3, inputs=[used(E, "P05")], **PLAIN)
# No other story makes food of this GTIN out of any.
BARE = event("EV36", event_id="EV36b", tlc=f"{event('EV36')['tlc']}-2", **PLAIN)
ELSEWHERE = event("EV14", tlc=D, ship_from_location=at("L03"), tlc_source=at("L03"), **PLAIN)
LATER = event("EV13", event_id="EV13b", transformation_date="2026-08-12", quantity=7)
KALE = {**PRODUCTS["P05"], "product_name": "Kale"}


@dataclass(frozen=True)
class Story:
    """A rule, the record whose finding it is, and the record that goes; opens: the finding is not there before."""

    rule: str
    told_of: str
    gone: str
    events: list[Event]
    opens: bool = False


STORIES = [
    Story("V-X-18", "EV13", "BACK", [event("EV13"), BACK]),
    Story("V-X-18", "BACK", "EV13", [event("EV13"), BACK]),
    Story("V-TRF-01", "EV36b", "EV36", [event("EV36", inputs=[used(A, "P01")]), BARE]),
    Story("V-GEN-13", "EV07", "EV07b", [event("EV07"), event("EV07", event_id="EV07b", quantity=630)]),
    Story("V-X-05", "EV03", "EV01", [
        event("EV01"), event("EV03", cooling_date="2026-08-06"), event("EV04", cooling_date="2026-08-06")]),
    Story("V-X-10", "EV15", "EV14", [event("EV14"), event("EV15", product=KALE)]),
    Story("V-X-11", "EV14", "EV12", [event("EV12"), ELSEWHERE]),
    Story("V-X-12", "EV13b", "EV13", [event("EV13"), LATER]),
    Story("V-X-13", "EV09", "EV06", [event("EV06"), event("EV09", tlc_source=at("L02"), **PLAIN)]),
    Story("V-X-14", "EV11", "EV12", [event("EV11"), event("EV12", immediate_previous_source=at("L04"))]),
    Story("V-X-19", "EV04", "EV01", [event("EV01", growing_area_name="RB-13"), event("EV04")]),
    Story("V-LOC-07", "EV17", "EV14", [event("EV14"), event("EV17")], opens=True),
    Story("V-X-02", "EV17", "EV16", [event("EV16"), event("EV17")], opens=True),
    Story("V-X-17", "EV04", "EV01", [event("EV01"), event("EV04")], opens=True),
    Story("V-X-20", "EV23", "EV22", [event("EV22"), event("EV23")], opens=True),
    Story("V-X-24", "EV13", "EV14", [event("EV13"), event("EV14")], opens=True),
]  # fmt: skip
CASES = [(n, story) for n, story in enumerate(STORIES)]


@dataclass(frozen=True)
class World:
    engine: Engine
    firm: Caller

    def told(self) -> dict[int, set[tuple[str, str]]]:
        """Open findings by story: rule and event."""
        self.engine.findings.settle(1_000)
        found = defaultdict(set)
        view = self.engine.identity.view(self.firm)
        for finding in self.engine.findings.page(view, FindingFilter(), limit=10_000)[0]:
            if finding.event_id:
                event_id, _, n = finding.event_id.partition("#")
                found[int(n)].add((finding.rule, event_id))
        return found


@pytest.fixture(scope="module", params=["voided", "corrected"])
def before_and_after(settings, request) -> Iterator[tuple[dict, dict]]:
    with fresh_engine(settings, NOW) as engine:
        world = World(engine, Caller(engine.identity.create_organization("Firm"), Role.MANAGER, "test"))
        send(world, [apart(each, n) for n, story in CASES for each in story.events])
        before = world.told()
        for n, story in CASES if request.param == "voided" else ():
            engine.capture.void(world.firm, f"{story.gone}#{n}", "Mistake")
        if request.param == "corrected":
            # It was something else altogether, in a world of its own.
            send(world, [{**apart(event("EV36", event_id=f"NEW{n}"), len(STORIES) + n), "event_id": f"NEW#{n}",
                          "supersedes_event_id": f"{story.gone}#{n}"} for n, story in CASES])
        yield before, world.told()


def send(world: World, events: list[Event]) -> None:
    answer = world.engine.capture.capture_json(world.firm, json.dumps({"events": events}).encode())
    assert answer.quarantined == 0, [f for f in answer.findings if f.severity == "error"]


@pytest.mark.parametrize(("n", "story"), CASES, ids=[f"{s.rule} of {s.told_of} without {s.gone}" for s in STORIES])
def test_findings_follow_from_the_records_that_stand(before_and_after, n, story):
    about = story.rule, story.told_of
    assert [about in told[n] for told in before_and_after] == [not story.opens, story.opens]
