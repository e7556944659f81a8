"""Whose a lot is and who may know of it.

A lot belongs to the organization that has registered its product under a GS1 company prefix which an operator has
verified; without one, to who recorded the event that assigned its code; else to its earliest recorder. Registering a
product or a lot gives nobody a lot that others have recorded: anybody can type in anybody's GTIN.
"""

from collections.abc import Callable

from engine.errors import NotFound
from engine.graph import Graph
from engine.identity.callers import LotRef, Organization, View

# Records that create a traceability lot code (21 CFR 1.1320(a), 1.1345(b)(1)). An exempt receipt assigns one
# where the supplier had none; its receiver is the TLC source either way.
ASSIGNING = [
    "initial_packing",
    "initial_packing_sprouts",
    "initial_packing_exempt_source",
    "first_land_based_receiving",
    "receiving_exempt_source",
    "transformation",
    "transformation_unpacked_rac",
]


_NOWHERE = -1  # numbers in the graph begin at 1


class LotAccess:
    """Lots by their present or former ids, guarded."""

    def __init__(self, graph: Graph):
        self._graph = graph

    def owner_of(self, lot_id: str) -> int | None:
        """The organization a lot belongs to by a verified prefix or by records, else the first to hold it in its
        catalogue.

        Among several that recorded the event that assigned its code, one that operates the place of its record comes
        first. Voided and corrected records count only where no other is left.
        """
        return self._owner(self._find(lot_id))

    def require_owned(self, organization: Organization, lot_id: str, view: Callable[[], View]) -> LotRef:
        """The lot, if the organization owns it, or holds it in its catalogue and sees no record of it.

        view: what the organization may see. Whether others have recorded a lot that it holds makes no difference to
        the answer, so holding one finds nothing out.
        """
        lot = self._find(lot_id)
        if self._owner(lot) != organization.no and (
                not self._holds(organization.no, lot) or self._sees(view(), lot)):
            raise NotFound
        return lot

    def require_visible(self, view: View, lot_id: str) -> LotRef:
        """The lot, if a record of it is in view or the viewer's catalogue holds it."""
        lot = self._find(lot_id)
        if not (self._sees(view, lot) or self._holds(view.viewer, lot)):
            raise NotFound
        return lot

    def _find(self, lot_id: str) -> LotRef:
        """The lot; where there is none, one that nobody owns, sees or holds.

        Ids of lots follow from their codes, so anybody can ask about a code: as many questions are put to the graph
        whether it is recorded or not, and the time to a NotFound tells nothing.
        """
        row = self._graph.one("identity/lot", id=lot_id)
        return LotRef(**row) if row else LotRef(_NOWHERE, lot_id, "")

    def _owner(self, lot: LotRef) -> int | None:
        row = self._graph.one("identity/lot_owner", lot=lot.no, assigning=ASSIGNING)
        return row["organization"] if row else None

    def _sees(self, view: View, lot: LotRef) -> bool:
        return bool(self._graph.read("identity/lot_is_visible", lot=lot.no, **view.params()))

    def _holds(self, organization: int, lot: LotRef) -> bool:
        return bool(self._graph.read("identity/lot_is_held", lot=lot.no, organization=organization))
