"""Organizations, their keys and their sharing; the one object through which all of it is asked."""

from datetime import date, datetime

from engine.clock import Clock, epoch_day, epoch_ms, from_epoch_day, from_epoch_ms
from engine.errors import Invalid, NotFound, Unauthorized
from engine.graph import Graph
from engine.identity import keys
from engine.identity.callers import ApiKey, Caller, Grant, LotRef, Organization, View
from engine.identity.lots import LotAccess
from engine.identity.roles import KEY_ROLES, Action, Role
from engine.ids import new_id

_LONGEST_NAME = 255
# Open ends of a date range; the years 1 and 9999 in days since 1970.
_FIRST_DAY = epoch_day(date.min)
_LAST_DAY = epoch_day(date.max)
_USED_AGAIN_MS = 60_000


class Identity:
    """Who calls, for whom, and what they may see."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock
        self._lots = LotAccess(graph)

    def create_organization(self, name: str) -> Organization:
        """A new organization. Names may repeat; the number and the id do not."""
        params = {"id": new_id(), "name": _name(name), "at": self._now()}
        rows = self._graph.write("identity/create_organization", **params)
        return Organization(**rows[0])

    def find_organizations(self, name: str) -> list[Organization]:
        """Organizations of exactly this name, oldest first."""
        return [Organization(**row) for row in self._graph.read("identity/organizations_named", name=name)]

    def organizations(self, numbers: list[int]) -> dict[int, Organization]:
        """Organizations by number; unknown numbers are left out."""
        rows = self._graph.read("identity/organizations", numbers=numbers)
        return {row["no"]: Organization(**row) for row in rows}

    def create_key(self, organization: Organization, role: Role, name: str,
                   expires_at: datetime | None = None) -> tuple[ApiKey, str]:
        """A key and its raw form, which is shown this once and stored nowhere.

        Raises Invalid for a role that keys do not carry, NotFound for an unknown organization.
        """
        if role not in KEY_ROLES:
            raise _invalid("role", "A key's role is manager, editor or readonly.")
        if expires_at is not None and expires_at.tzinfo is None:
            raise _invalid("expires_at", "A time zone is required.")
        raw = keys.make_key()
        rows = self._graph.write(
            "identity/create_key", organization=organization.no, id=new_id(), sha256=keys.fingerprint(raw),
            hint=keys.hint(raw), role=Role(role).value, name=_name(name), at=self._now(),
            expires_at=epoch_ms(expires_at) if expires_at else None,
        )
        if not rows:
            raise NotFound
        return _key(rows[0]), raw

    def keys(self, organization: Organization) -> list[ApiKey]:
        """Keys of an organization, newest first, inactive ones included."""
        return [_key(row) for row in self._graph.read("identity/keys", organization=organization.no)]

    def revoke_key(self, key_id: str) -> None:
        """Make a key useless from now on. Raises NotFound."""
        if not self._graph.write("identity/revoke_key", id=key_id):
            raise NotFound

    def authenticate(self, raw: str) -> Caller:
        """The caller a raw key stands for. Every failure raises the same Unauthorized.

        Shape and checksum are compared before the database is asked anything.
        """
        if not keys.is_well_formed(raw):
            raise Unauthorized
        now = self._now()
        row = self._graph.one("identity/key_by_fingerprint", sha256=keys.fingerprint(raw))
        if row is None or not (row["key_active"] and row["organization_active"]):
            raise Unauthorized
        if row["expires_at"] is not None and row["expires_at"] <= now:
            raise Unauthorized
        if row["last_used"] is None or row["last_used"] <= now - _USED_AGAIN_MS:
            self._graph.write("identity/key_used", id=row["id"], at=now, before=now - _USED_AGAIN_MS)
        organization = Organization(row["no"], row["organization_id"], row["organization_name"])
        return Caller(organization, Role(row["role"]), row["id"])

    def share(self, grantor: Organization, grantee: Organization, gtins: list[str] | None = None,
              date_from: date | None = None, date_to: date | None = None) -> str:
        """Let `grantee` see `grantor`'s records, all or some by GTIN or date; returns the grant's id."""
        if grantor.no == grantee.no:
            raise _invalid("grantee", "An organization sees its own records without a grant.")
        if date_from and date_to and date_from > date_to:
            raise _invalid("date_to", "The range ends before it begins.")
        rows = self._graph.write(
            "identity/share", grantor=grantor.no, grantee=grantee.no, id=new_id(), at=self._now(),
            gtins=None if gtins is None else sorted({_gtin(g) for g in gtins}),
            date_from=epoch_day(date_from) if date_from else None,
            date_to=epoch_day(date_to) if date_to else None,
        )
        if not rows:
            raise NotFound
        return rows[0]["id"]

    def revoke_share(self, grant_id: str) -> None:
        """End a grant; what was seen under it is seen no more. Ending it twice is harmless."""
        if not self._graph.write("identity/revoke_share", id=grant_id, at=self._now()):
            raise NotFound

    def shares(self, organization: Organization) -> list[Grant]:
        """Grants an organization has given or received, newest first, ended ones included."""
        return [_grant(row) for row in self._graph.read("identity/shares", organization=organization.no)]

    def view(self, caller: Caller) -> View:
        """What the caller may see: their own records and those shared with them, restricted or not."""
        return self.view_of(caller.organization.no)

    def view_of(self, organization: int) -> View:
        """What an organization, by its number, may see; for jobs, which outlive the credential that asked."""
        whole, restricted = {organization}, []
        for row in self._graph.read("identity/grants_to", organization=organization):
            if row["gtins"] is None and row["date_from"] is None and row["date_to"] is None:
                whole.add(row["grantor"])
            else:
                restricted.append({
                    "org": row["grantor"], "gtins": row["gtins"],
                    "from": _FIRST_DAY if row["date_from"] is None else row["date_from"],
                    "to": _LAST_DAY if row["date_to"] is None else row["date_to"],
                })
        return View(organization, sorted(whole), [g for g in restricted if g["org"] not in whole])

    def touch(self, organizations: list[int]) -> None:
        """Say that what these organizations may see has changed, so that finished exports are made anew."""
        self._graph.write("identity/touch", organizations=organizations)

    def trace_revision(self, organization: Organization) -> int:
        """Raised by whatever changes what the organization may see."""
        row = self._graph.one("identity/trace_revision", organization=organization.no)
        if row is None:
            raise NotFound
        return row["trace_revision"]

    def owner_of(self, lot_id: str) -> int | None:
        """Number of the organization a lot belongs to, None where nobody can be named."""
        return self._lots.owner_of(lot_id)

    def require_lot(self, caller: Caller, lot_id: str) -> LotRef:
        """The lot, if the caller may see at least one record of it. Raises NotFound."""
        return self._lots.require_visible(self.view(caller), lot_id)

    def require_owned_lot(self, caller: Caller, lot_id: str, action: Action = Action.EXPORT) -> LotRef:
        """The lot, if the caller's organization owns it and the caller's role allows `action`.

        Raises NotFound before Forbidden, so a stranger learns nothing.
        """
        lot = self._lots.require_owned(caller.organization, lot_id)
        caller.require(action)
        return lot

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _key(row: dict) -> ApiKey:
    return ApiKey(
        id=row["id"], organization=row["organization"], role=Role(row["role"]), name=row["name"],
        hint=row["hint"],
        created_at=from_epoch_ms(row["created_at"]), expires_at=_moment(row["expires_at"]),
        last_used=_moment(row["last_used"]), is_active=row["is_active"],
    )


def _grant(row: dict) -> Grant:
    return Grant(
        id=row["id"], grantor=Organization(**row["grantor"]), grantee=Organization(**row["grantee"]),
        gtins=row["gtins"], date_from=_day(row["date_from"]), date_to=_day(row["date_to"]),
        granted_at=from_epoch_ms(row["granted_at"]), revoked_at=_moment(row["revoked_at"]),
    )


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_epoch_ms(ms)


def _day(days: int | None) -> date | None:
    return None if days is None else from_epoch_day(days)


def _name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > _LONGEST_NAME:
        raise _invalid("name", f"A name has 1 to {_LONGEST_NAME} characters.")
    return cleaned


def _gtin(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14)):
        raise _invalid("gtins", "A GTIN has 8, 12, 13 or 14 digits.")
    return text.zfill(14)


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(details=[{"loc": ["body", field], "msg": message, "type": "value_error"}])
