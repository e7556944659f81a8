"""What webhooks hear of exports: their end, in the same transaction, and their 24 hours running out."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from engine.clock import FixedClock, rfc3339
from engine.identity.identity import Identity
from engine.ids import new_id
from engine.jobs.jobs import Jobs, Wanted
from engine.jobs.transitions import Artifact
from engine.webhooks import Webhooks
from engine.webhooks.webhooks import DeliveryFilter

START = datetime(2026, 5, 3, 21, 0, tzinfo=UTC)


class Office:
    """A firm that listens to everything, and an export it has asked for."""

    def __init__(self, graph, settings):
        self.clock = FixedClock(START)
        self.jobs = Jobs(graph, self.clock, settings)
        self.webhooks = Webhooks(graph, self.clock, settings)
        self.organization = Identity(graph, self.clock).create_organization("Prairie Fork Salads")
        self.endpoint = self.webhooks.create(self.organization.no, "https://example.com/", ["*"])[0]
        self.wanted = Wanted(self.organization.no, self.organization.id, 77, new_id())
        self.job = self.jobs.request(self.wanted)[0]

    def told(self) -> list[tuple[str, dict]]:
        found = self.webhooks.deliveries(self.organization.no, DeliveryFilter(), "created_at", 0, 100)[0]
        return [(d.event.partition(".")[2], orjson.loads(d.payload)["data"]) for d in found]

    def at(self, hours: float) -> list[str]:
        """What has been told so many hours after the request."""
        self.clock.at = START + timedelta(hours=hours)
        self.jobs.give_notice()
        return [event for event, _ in self.told()]

    def deliver(self, job) -> None:
        attempt = self.jobs.claim(job.id, "w1")
        self.jobs.deliver(attempt, Artifact(f"{job.artifact_folder}a.xlsx", "a" * 64, 10, 3, 2, "a.xlsx", 0))

    def fail(self) -> None:
        self.jobs.fail(self.jobs.claim(self.job.id, "w1"), "No.")


@pytest.fixture
def office(graph, settings):
    office = Office(graph, settings)
    yield office
    office.webhooks.delete(office.organization.no, office.endpoint.id)


def test_a_delivered_export_is_told_of_once(office):
    office.deliver(office.job)
    assert office.told() == [("delivered", {
        "job_short_id": office.job.id, "lot_id": office.job.lot_id, "direction": "both", "status": "delivered",
        "first_requested_at": rfc3339(START), "sla_deadline_at": "2026-05-04T21:00:00Z",
    })]


def test_a_failed_export_is_told_of(office):
    office.fail()
    assert [event for event, _ in office.told()] == ["failed"]


def test_an_open_export_is_told_of_at_each_mark_once(office):
    assert office.at(11.9) == []
    assert office.at(12) == ["sla_at_risk"]
    assert office.at(17.9) == ["sla_at_risk"]
    assert office.at(18) == ["sla_at_risk"] * 2
    assert office.at(23.5) == ["sla_at_risk"] * 3
    assert office.at(24) == ["sla_at_risk"] * 3 + ["sla_breached"]
    assert office.at(240) == ["sla_at_risk"] * 3 + ["sla_breached"]
    assert [data["hours"] for _, data in office.told()] == [12, 18, 23, 24]


def test_marks_passed_while_nobody_looked_are_told_of_as_one(office):
    assert office.at(30) == ["sla_breached"]


def test_a_delivered_export_is_late_no_more(office):
    office.deliver(office.job)
    assert office.at(30) == ["delivered"]


def test_a_retry_counts_from_the_first_request_and_speaks_for_its_line(office):
    office.fail()
    failed = office.jobs.find(office.job.id)
    office.clock.at = START + timedelta(hours=10)
    retry, _ = office.jobs.retry(failed, office.wanted)
    assert office.at(13) == ["failed", "sla_at_risk"]
    assert office.told()[-1][1]["job_short_id"] == retry.id
    office.clock.at = START + timedelta(hours=14)
    office.deliver(retry)
    assert office.at(25) == ["failed", "sla_at_risk", "delivered"]
