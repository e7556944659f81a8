"""Grants between organizations: offered, accepted, declined, ended; what they open is seen from the next question on.

An organization is named by its id, which the two firms tell each other. An offer to an id that nobody has is kept
like any other and never answered, so offering tells nothing about who is here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.clock import Clock, epoch_day, epoch_ms, from_epoch_day, from_epoch_ms
from engine.errors import Conflict, NotFound
from engine.graph import Graph, Transaction
from engine.identity import fields
from engine.identity.callers import Organization
from engine.identity.room import require_room
from engine.ids import new_id

MOST_GTINS = 500
_LONGEST_NOTE = 500


class GrantState(StrEnum):
    """Where a grant stands. revoked: ended by either side, or an offer its grantor took back."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Bounds:
    """What of its records an organization shows; all None shows all.

    gtins: 8, 12, 13 or 14 digits each. brand: id of the grantor's brand, whose products count as they are at the
    time of looking. Days are inclusive.
    """

    gtins: list[str] | None = None
    brand: str | None = None
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True)
class Grant:
    """One organization letting another see its records; None means unrestricted.

    grantee: None to the grantor until the offer is accepted. ended_by: id of the organization that ended it.
    """

    id: str
    state: GrantState
    grantor: Organization
    grantee: Organization | None
    grantee_id: str
    bounds: Bounds
    note: str
    offered_at: datetime
    answered_at: datetime | None
    revoked_at: datetime | None

    @property
    def gtins(self) -> list[str] | None:
        return self.bounds.gtins

    @property
    def granted_at(self) -> datetime | None:
        return self.answered_at if self.state in (GrantState.ACCEPTED, GrantState.REVOKED) else None


class Sharing:
    """Grants by their ids and by organization."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def offer(self, grantor: Organization, grantee_id: str, bounds: Bounds, note: str = "") -> Grant:
        """An offer that opens nothing until it is accepted. Raises Invalid, and Conflict where too many are open."""
        if grantee_id == grantor.id:
            raise fields.invalid("grantee_id", "An organization sees its own records without a grant.")
        if len(note) > _LONGEST_NOTE:
            raise fields.invalid("note", f"A note has at most {_LONGEST_NOTE} characters.")
        at, grant_id = self._now(), new_id()

        def make(tx: Transaction) -> list[dict[str, Any]]:
            require_room(tx, grantor.no, "offers", at)
            return tx.run("identity/offer_share", grantor=grantor.no, grantee_id=grantee_id, id=grant_id,
                          note=note.strip(), at=at, **_params(bounds))

        rows = self._graph.transaction(make)
        if not rows:
            raise NotFound
        return self.find(grantor, rows[0]["id"])

    def share(self, grantor: Organization, grantee: Organization, bounds: Bounds) -> str:
        """A grant that is accepted at once, for operators; returns its id. Raises Invalid, NotFound."""
        if grantor.no == grantee.no:
            raise fields.invalid("grantee", "An organization sees its own records without a grant.")
        rows = self._graph.write("identity/share", grantor=grantor.no, grantee=grantee.no, id=new_id(),
                                 at=self._now(), **_params(bounds))
        if not rows:
            raise NotFound
        return rows[0]["id"]

    def accept(self, grantee: Organization, grant_id: str) -> Grant:
        """Take an offer; its grantor's records are in view from now on. Raises NotFound, Conflict."""
        self._received(grantee, grant_id)
        if not self._locked(grant_id, "identity/accept_share", grantee=grantee.no):
            raise Conflict("This grant is not on offer any more.")
        return self.find(grantee, grant_id)

    def decline(self, grantee: Organization, grant_id: str) -> Grant:
        """Turn an offer down. Raises NotFound, Conflict."""
        self._received(grantee, grant_id)
        if not self._locked(grant_id, "identity/decline_share", grantee_id=grantee.id):
            raise Conflict("This grant is not on offer any more.")
        return self.find(grantee, grant_id)

    def revoke(self, organization: Organization, grant_id: str) -> Grant:
        """End a grant or take an offer back, from either side and as often as one likes. Raises NotFound, Conflict."""
        grant = self.find(organization, grant_id)
        if grant.state is GrantState.DECLINED:
            raise Conflict("This offer was declined.")
        self.end(grant_id)
        return self.find(organization, grant_id)

    def end(self, grant_id: str) -> None:
        """End a grant; what was seen under it is seen no more. Ending it twice is harmless. Raises NotFound."""
        if not self._locked(grant_id, "identity/revoke_share"):
            raise NotFound

    def find(self, organization: Organization, grant_id: str) -> Grant:
        """A grant this organization gives or is offered. Raises NotFound."""
        for grant in self.all(organization):
            if grant.id == grant_id:
                return grant
        raise NotFound

    def all(self, organization: Organization) -> list[Grant]:
        """Grants an organization has given or received, newest first, ended ones included."""
        rows = self._graph.read("identity/shares", organization=organization.no, id=organization.id)
        return [_grant(row, organization) for row in rows]

    def is_brand(self, organization: Organization, brand_id: str) -> bool:
        """Whether this organization has this brand."""
        return self._graph.one("identity/is_brand", organization=organization.no, id=brand_id) is not None

    def products_changed(self, organization: Organization) -> None:
        """Say that brands of this organization stand for other products now."""
        self._graph.write("identity/touch_brand_grantees", organization=organization.no)

    def _locked(self, grant_id: str, statement: str, **params: Any) -> list[dict[str, Any]]:
        """Rows of a statement about one grant, which nobody else answers or ends meanwhile."""
        def work(tx: Transaction) -> list[dict[str, Any]]:
            tx.run("identity/lock_grant", id=grant_id, at=self._now())
            return tx.run(statement, id=grant_id, at=self._now(), **params)

        return self._graph.transaction(work)

    def _received(self, organization: Organization, grant_id: str) -> None:
        if self.find(organization, grant_id).grantee_id != organization.id:
            raise Conflict("Your organization made this offer; its receiver answers it.")

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _params(bounds: Bounds) -> dict[str, Any]:
    if bounds.date_from and bounds.date_to and bounds.date_from > bounds.date_to:
        raise fields.invalid("date_to", "The range ends before it begins.")
    if bounds.gtins is not None and len(bounds.gtins) > MOST_GTINS:
        raise fields.invalid("gtins", f"At most {MOST_GTINS} GTINs.")
    return {
        "gtins": None if bounds.gtins is None else sorted({_gtin(gtin) for gtin in bounds.gtins}),
        "brand": bounds.brand,
        "date_from": epoch_day(bounds.date_from) if bounds.date_from else None,
        "date_to": epoch_day(bounds.date_to) if bounds.date_to else None,
    }


def _grant(row: dict[str, Any], viewer: Organization) -> Grant:
    state = GrantState(row["state"])
    knows = row["grantee"] and (row["grantee_id"] == viewer.id or row["answered_at"] is not None
                                and state is not GrantState.DECLINED)
    return Grant(
        id=row["id"], state=state, grantor=Organization(**row["grantor"]),
        grantee=Organization(**row["grantee"]) if knows else None, grantee_id=row["grantee_id"],
        bounds=Bounds(row["gtins"], row["brand"], _day(row["date_from"]), _day(row["date_to"])),
        note=row["note"], offered_at=from_epoch_ms(row["offered_at"]), answered_at=fields.moment(row["answered_at"]),
        revoked_at=fields.moment(row["revoked_at"]),
    )


def _day(days: int | None) -> date | None:
    return None if days is None else from_epoch_day(days)


def _gtin(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14)):
        raise fields.invalid("gtins", "A GTIN has 8, 12, 13 or 14 digits.")
    return text.zfill(14)
