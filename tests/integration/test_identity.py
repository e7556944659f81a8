"""Organizations, keys and sharing, on a real graph."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.clock import FixedClock
from engine.errors import Invalid, NotFound, Unauthorized
from engine.graph import Graph
from engine.identity import Identity, Organization, Role
from engine.identity.keys import make_key
from engine.ids import is_id, new_id
from tests import networks

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def identity(graph, clock):
    return Identity(graph, clock)


@pytest.fixture
def acme(identity):
    return identity.create_organization("Acme Greens")


@pytest.fixture
def other(identity):
    return identity.create_organization("Other Greens")


def last_used(identity, organization):
    return [key.last_used for key in identity.keys(organization)]


# Organizations


def test_names_may_repeat_but_numbers_and_ids_do_not(identity):
    name = f"Twice {new_id()}"
    made = [identity.create_organization(name) for _ in range(2)]
    assert identity.find_organizations(name) == made
    assert made[0].no < made[1].no and made[0].id != made[1].id and all(is_id(o.id) for o in made)


def test_organizations_made_at_once_get_numbers_of_their_own(identity):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(identity.create_organization, [f"Firm {n}" for n in range(24)]))
    assert len({o.no for o in made}) == 24


def test_blanks_around_a_name_are_dropped_and_a_blank_name_refused(identity):
    assert identity.create_organization("  Acme \n Greens ").name == "Acme Greens"
    for name in ("", "  ", "x" * 256):
        with pytest.raises(Invalid):
            identity.create_organization(name)


def test_organizations_are_found_by_number(identity, acme):
    assert identity.organizations([acme.no, -1]) == {acme.no: acme}


# Keys


def test_a_key_stands_for_its_organization_and_role(identity, acme):
    key, raw = identity.create_key(acme, Role.EDITOR, "warehouse")
    caller = identity.authenticate(raw)
    assert (caller.organization, caller.role, caller.credential_id) == (acme, Role.EDITOR, key.id)


def test_a_key_is_listed_without_its_raw_form(identity, acme):
    key, raw = identity.create_key(acme, Role.MANAGER, "main")
    assert identity.keys(acme) == [key]
    assert (key.hint, key.is_active, key.created_at) == (f"{raw[:8]}…{raw[-4:]}", True, NOW)


def test_the_raw_key_is_nowhere_in_the_graph(graph, identity, acme):
    _, raw = identity.create_key(acme, Role.MANAGER, "main")
    identity.authenticate(raw)
    body = raw.split("_")[1]
    assert not [row["text"] for row in networks.run(graph, "property_texts") if body in row["text"]]


@pytest.mark.parametrize("role", [Role.OWNER, Role.BILLING, Role.VIEWER])
def test_members_roles_are_not_for_keys(identity, acme, role):
    with pytest.raises(Invalid):
        identity.create_key(acme, role, "main")


def test_a_key_needs_an_organization_that_exists(identity):
    with pytest.raises(NotFound):
        identity.create_key(Organization(-1, new_id(), "Nobody"), Role.MANAGER, "main")


def test_every_failure_is_the_same_to_the_caller(graph, clock, identity, acme, other):
    _, expired = identity.create_key(acme, Role.MANAGER, "expired", NOW + timedelta(hours=1))
    revoked_key, revoked = identity.create_key(acme, Role.MANAGER, "revoked")
    identity.revoke_key(revoked_key.id)
    _, closed = identity.create_key(other, Role.MANAGER, "closed")
    networks.run(graph, "close_organization", organization=other.no)
    clock.advance(hours=1)
    told = set()
    for raw in (expired, revoked, closed, make_key(), make_key("csu"), "csb_nonsense", ""):
        with pytest.raises(Unauthorized) as refused:
            identity.authenticate(raw)
        told.add((refused.value.detail, str(refused.value.details), refused.value.retry_after))
    assert len(told) == 1


def test_a_key_lives_until_the_moment_it_expires(clock, identity, acme):
    _, raw = identity.create_key(acme, Role.MANAGER, "short", NOW + timedelta(hours=1))
    clock.advance(minutes=59, seconds=59)
    assert identity.authenticate(raw).organization == acme


def test_a_wrong_checksum_asks_no_database(settings, clock):
    nowhere = Identity(Graph.open(settings.model_copy(update={"neo4j_uri": "bolt://127.0.0.1:9"})), clock)
    raw = make_key()
    flipped = raw[:10] + ("A" if raw[10] != "A" else "B") + raw[11:]
    with pytest.raises(Unauthorized):
        nowhere.authenticate(flipped)


def test_use_is_noted_at_most_once_a_minute(clock, identity, acme):
    _, raw = identity.create_key(acme, Role.MANAGER, "main")
    noted = []
    for seconds in (0, 59, 1):
        clock.advance(seconds=seconds)
        identity.authenticate(raw)
        noted += last_used(identity, acme)
    assert noted == [NOW, NOW, NOW + timedelta(minutes=1)]


def test_revoking_an_unknown_key_is_not_found(identity):
    with pytest.raises(NotFound):
        identity.revoke_key(new_id())


# Sharing


def view(identity, organization):
    found = identity.view_of(organization.no)
    return found.viewer, found.orgs, found.grants


def test_without_grants_an_organization_sees_its_own(identity, acme):
    assert view(identity, acme) == (acme.no, [acme.no], [])


def test_a_whole_grant_opens_one_direction(identity, acme, other):
    identity.share(acme, other)
    assert view(identity, other) == (other.no, sorted([acme.no, other.no]), [])
    assert view(identity, acme) == (acme.no, [acme.no], [])


def test_a_restricted_grant_carries_its_bounds(identity, acme, other):
    identity.share(acme, other, gtins=["19521003000319", "012345678905"], date_from=date(2026, 8, 1))
    # 2026-08-01 is day 20,666 since 1970; 9999-12-31 is day 2,932,896.
    assert view(identity, other) == (other.no, [other.no], [
        {"org": acme.no, "gtins": ["00012345678905", "19521003000319"], "from": 20_666, "to": 2_932_896}])


def test_a_whole_grant_makes_restricted_ones_of_the_same_firm_idle(identity, acme, other):
    identity.share(acme, other, gtins=["19521003000319"])
    identity.share(acme, other)
    assert view(identity, other)[2] == []


def test_a_revoked_grant_opens_nothing_and_stays_on_record(identity, clock, acme, other):
    grant = identity.share(acme, other)
    clock.advance(hours=1)
    identity.revoke_share(grant)
    clock.advance(hours=1)
    identity.revoke_share(grant)
    assert view(identity, other) == (other.no, [other.no], [])
    listed, = identity.shares(acme)
    assert identity.shares(other) == [listed]
    assert (listed.id, listed.grantor, listed.grantee) == (grant, acme, other)
    assert (listed.granted_at, listed.revoked_at) == (NOW, NOW + timedelta(hours=1))


def test_granting_and_revoking_change_what_finished_exports_rest_on(identity, acme, other):
    before = identity.trace_revision(other), identity.trace_revision(acme)
    grant = identity.share(acme, other)
    granted = identity.trace_revision(other)
    identity.revoke_share(grant)
    assert before[0] < granted < identity.trace_revision(other)
    assert identity.trace_revision(acme) == before[1]


def test_touching_raises_each_revision_once(identity, acme, other):
    before = identity.trace_revision(acme), identity.trace_revision(other)
    identity.touch([acme.no, other.no, acme.no])
    assert (identity.trace_revision(acme), identity.trace_revision(other)) == (before[0] + 1, before[1] + 1)


def test_a_grant_makes_sense(identity, acme, other):
    nobody = Organization(-1, new_id(), "Nobody")
    for refused, share in (
        (Invalid, lambda: identity.share(acme, acme)),
        (Invalid, lambda: identity.share(acme, other, gtins=["abc"])),
        (Invalid, lambda: identity.share(acme, other, date_from=date(2026, 2, 1), date_to=date(2026, 1, 1))),
        (NotFound, lambda: identity.share(acme, nobody)),
        (NotFound, lambda: identity.revoke_share(new_id())),
    ):
        with pytest.raises(refused):
            share()
    assert identity.shares(acme) == []
