"""Organizations, their keys and their sharing; the one object through which all of it is asked."""

from datetime import date, datetime

from engine.clock import Clock, epoch_day, epoch_ms
from engine.errors import NotFound
from engine.graph import Graph
from engine.identity import fields
from engine.identity.accounts import Accounts
from engine.identity.api_keys import ApiKey, ApiKeys
from engine.identity.callers import Caller, LotRef, Organization, View
from engine.identity.invitations import Invitations
from engine.identity.lots import LotAccess
from engine.identity.members import Members
from engine.identity.oauth import Authorization, Clients, Tokens
from engine.identity.passwords import Passwords
from engine.identity.roles import Action, Role
from engine.identity.sessions import Sessions
from engine.identity.sharing import Bounds, Grant, Sharing
from engine.identity.users import Users
from engine.ids import new_id

# Open ends of a date range; the years 1 and 9999 in days since 1970.
_FIRST_DAY = epoch_day(date.min)
_LAST_DAY = epoch_day(date.max)


class Identity:
    """Who calls, for whom, and what they may see.

    The rooms within it are for those who administer an organization or sign in to one: accounts, members,
    invitations, api_keys, sharing; users, sessions; clients, tokens, authorization.
    """

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock
        self._lots = LotAccess(graph)
        self.api_keys = ApiKeys(graph, clock)
        self.sharing = Sharing(graph, clock)
        self.accounts = Accounts(graph, clock)
        self.members = Members(graph, clock)
        self.invitations = Invitations(graph, clock)
        self.users = Users(graph, clock, Passwords())
        self.sessions = Sessions(graph, clock)
        self.clients = Clients(graph, clock)
        self.tokens = Tokens(graph, clock)
        self.authorization = Authorization(self.clients, self.tokens, self.users, self.accounts)

    def create_organization(self, name: str) -> Organization:
        """A new organization. Names may repeat; the number and the id do not."""
        params = {"id": new_id(), "name": fields.name(name), "at": self._now()}
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
        """A key and its raw form, which is shown this once. Raises Invalid, NotFound."""
        return self.api_keys.create(organization, role, name, expires_at)

    def keys(self, organization: Organization) -> list[ApiKey]:
        """Keys of an organization, newest first, inactive ones included."""
        return self.api_keys.all(organization)

    def revoke_key(self, key_id: str) -> None:
        """Make a key useless from now on. Raises NotFound."""
        self.api_keys.revoke(key_id)

    def authenticate(self, raw: str) -> Caller:
        """The caller a raw key stands for. Every failure raises the same Unauthorized."""
        return self.api_keys.authenticate(raw)

    def share(self, grantor: Organization, grantee: Organization, gtins: list[str] | None = None,
              date_from: date | None = None, date_to: date | None = None) -> str:
        """Let `grantee` see `grantor`'s records at once, all or some by GTIN or date; returns the grant's id."""
        return self.sharing.share(grantor, grantee, Bounds(gtins, None, date_from, date_to))

    def revoke_share(self, grant_id: str) -> None:
        """End a grant; what was seen under it is seen no more. Ending it twice is harmless. Raises NotFound."""
        self.sharing.end(grant_id)

    def shares(self, organization: Organization) -> list[Grant]:
        """Grants an organization has given or received, newest first, ended ones included."""
        return self.sharing.all(organization)

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
        lot = self._lots.require_owned(caller.organization, lot_id, lambda: self.view(caller))
        caller.require(action)
        return lot

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
