"""How many credentials and invitations an organization may have at a time."""

from engine.errors import Conflict
from engine.graph import Transaction

MOST = 500
"""Of each kind: keys that are active, clients that are active, invitations and grants that are open."""

_WHAT = {"keys": "active API keys; revoke one first", "clients": "active OAuth clients; revoke one first",
         "invitations": "open invitations; withdraw one first", "offers": "grants on offer; take one back first"}


def require_room(tx: Transaction, organization: int, kind: str, at: int) -> None:
    """Makings of one organization wait for each other from here on. Raises Conflict where there is room for no more.

    kind: keys, clients, invitations or offers. at: epoch ms.
    """
    tx.run("identity/lock_members", organization=organization)
    row = tx.one("identity/held", organization=organization, at=at)
    if row and row[kind] >= MOST:
        raise Conflict(f"An organization may have {MOST} {_WHAT[kind]}.")
