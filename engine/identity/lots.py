"""Whose a lot is and who may know of it."""

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


class LotAccess:
    """Lots by their present or former ids, guarded."""

    def __init__(self, graph: Graph):
        self._graph = graph

    def owner_of(self, lot_id: str) -> int | None:
        """Who recorded the event that assigned the code, else who recorded first.

        Among several that assigned it, one that operates the place of its record comes first. Voided and
        corrected records count only where no other is left.
        """
        lot = self._find(lot_id)
        return None if lot is None else self._owner(lot)

    def require_owned(self, organization: Organization, lot_id: str) -> LotRef:
        lot = self._find(lot_id)
        if lot is None or self._owner(lot) != organization.no:
            raise NotFound
        return lot

    def require_visible(self, view: View, lot_id: str) -> LotRef:
        lot = self._find(lot_id)
        if lot is None or not self._graph.read("identity/lot_is_visible", lot=lot.no, **view.params()):
            raise NotFound
        return lot

    def _find(self, lot_id: str) -> LotRef | None:
        row = self._graph.one("identity/lot", id=lot_id)
        return LotRef(**row) if row else None

    def _owner(self, lot: LotRef) -> int | None:
        row = self._graph.one("identity/lot_owner", lot=lot.no, assigning=ASSIGNING)
        return row["organization"] if row else None
