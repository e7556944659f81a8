"""What lets an organization call a place its own: everybody's records of it are then its to see."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.capture.places import keys_of
from engine.fsma.descriptions import LocationDescription
from engine.graph import Transaction
from engine.identity import Organization

UNPROVEN = (
    "That this place is yours has not been shown. Ask whoever runs this deployment to verify the company prefix of its "
    "GLN (lotgraph prefixes verify), or to register the place for you (lotgraph places register)."
)


@dataclass(frozen=True)
class Proof:
    """on_trust: an organization's word is enough, as between firms that know each other, or when an operator says so.

    Otherwise it takes a GLN under a company prefix verified for the organization. GLNs and addresses are public: who
    could register any of them would read what others recorded there.
    """

    on_trust: bool

    def of(self, tx: Transaction, organization: Organization) -> Callable[[LocationDescription], tuple[str, ...]]:
        """Tells of a place which of its keys may lead to the organization; none where nothing shows it is its own."""
        if self.on_trust:
            return keys_of
        verified = tuple(f"gln:{row['prefix']}" for row in tx.run("catalogue/prefixes", organization=organization.no))
        return lambda place: tuple(key for key in keys_of(place) if key.startswith(verified))
