"""However an import ends, the audit log tells of it once, and nothing of a dry run stays behind."""

from datetime import UTC, datetime

import boto3
import pytest

from engine.assembly import open_engine
from engine.audit import AuditFilter
from engine.clock import FixedClock
from engine.errors import Impossible, Unavailable
from engine.identity import Caller, Role
from engine.ids import new_id
from engine.imports import Options, Status
from engine.imports.files import DryRunFiles
from engine.imports.running import Runner
from engine.jobs.carrier import Carrier
from tests import files, networks
from tests.firms import event, join

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(settings):
    limits = settings.limits.model_copy(update={"import_rows": 2, "import_part": 2, "outage_seconds": 0})
    with open_engine(settings.model_copy(update={"limits": limits}), FixedClock(NOW)) as engine:
        networks.run(engine.graph, "wipe")
        engine.prepare()
        yield engine


@pytest.fixture(scope="module")
def firm(engine):
    return join(engine, "L06").organization


@pytest.fixture
def caller(firm):
    return Caller(firm, Role.MANAGER, new_id())


def shipments(count):
    return files.shipments(event("EV14", new_id()[:18]) for _ in range(count))


@pytest.fixture
def long():
    return shipments(5)


@pytest.fixture
def breaks(monkeypatch):
    """Lets the next part of an import break with a fault; called again, lets it go on."""
    real = Runner._part

    def breaking(fault=None):
        def part(self, *given):
            if fault:
                raise fault
            return real(self, *given)
        monkeypatch.setattr(Runner, "_part", part)
    return breaking


def ask(engine, caller, content, **options):
    return engine.imports.receive(caller, content, "week.xlsx", Options(**options)).of.id


def told(engine, caller, import_id):
    """What the audit log says of an import: actor, action, rows, error."""
    entries = engine.audit.page(caller.organization.no, AuditFilter(subject=import_id), "at", 0, 50)[0]
    return [(e.actor, e.action.partition(".")[2], e.detail["rows"], e.detail.get("error")) for e in entries]


@pytest.fixture
def kept(engine, settings):
    """Files of dry runs that are on S3 for an import."""
    client = boto3.client("s3", endpoint_url=settings.s3_endpoint, region_name=settings.s3_region,
                          aws_access_key_id=settings.s3_access_key,
                          aws_secret_access_key=settings.s3_secret_key.get_secret_value())

    def listed(caller, import_id):
        prefix = f"imports/{caller.organization.id}/{import_id}/file"
        found = client.list_objects_v2(Bucket=settings.s3_bucket, Prefix=prefix)
        return len(found.get("Contents", []))
    yield listed
    client.close()


def status(engine, caller, import_id):
    return engine.imports.find(caller, import_id).status


def test_a_long_import_is_told_of_when_it_is_asked_for_and_when_it_has_ended(engine, caller, long):
    import_id = ask(engine, caller, long)
    engine.imports.run(import_id, "w")
    me = caller.actor
    assert told(engine, caller, import_id) == [(me, "requested", 0, None), (me, "completed", 5, None)]


def test_a_short_one_is_told_of_once(engine, caller):
    content = shipments(2)
    import_id = ask(engine, caller, content)
    ask(engine, caller, content)
    assert told(engine, caller, import_id) == [(caller.actor, "completed", 2, None)]


def test_a_short_dry_run_is_not_told_of(engine, caller):
    assert told(engine, caller, ask(engine, caller, shipments(2), dry_run=True)) == []


def test_a_worker_that_had_to_try_again_is_told_of_once(engine, caller, long, breaks):
    import_id = ask(engine, caller, long)
    breaks(Unavailable("S3 is away"))
    engine.imports.run(import_id, "w")
    breaks()
    engine.clock.advance(seconds=60)
    engine.imports.run(import_id, "w")
    engine.imports.run(import_id, "w")
    assert [action for _, action, *_ in told(engine, caller, import_id)] == ["requested", "completed"]


def test_an_end_whose_answer_was_lost_is_told_of_once(engine, caller, long, monkeypatch):
    import_id = ask(engine, caller, long)
    real, lost = Carrier.insist, []

    def insist(self, work):
        """The first answer of the graph is lost on its way back."""
        done = real(self, work)
        lost.append(done)
        return real(self, work)

    monkeypatch.setattr(Carrier, "insist", insist)
    engine.imports.run(import_id, "w")
    assert len(lost) == 1 and status(engine, caller, import_id) is Status.COMPLETED
    assert [action for _, action, *_ in told(engine, caller, import_id)] == ["requested", "completed"]


def test_a_failure_is_told_of_with_its_reason_by_who_asked_for_it(engine, firm, caller, long, breaks):
    import_id = ask(engine, caller, long)
    breaks(Impossible("There is no such sheet."))
    engine.imports.run(import_id, "w")
    assert told(engine, caller, import_id)[1:] == [(caller.actor, "failed", 0, "There is no such sheet.")]
    breaks()
    another = Caller(firm, Role.MANAGER, new_id())
    ask(engine, another, long)
    engine.imports.run(import_id, "w")
    assert told(engine, caller, import_id)[2:] == [
        (another.actor, "requested", 0, None), (another.actor, "completed", 5, None)]


def test_an_import_whose_attempts_are_used_up_is_told_of_as_failed_once(engine, caller, long, breaks):
    import_id = ask(engine, caller, long)
    breaks(Unavailable("S3 is away"))
    for _ in range(5):
        engine.imports.run(import_id, "w")
        engine.clock.advance(seconds=60)
    assert status(engine, caller, import_id) is Status.FAILED
    assert [action for _, action, *_ in told(engine, caller, import_id)] == ["requested", "failed"]


def test_whoever_cancels_is_told_of(engine, firm, caller, long):
    import_id = ask(engine, caller, long)
    another = Caller(firm, Role.MANAGER, new_id())
    engine.imports.cancel(another, import_id)
    assert told(engine, caller, import_id)[1:] == [(another.actor, "cancelled", 0, None)]


@pytest.mark.parametrize("end", ["completed", "failed", "cancelled", "used up"])
def test_a_dry_run_leaves_no_file_however_it_ends(engine, caller, long, breaks, kept, end):
    import_id = ask(engine, caller, long, dry_run=True)
    assert kept(caller, import_id) == 1
    if end == "failed":
        breaks(Impossible("There is no such sheet."))
    if end == "used up":
        breaks(Unavailable("S3 is away"))
    if end == "cancelled":
        engine.imports.cancel(caller, import_id)
    for _ in range(4 if end == "used up" else 1):
        engine.imports.run(import_id, "w")
        engine.clock.advance(seconds=60)
    assert status(engine, caller, import_id) == ("failed" if end == "used up" else end)
    assert kept(caller, import_id) == 0


@pytest.mark.parametrize("end", ["completed", "cancelled"])
def test_a_process_killed_after_the_end_leaves_the_file_to_the_sweeper(engine, caller, long, kept, monkeypatch, end):
    import_id, other = (ask(engine, caller, content, dry_run=True) for content in (long, shipments(5)))
    with monkeypatch.context() as patch:
        patch.setattr(DryRunFiles, "tidy_soon", lambda *_: None)
        engine.imports.cancel(caller, import_id) if end == "cancelled" else engine.imports.run(import_id, "w")
    assert kept(caller, import_id) == 1
    sweeper = DryRunFiles(engine.graph, engine.storage, engine.clock, engine.settings.limits)
    assert sweeper.tidy() == 1
    assert (kept(caller, import_id), kept(caller, other)) == (0, 1), "the other still waits for its worker"
    assert sweeper.tidy() == 0
    engine.imports.run(other, "w")


def test_a_process_killed_before_it_asked_leaves_the_file_to_the_sweeper_a_while_later(
        engine, caller, long, kept, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("engine.imports.state.ImportJobs.ask", interrupted)
        ask(engine, caller, long, dry_run=True)
    import_id = ask(engine, caller, long, dry_run=True)
    assert kept(caller, import_id) == 2
    sweeper = DryRunFiles(engine.graph, engine.storage, engine.clock, engine.settings.limits)
    assert sweeper.tidy() == 0, "it may be about to be asked for"
    engine.clock.advance(seconds=engine.settings.limits.heartbeat_lost_seconds + 1)
    assert (sweeper.tidy(), kept(caller, import_id)) == (1, 1)
    engine.imports.run(import_id, "w")
    assert (status(engine, caller, import_id), kept(caller, import_id)) == (Status.COMPLETED, 0)


def interrupted(*_):
    raise KeyboardInterrupt


def test_a_dry_run_asked_for_twice_keeps_one_file(engine, caller, long, kept):
    first = ask(engine, caller, long, dry_run=True)
    assert ask(engine, caller, long, dry_run=True) == first and kept(caller, first) == 1
    engine.imports.run(first, "w")
    assert kept(caller, first) == 0


def test_a_dry_run_that_goes_on_after_a_kill_counts_each_record_once(engine, caller, monkeypatch):
    lines = [files.row(event("EV14", new_id()[:18])) for _ in range(3)]
    content = files.workbook(Shipping=[files.captions("shipping"), *lines, *lines])
    import_id = ask(engine, caller, content, dry_run=True)
    real, done = Runner._part, []

    def part(self, *given):
        if len(done) == 1:
            done.append("broken")
            raise Unavailable("S3 is away")
        done.append("done")
        return real(self, *given)

    monkeypatch.setattr(Runner, "_part", part)
    for _ in range(2):
        engine.imports.run(import_id, "w")
        engine.clock.advance(seconds=60)
    tally = engine.imports.find(caller, import_id).tally
    assert (tally.read, tally.created, tally.duplicates) == (6, 3, 3)
