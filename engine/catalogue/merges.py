"""Locations that a person takes for one another, and takes back."""

from engine.capture.ledger import Ledger
from engine.capture.merging import Moved, PlaceState, merge, part, place_state
from engine.capture.writer import Writer
from engine.catalogue.books import Books, raise_revisions
from engine.catalogue.entries import Merge
from engine.catalogue.proof import Proof
from engine.clock import epoch_ms
from engine.errors import Conflict, Impossible, NotFound
from engine.graph import Transaction
from engine.identity import Organization
from engine.ids import new_id


class Merges:
    """Merges of an organization's locations, each kept with what both places were before.

    An organization merges only places that are its own: those it has registered, and those that nobody has registered
    and nobody but itself has described; where an organization's word does not make a place its own, the former alone.
    So its opinion bends nobody else's graph and shows it nobody else's records.
    """

    def __init__(self, books: Books, batch: int, proof: Proof):
        self._books = books
        self._batch = batch
        self._proof = proof

    def merge(self, organization: Organization, location_id: str, into: str, by: str) -> Merge:
        """Take a location for another. by: who does, for the log.

        Raises NotFound for places the organization has not registered or described, Conflict for those that are not
        its own alone, Impossible for one and the same.
        """
        def write(tx: Transaction) -> str:
            # Before anything is read: captures move places too.
            ledger = Ledger(tx, self._books.clock.now())
            gone, stays = self._own(tx, organization, location_id), self._own(tx, organization, into)
            if gone.no == stays.no:
                raise Impossible("That is one and the same location.")
            if gone.operator is not None and stays.operator is None:
                raise Conflict("The location that stays is not registered. Merge the other way round.")
            merge_id = new_id()
            tx.run("catalogue/note_merge", properties={
                "id": merge_id, "organization": organization.no, "merged_at": ledger.recorded_at, "merged_by": by,
                **_told("from", gone), **_told("into", stays)})
            self._settle(tx, ledger, organization, merge(tx, ledger, gone, stays))
            return merge_id

        return self.find(organization, self._books.change(organization.no, write))

    def undo(self, organization: Organization, merge_id: str, by: str) -> Merge:
        """Take a merge back: keys, descriptions, registration and records return to where they were.

        Raises NotFound, Conflict where that is done already or the places have changed since.
        """
        def write(tx: Transaction) -> None:
            ledger = Ledger(tx, self._books.clock.now())
            row = tx.one("catalogue/merge", organization=organization.no, id=merge_id)
            if row is None:
                raise NotFound
            found = row["merge"]
            if found.get("undone_at") is not None:
                raise Conflict("This merge has been taken back already.")
            places = [found["from_no"], found["into_no"]]
            if tx.run("catalogue/later_merges", organization=organization.no, places=places,
                      after=found["merged_at"]):
                raise Conflict("A later merge of these locations stands. Undo that first.")
            gone, stays = _state("from", found), _state("into", found)
            self._settle(tx, ledger, organization, part(tx, ledger, gone, stays))
            tx.run("catalogue/join_registration", key=f"{organization.no}:{gone.no}", no=gone.no)
            tx.run("catalogue/undo_merge", id=merge_id, at=epoch_ms(self._books.clock.now()), by=by)

        self._books.change(organization.no, write)
        return self.find(organization, merge_id)

    def find(self, organization: Organization, merge_id: str) -> Merge:
        """Raises NotFound."""
        row = self._books.graph.one("catalogue/merge", organization=organization.no, id=merge_id)
        if row is None:
            raise NotFound
        return Merge.of(row["merge"])

    def page(self, organization: Organization, standing: bool, order: str, skip: int,
             limit: int) -> tuple[list[Merge], int]:
        row = self._books.graph.one("catalogue/merges", organization=organization.no, standing=standing, skip=skip,
                                    limit=limit, sign=-1 if order.startswith("-") else 1)
        return [Merge.of(each) for each in row["rows"]], row["total"]

    def require_known(self, organization: Organization, location_id: str) -> None:
        """Raise NotFound for a place that the organization has neither registered nor described."""
        self._books.graph.reading(lambda tx: _known(tx, organization, location_id))

    def _own(self, tx: Transaction, organization: Organization, location_id: str) -> PlaceState:
        state = _known(tx, organization, location_id)
        if not self._proof.on_trust and state.operator != organization.no:
            raise Conflict("Only places that are registered as yours can be merged.")
        if state.operator is None and state.recorders != (organization.no,) or \
                state.operator not in (None, organization.no):
            raise Conflict("Others have described or registered this place too. Register it, if it is yours.")
        return state

    def _settle(self, tx: Transaction, ledger: Ledger, organization: Organization, moved: Moved) -> None:
        writer = Writer(tx, ledger, self._batch)
        writer.resettle(moved.disturbed, moved.absorbed)
        raise_revisions(tx, organization.no)
        writer.close()


def _known(tx: Transaction, organization: Organization, location_id: str) -> PlaceState:
    state = place_state(tx, location_id)
    if state is None or (state.operator != organization.no and organization.no not in state.recorders):
        raise NotFound
    return state


def _told(side: str, state: PlaceState) -> dict:
    return {f"{side}_no": state.no, f"{side}_id": state.id, f"{side}_keys": list(state.keys),
            f"{side}_registered": None if state.registered is None else list(state.registered),
            f"{side}_operator": state.operator, f"{side}_former": list(state.former)}


def _state(side: str, row: dict) -> PlaceState:
    registered = row.get(f"{side}_registered")
    return PlaceState(
        row[f"{side}_no"], row[f"{side}_id"], None, tuple(row[f"{side}_keys"]),
        None if registered is None else tuple(registered), row.get(f"{side}_operator"), (),
        tuple(row[f"{side}_former"]))
