"""Lots as an organization's catalogue holds them: made before any event, or beside the records of one.

A lot with a GTIN and a lot number is one node of the graph, whoever speaks of it: the catalogue makes the very node
that a capture would make, only without stock. What it says of the lot hangs on a node of the organization's own.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson

from engine.capture.ledger import Ledger
from engine.catalogue.books import Books, Fault, fresh_lot, invalid, refuse, repeated, stored
from engine.catalogue.forms import LotIn, LotPatch, LotStatus, given
from engine.catalogue.values import is_number, metadata
from engine.errors import Conflict, Forbidden, Impossible, NotFound
from engine.fsma import tlc
from engine.graph import Transaction
from engine.identity import LotRef, Organization, View
from engine.ids import derived_id
from engine.webhooks import outbox

_TAKEN = "You have this lot. Upper and lower case do not tell lots apart."
_FROZEN = "The lot number stands in records or on labels, so it cannot be changed."
_NO_PRODUCT = "You have no such product. Register it first."
_NO_PLACE = "You have no such location."


@dataclass(frozen=True)
class _Wanted:
    """A lot as the graph will know it."""

    key: str
    gtin: str
    number: str

    @classmethod
    def of(cls, gtin: str, number: str) -> "_Wanted":
        # As a Digital Link, because a bracket in a lot number would part an element string.
        code = tlc.parse(f"https://id.gs1.org/01/{gtin}/10/{quote(number, safe='')}")
        return cls(code.match, gtin, number)

    def row(self, no: int) -> dict[str, Any]:
        return {"key": self.key, "no": no, "id": derived_id("lot", self.key), "kind": "packed", "gtin": self.gtin,
                "lot_number": self.number, "tlc_match": self.key, "source": None}


class CatalogueLots:
    """Writes what an organization's catalogue says of lots; engine.trace.lots finds them."""

    def __init__(self, books: Books):
        self._books = books

    def create(self, organization: Organization, form: LotIn) -> str:
        """A lot of a registered product; returns its id.

        Raises Conflict where the catalogue holds it, Invalid where product or location is not the organization's.
        """
        def write(tx: Transaction) -> str:
            ids, faults = self.add(tx, organization, [form])
            refuse(faults)
            return ids[0]

        return self._books.change(organization.no, write)

    def add(self, tx: Transaction, organization: Organization, forms: list[LotIn]) -> tuple[list[str], list[Fault]]:
        """Write many at once, unless there are faults; returns their ids."""
        wanted, faults = self._wanted(tx, organization, forms)
        places = _own_places(tx, organization.no, {form.tlc_source_location_id for form in forms} - {None})
        faults += [Fault(position, "tlc_source_location_id", _NO_PLACE, "location")
                   for position, form in enumerate(forms) if form.tlc_source_location_id not in (None, *places)]
        if faults:
            return [], faults
        ledger = Ledger(tx, self._books.clock.now())
        numbers = _present(tx, ledger, wanted)
        keys = [f"{organization.no}:{numbers[each.key]}" for each in wanted]
        taken = {row["key"] for row in tx.run("catalogue/held_lots", keys=keys)}
        if faults := repeated(keys, taken, "lot_number", _TAKEN):
            return [], faults
        tx.run("catalogue/hold_lots", rows=[
            {"no": numbers[each.key], "properties": {
                **fresh_lot(organization.no, key, ledger.recorded_at), **_properties(form, {}),
                "lot_number": each.number, "position": position}}
            for position, (key, each, form) in enumerate(zip(keys, wanted, forms, strict=True))])
        ledger.close()
        ids = [derived_id("lot", each.key) for each in wanted]
        for lot_id in ids:
            self._tell(tx, organization, "lot.created", lot_id)
        return ids, []

    def require_own(self, organization: Organization, lot: LotRef) -> None:
        """Raise Forbidden unless the catalogue holds the lot, or the organization recorded it or is named in a record.

        What is only shared with it may be seen no more tomorrow, so it comes into no catalogue.
        """
        graph = self._books.graph
        own = View(organization.no, [organization.no]).params()
        if not (graph.read("identity/lot_is_held", lot=lot.no, organization=organization.no)
                or graph.read("identity/lot_is_visible", lot=lot.no, **own)):
            raise Forbidden("You see this lot in another organization's records alone, so it is not yours to change.")

    def change(self, organization: Organization, lot: LotRef, patch: LotPatch, view: View) -> str:
        """Change what the catalogue says of a lot that it holds, or that stands in the organization's records.

        Returns the lot's id, another one after a change of its number. Raises Conflict for a number that is frozen or
        taken, Forbidden for a lot that is only shared with the organization.
        """
        self.require_own(organization, lot)

        def write(tx: Transaction) -> str:
            key = f"{organization.no}:{lot.no}"
            tx.run("catalogue/hold_lots", rows=[
                {"no": lot.no, "properties": fresh_lot(organization.no, key, self._books.now())}])
            held = tx.one("catalogue/held_lot", organization=organization.no, id=lot.id)
            if held is None:  # gone since it was found: its records were settled anew
                raise NotFound
            changes = _properties(patch, orjson.loads(held["lot"]["metadata"]))
            place = changes.get("tlc_source_location_id")
            if place is not None and not _own_places(tx, organization.no, {place}):
                raise invalid("tlc_source_location_id", _NO_PLACE, "location")
            _in_order({**held["lot"], **changes})
            tx.run("catalogue/change_lot", key=key, changes=changes)
            number = patch.lot_number
            lot_id = lot.id
            if number not in (None, held["lot_number"]):
                lot_id = self._renumber(tx, organization, lot, held, number, view)
            if changes.get("status") == LotStatus.RECALLED and held["lot"]["status"] != LotStatus.RECALLED:
                self._tell(tx, organization, "lot.recalled", lot_id)
            return lot_id

        return self._books.change(organization.no, write)

    def _renumber(self, tx: Transaction, organization: Organization, lot: LotRef, held: dict, number: str,
                  view: View) -> str:
        if held["gtin"] is None or held["lot_number"] is None:
            raise Impossible("The code of this lot carries no GTIN and lot number, so it has none to change.")
        # Only records in the caller's view freeze it: another firm's are not to be found out this way.
        if held["printed"] or tx.run("identity/lot_is_visible", lot=lot.no, **view.params()):
            raise Conflict(_FROZEN)
        ledger = Ledger(tx, self._books.clock.now())
        wanted = _Wanted.of(held["gtin"], number)
        no = _present(tx, ledger, [wanted])[wanted.key]
        if no != lot.no:
            key = f"{organization.no}:{no}"
            if tx.run("catalogue/held_lots", keys=[key]):
                raise Conflict(_TAKEN)
            tx.run("catalogue/renumber_lot", key=f"{organization.no}:{lot.no}", new_key=key, no=no)
        tx.run("catalogue/change_lot", key=f"{organization.no}:{no}", changes={"lot_number": number})
        ledger.close()
        return derived_id("lot", wanted.key)

    def _tell(self, tx: Transaction, organization: Organization, event: str, lot_id: str) -> None:
        outbox.put(tx, organization.no, event, {"lot_id": lot_id}, self._books.clock.now())

    def _wanted(self, tx: Transaction, organization: Organization,
                forms: list[LotIn]) -> tuple[list[_Wanted], list[Fault]]:
        named = [_named(form) for form in forms]
        rows = tx.run("catalogue/products_named", organization=organization.no,
                      ids=sorted({form.product_id for form in forms if form.product_id}),
                      gtins=sorted({gtin for gtin, _ in named if gtin}))
        gtin_of = {row["id"]: row["gtin"] for row in rows}
        known = set(gtin_of.values())
        wanted, faults = [], []
        for position, (form, (gtin, number)) in enumerate(zip(forms, named, strict=True)):
            code = form.traceability_lot_code
            if code is not None and (gtin is None or number is None or not is_number(number)):
                faults.append(Fault(position, "traceability_lot_code", "It carries no GTIN and lot number.", "tlc"))
                continue
            if code is not None and (form.gtin not in (None, gtin) or form.lot_number not in (None, number)):
                faults.append(Fault(position, "traceability_lot_code", "It is of another GTIN or lot number.", "tlc"))
                continue
            if form.product_id and gtin_of.get(form.product_id) is None or gtin and gtin not in known:
                faults.append(Fault(position, "product_id" if form.product_id else "gtin", _NO_PRODUCT, "product"))
                continue
            if form.product_id and gtin not in (None, gtin_of[form.product_id]):
                faults.append(Fault(position, "product_id", "The product has another GTIN.", "product"))
                continue
            wanted.append(_Wanted.of(gtin or gtin_of[form.product_id], number))
        return wanted, faults


def _named(form: LotIn) -> tuple[str | None, str | None]:
    """GTIN and lot number that a form names, by themselves or in its code."""
    if form.traceability_lot_code is None:
        return form.gtin, form.lot_number
    code = tlc.parse(form.traceability_lot_code)
    return (code.gtin, code.lot) if code.is_pair else (None, None)


def _present(tx: Transaction, ledger: Ledger, wanted: list[_Wanted]) -> dict[str, int]:
    """Numbers of the lots in the graph, by key; those that are not there are made."""
    unique = {each.key: each for each in wanted}
    rows = [unique[key].row(ledger.number()) for key in sorted(unique)]
    tx.run("capture/present_ids", ids=[row["id"] for row in rows])
    return {row["key"]: row["no"] for row in tx.run("capture/lots", rows=rows)}


def _properties(form: LotIn | LotPatch, present: dict[str, str]) -> dict[str, Any]:
    """What a form says of the lot itself, as the graph keeps it."""
    apart = ("product_id", "gtin", "lot_number", "traceability_lot_code", "metadata")
    found = stored({name: value for name, value in given(form).items() if name not in apart})
    if "metadata" in form.model_fields_set:
        found["metadata"] = metadata(present, form.metadata)
    return found


def _in_order(lot: dict[str, Any]) -> None:
    made = lot.get("production_date")
    for field in ("best_before", "expiry_date"):
        if made is not None and lot.get(field) is not None and lot[field] < made:
            raise invalid(field, f"{field} lies before production_date.", "date_order")


def _own_places(tx: Transaction, organization: int, ids: set[str]) -> set[str]:
    rows = tx.run("catalogue/own_places", organization=organization, ids=sorted(ids)) if ids else []
    return {row["id"] for row in rows}
