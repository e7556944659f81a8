"""Messages to other systems: signed, retried, given up, and nobody else's; against a real receiver."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from standardwebhooks import Webhook

from engine.audit import AuditFilter
from engine.clock import FixedClock
from engine.errors import Conflict, Invalid, NotFound
from engine.identity.identity import Identity
from engine.ids import new_id
from engine.webhooks import Courier, Webhooks
from engine.webhooks.courier import DEAD_LETTERS, PAUSES
from engine.webhooks.endpoint import Status
from engine.webhooks.webhooks import MOST_ENDPOINTS, DeliveryFilter
from tests import networks
from tests.door import opened
from tests.exportable import firm
from tests.receiver import receiver, trickling
from tests.worked_example import BY_ID

EVENT = "traceability_export.delivered"
DATA = {"job_id": "2222222222222222222222"}


class Desk:
    """One organization with its webhooks, a courier and a clock that is moved by hand."""

    def __init__(self, graph, settings):
        networks.run(graph, "forget_deliveries")
        settings = settings.model_copy(update={"webhook_private_targets": True})
        self.clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
        self.webhooks = Webhooks(graph, self.clock, settings)
        self.courier = Courier(graph, self.clock, settings)
        self.identity = Identity(graph, self.clock)
        self.organization = self.identity.create_organization("Prairie Fork Salads").no

    def emit(self, event: str = EVENT) -> None:
        self.webhooks.emit(self.organization, event, DATA)

    def log(self, **wanted):
        return self.webhooks.deliveries(self.organization, DeliveryFilter(**wanted))[0]

    def only(self):
        delivery, = self.log()
        return delivery

    def after(self, pause: timedelta):
        """Try once more as soon as the pause is over; the message as it stands then."""
        self.clock.at += pause - timedelta(seconds=1)
        assert self.courier.deliver_due() == 0
        self.clock.at += timedelta(seconds=1)
        assert self.courier.deliver_due() == 1
        return self.only()


@pytest.fixture
def hook():
    with receiver() as there:
        yield there


@pytest.fixture
def desk(graph, settings):
    desk = Desk(graph, settings)
    yield desk
    for endpoint in desk.webhooks.endpoints(desk.organization, limit=100)[0]:
        desk.webhooks.delete(desk.organization, endpoint.id)


def test_a_message_arrives_signed_with_the_secret_shown_at_creation(desk, hook):
    endpoint, secret = desk.webhooks.create(desk.organization, hook.url(), [EVENT])
    desk.emit()
    assert desk.courier.deliver_due() == 1
    (headers, body), = hook.received
    said = Webhook(secret).verify(body, headers)
    assert (said["type"], said["data"]) == (EVENT, DATA)
    assert datetime.fromisoformat(said["timestamp"]) == desk.clock.now()
    delivery = desk.only()
    assert (delivery.id, delivery.status, delivery.attempts, delivery.status_code, delivery.next_at) \
        == (headers["webhook-id"], Status.DELIVERED, 1, 204, None)
    assert desk.courier.deliver_due() == 0


def test_only_what_was_subscribed_to_is_sent(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["epcis.captured"])
    everything, _ = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    off, _ = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    desk.webhooks.change(desk.organization, off.id, {"is_active": False})
    desk.emit()
    assert [d.endpoint_id for d in desk.log()] == [everything.id]


def test_another_organization_s_event_stays_there(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    other = desk.identity.create_organization("Mesa Leaf Growers")
    desk.webhooks.emit(other.no, EVENT, DATA)
    assert desk.log() == []


def test_a_failed_message_is_tried_again_after_growing_pauses_and_then_given_up(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    hook.answers = [(500, {})] * (len(PAUSES) + 1)
    desk.emit()
    desk.courier.deliver_due()
    for attempt, pause in enumerate(PAUSES, start=1):
        delivery = desk.only()
        assert (delivery.status, delivery.attempts, delivery.error) == (Status.FAILED, attempt, "Answered 500.")
        delivery = desk.after(pause)
    assert (delivery.status, delivery.next_at) == (Status.DEAD_LETTER, None)
    assert {headers["webhook-id"] for headers, _ in hook.received} == {delivery.id}
    assert len(hook.received) == 1 + len(PAUSES)


def test_the_receiver_may_ask_for_a_longer_pause(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    hook.answers = [(429, {"Retry-After": "3600"})]
    desk.emit()
    desk.courier.deliver_due()
    assert desk.only().status == Status.RATE_LIMITED
    assert desk.after(timedelta(hours=1)).status == Status.DELIVERED


def test_a_redirect_is_not_followed(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    hook.answers = [(302, {"Location": hook.url()})]
    desk.emit()
    desk.courier.deliver_due()
    assert (len(hook.received), desk.only().status) == (1, Status.FAILED)


def test_a_receiver_that_is_not_there_is_a_failure_like_another(desk):
    desk.webhooks.create(desk.organization, "http://127.0.0.1:1/", ["*"])
    desk.emit()
    desk.courier.deliver_due()
    assert (desk.only().status, desk.only().error) == (Status.FAILED, "No answer: ConnectError.")


def test_a_receiver_that_answers_byte_by_byte_is_given_up_in_time(graph, settings, hook):
    hasty = settings.model_copy(update={"limits": settings.limits.model_copy(update={"webhook_seconds": 5})})
    desk = Desk(graph, hasty)
    with trickling() as port:
        desk.webhooks.create(desk.organization, f"http://127.0.0.1:{port}/", ["*"])
        desk.webhooks.create(desk.organization, hook.url(), ["*"])
        desk.emit()
        assert desk.courier.deliver_due() == 2, "the round has ended though that answer never does"
    assert {d.status for d in desk.log()} == {Status.FAILED, Status.DELIVERED}
    assert [d.error for d in desk.log(status=Status.FAILED)] == ["No answer: TimeoutError."]
    for endpoint in desk.webhooks.endpoints(desk.organization)[0]:
        desk.webhooks.delete(desk.organization, endpoint.id)


def test_an_endpoint_nobody_can_look_up_holds_up_no_other_firm(desk, hook, graph):
    endpoint, _ = desk.webhooks.create(desk.organization, "https://example.com/", ["*"])
    # As one of before addresses were looked at so closely.
    networks.run(graph, "move_endpoint", id=endpoint.id, url="https://example..com/")
    other = desk.identity.create_organization("Mesa Leaf Growers").no
    theirs, _ = desk.webhooks.create(other, hook.url(), ["*"])
    desk.emit()
    desk.webhooks.emit(other, EVENT, DATA)
    assert desk.courier.deliver_due() == 2
    assert desk.only().status == Status.FAILED
    delivery, = desk.webhooks.deliveries(other, DeliveryFilter())[0]
    assert (delivery.status, len(hook.received)) == (Status.DELIVERED, 1)
    desk.webhooks.delete(other, theirs.id)


def test_an_endpoint_that_is_gone_is_disabled_at_once(desk, hook):
    endpoint, _ = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    hook.answers = [(410, {})]
    desk.emit()
    desk.courier.deliver_due()
    found = desk.webhooks.endpoint(desk.organization, endpoint.id)
    assert (found.is_active, found.disabled_at, found.disabled_because) \
        == (False, desk.clock.now(), "The endpoint answered 410 Gone.")
    assert desk.only().status == Status.DEAD_LETTER


def test_dead_letters_in_a_row_disable_an_endpoint_and_enabling_forgets_them(desk, hook):
    endpoint, _ = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    hook.answers = [(500, {})] * DEAD_LETTERS * (len(PAUSES) + 1)
    for _ in range(DEAD_LETTERS):
        desk.emit()
    for pause in (timedelta(0), *PAUSES):
        desk.clock.at += pause
        assert desk.courier.deliver_due() == DEAD_LETTERS
    found = desk.webhooks.endpoint(desk.organization, endpoint.id)
    assert (found.is_active, found.disabled_because) == (False, "5 messages in a row could not be delivered.")
    desk.emit()
    assert len(desk.log()) == DEAD_LETTERS
    enabled = desk.webhooks.change(desk.organization, endpoint.id, {"is_active": True})
    assert (enabled.is_active, enabled.dead_letters, enabled.disabled_because) == (True, 0, None)


def test_a_message_goes_out_once_however_many_couriers_there_are(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    for _ in range(10):
        desk.emit()
    with ThreadPoolExecutor(8) as pool:
        tried = sum(pool.map(lambda _: desk.courier.deliver_due(), range(8)))
    assert tried == len(hook.received) == 10


def test_a_message_whose_courier_died_is_due_again_after_its_lease(desk, hook, graph, settings):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    desk.emit()
    now = int(desk.clock.now().timestamp() * 1000)
    assert len(graph.write("webhooks/claim", now=now, lease=now + 40_000, limit=20)) == 1
    assert desk.after(timedelta(seconds=40)).attempts == 2
    assert len(hook.received) == 1


def test_a_dead_letter_can_be_sent_again_and_one_under_way_cannot(desk, hook):
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    hook.answers = [(410, {})]
    desk.emit()
    with pytest.raises(Conflict):
        desk.webhooks.redeliver(desk.organization, desk.only().id)
    desk.courier.deliver_due()
    endpoint = desk.webhooks.endpoints(desk.organization)[0][0]
    desk.webhooks.change(desk.organization, endpoint.id, {"is_active": True})
    again = desk.webhooks.redeliver(desk.organization, desk.only().id)
    assert (again.status, again.attempts) == (Status.PENDING, 0)
    desk.courier.deliver_due()
    assert desk.only().status == Status.DELIVERED


def test_deleting_an_endpoint_gives_up_what_waits_and_keeps_the_log(desk, hook):
    endpoint, _ = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    desk.emit()
    desk.webhooks.delete(desk.organization, endpoint.id)
    assert desk.courier.deliver_due() == 0
    assert (desk.only().status, desk.only().error) == (Status.DEAD_LETTER, "The endpoint was deleted.")
    with pytest.raises(Conflict):
        desk.webhooks.redeliver(desk.organization, desk.only().id)


def test_an_organization_has_so_many_endpoints_and_no_more_at_any_speed(desk, hook):
    def create(_):
        try:
            return bool(desk.webhooks.create(desk.organization, hook.url(), ["*"]))
        except Conflict:
            return False

    with ThreadPoolExecutor(8) as pool:
        made = sum(pool.map(create, range(MOST_ENDPOINTS + 5)))
    assert made == MOST_ENDPOINTS


def test_private_targets_are_refused_where_the_deployment_does_not_allow_them(graph, settings, desk, hook):
    strict = Webhooks(graph, desk.clock, settings)
    for url in (hook.url(), "https://127.0.0.1/", "http://example.com/"):
        with pytest.raises(Invalid):
            strict.create(desk.organization, url, ["*"])
    desk.webhooks.create(desk.organization, hook.url(), ["*"])
    desk.emit()
    Courier(graph, desk.clock, settings).deliver_due()
    assert (hook.received, desk.only().error) == ([], "Give an https URL.")


def test_the_secret_is_nowhere_in_the_graph(desk, hook, graph):
    endpoint, secret = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    desk.emit()
    kept = orjson.dumps([graph.one("webhooks/endpoint", organization=desk.organization, id=endpoint.id),
                         graph.one("webhooks/delivery", organization=desk.organization, id=desk.only().id)])
    assert secret.removeprefix("whsec_").encode() not in kept


# Through the API

ENDPOINTS = "/integrations/api/v1/webhooks/endpoints"
DELIVERIES = "/integrations/api/v1/webhooks/deliveries"


@pytest.fixture(scope="module")
def door(settings):
    with opened(settings, webhook_private_targets=True) as door:
        yield door


def post(door, path: str, body: dict | None = None, firm=None, role: str = "manager"):
    return door.client.post(path, json=body, headers=(firm or door.firm).headers(role))


def test_an_endpoint_is_made_read_changed_rotated_pinged_and_removed(door, hook, settings):
    made = post(door, ENDPOINTS, {"url": hook.url(), "events": ["lot.recalled"], "description": "ERP"})
    assert made.status_code == 201
    endpoint_id = made.json()["id"]
    assert made.json()["secret"].startswith("whsec_")
    shown = door.get(f"{ENDPOINTS}/{endpoint_id}").json()
    assert "secret" not in shown
    assert shown == {key: value for key, value in made.json().items() if key != "secret"}

    changed = door.client.patch(f"{ENDPOINTS}/{endpoint_id}", json={"events": ["*"]}, headers=door.firm.headers())
    assert (changed.json()["events"], changed.json()["description"]) == (["*"], "ERP")

    rotated = post(door, f"{ENDPOINTS}/{endpoint_id}/rotate-secret").json()
    assert rotated["secret"] != made.json()["secret"]

    assert post(door, f"{ENDPOINTS}/{endpoint_id}/ping").status_code == 202
    Courier(door.engine.graph, door.clock, door.engine.settings).deliver_due()
    listed = door.get(DELIVERIES, endpoint_id=endpoint_id, status="DELIVERED").json()
    assert [row["event"] for row in listed["data"]] == ["ping"]
    table = door.client.get(DELIVERIES, headers={**door.firm.headers(), "Accept": "text/csv"})
    assert table.text.splitlines()[0].startswith("id,endpoint_id,event,status")

    assert door.client.delete(f"{ENDPOINTS}/{endpoint_id}", headers=door.firm.headers()).status_code == 204
    assert door.get(f"{ENDPOINTS}/{endpoint_id}").status_code == 404


def test_strangers_are_told_404_and_lesser_roles_403(door, hook):
    endpoint_id = post(door, ENDPOINTS, {"url": hook.url()}).json()["id"]
    stranger = firm(door.engine, "Mesa Leaf Growers")
    for path in (f"{ENDPOINTS}/{endpoint_id}/ping", f"{ENDPOINTS}/{endpoint_id}/rotate-secret"):
        assert post(door, path, firm=stranger).status_code == 404
        assert post(door, path, role="editor").status_code == 403
    assert post(door, ENDPOINTS, {"url": hook.url()}, role="editor").status_code == 403
    assert door.get(f"{ENDPOINTS}/{new_id()}").status_code == 404


@pytest.mark.parametrize(("body", "field"), [
    ({"url": "https://example.com/", "events": ["no.such"]}, "events"), ({"url": "not a url"}, "url"),
    ({"url": "https://example.com/", "events": []}, "events"), ({"events": ["*"]}, "url"),
    ({"url": "https://example.com/", "secret": "mine"}, "secret"),
])
def test_a_bad_endpoint_is_refused_with_the_field(door, body, field):
    answer = post(door, ENDPOINTS, body)
    assert answer.status_code == 422
    assert field in [detail["loc"][1] for detail in answer.json()["details"]]


def test_making_an_endpoint_is_in_the_audit_log(door, hook):
    endpoint_id = post(door, ENDPOINTS, {"url": hook.url()}).json()["id"]
    entries, _ = door.engine.audit.page(door.firm.organization.no, AuditFilter(), "-at", 0, 5)
    assert (entries[0].action, entries[0].subject) == ("webhook.created", endpoint_id)


def test_a_capture_is_told_of_once_and_a_dry_run_never(door, hook):
    owner = firm(door.engine, "Prairie Fork Salads")
    endpoint_id = post(door, ENDPOINTS, {"url": hook.url(), "events": ["epcis.captured"]}, owner).json()["id"]
    body = {"events": [BY_ID["EV14"]]}
    ctes = "/compliance/api/v1/ctes"
    post(door, f"{ctes}?dry_run=true", body, owner)
    captured = post(door, ctes, body, owner).json()
    post(door, ctes, body, owner)
    told = door.get(DELIVERIES, owner, endpoint_id=endpoint_id).json()["data"]
    assert [message["payload"]["data"] for message in told] == [
        {"capture_id": captured["capture_id"], "created": 1, "duplicates": 0, "quarantined": 0}]


def test_nobody_else_reads_them(desk, hook):
    endpoint, _ = desk.webhooks.create(desk.organization, hook.url(), ["*"])
    other = desk.identity.create_organization("Mesa Leaf Growers").no
    for ask in (desk.webhooks.endpoint, desk.webhooks.rotate, desk.webhooks.ping, desk.webhooks.delete):
        with pytest.raises(NotFound):
            ask(other, endpoint.id)
