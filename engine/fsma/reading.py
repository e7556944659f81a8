"""An event out of JSON: every field by its form, units and lot codes understood, strays left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.fsma import dates, parts, units, values
from engine.fsma.cte_types import CteKind
from engine.fsma.descriptions import TlcCandidate, UnitContent
from engine.fsma.kdes import INPUT_ITEM, RECEIVED, RECEIVED_ITEM, Form, Kde
from engine.fsma.notes import Notes
from engine.fsma.packing import Received
from engine.fsma.several import several
from engine.fsma.shapes import FORMS
from engine.fsma.text import is_placeholder, says_not_applicable
from engine.fsma.transformation import Input

_READERS = {
    Form.TEXT: values.text,
    Form.PHONE: values.text,
    Form.UNIT: values.text,
    Form.LOT_CODE: values.lot_code,
    Form.FLAG: values.flag,
    Form.LOCATION: parts.location,
    Form.PRODUCT: parts.product,
    Form.REFERENCE: parts.reference,
    Form.CONTENT: parts.content,
    Form.DOCUMENTS: parts.documents,
    Form.HARVEST_LOCATIONS: parts.harvest_locations,
    Form.GAPS: parts.gaps,
    Form.CANDIDATES: parts.candidates,
    Form.CLAIM: parts.claim,
    Form.TEXTS: parts.texts,
}
_RECEIVED_FIELDS = {k.field: k for k in RECEIVED_ITEM}
_INPUT_FIELDS = {k.field: k for k in INPUT_ITEM}
_FLAT_RECEIVED = frozenset(k.field for k in RECEIVED)
_RECEIVED_AMOUNT = ("quantity_received", "unit_of_measure_received")
_INPUT_AMOUNT = ("input_quantity_used", "input_unit_of_measure")
# Copies a record carries of what its sender wrote; they are made anew when it is read.
_COPIES = frozenset({"phone_e164", "harvester_phone_e164"})
_NOT_KEPT = ("date_format",)


@dataclass(slots=True)
class _Sheet:
    """Fields of one object being read; `times` holds the moments of dates that came with a time.

    aliases: see Notes.
    """

    notes: Notes
    declared: dates.Order | None
    times: dict[str, Any]
    aliases: dict[str, str]

    def fields(self, known: Mapping[str, Kde], sent: Mapping[str, Any], path: str, label: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field, value in sent.items():
            element = known.get(field)
            if element is not None:
                if value is not None:
                    self._one(found, element.form, field, path + field, value)
            elif field not in _COPIES and not _says_nothing(field, value):
                self.notes.stray_field(path + field, value, label)
        return found

    def _one(self, found: dict[str, Any], form: Form, field: str, path: str, value: Any) -> None:
        if form is Form.DATE:
            reading = values.day(self.notes, path, value, self.declared)
            found[field] = reading.day if reading else None
            if reading and reading.time and reading.time.tzinfo:
                self.times[path] = reading.time
        elif form is Form.QUANTITY:
            found[field], unit = values.quantity(self.notes, path, value)
            if unit:
                found[f"{field} unit"] = unit
        elif form in _READERS:
            found[field] = _READERS[form](self.notes, path, value)

    def amount(self, found: dict[str, Any], pair: tuple[str, str], path: str) -> None:
        """Replaces a unit by our word for it, beside what was sent and what one unit holds."""
        quantity, field = pair
        beside = found.pop(f"{quantity} unit", None)
        sent = found.get(field) or beside
        if not sent:
            return
        unit = units.parse(sent)
        if beside and unit.known and (other := units.parse(beside)).known and other.unit != unit.unit:
            message = f"The quantity is told in “{beside}”, but its unit is said to be “{sent}”."
            self.notes.add("V-GEN-06", path + quantity, message, "Ask which of the two it was.", beside, "error")
        raw = found.get("unit_raw") or sent
        if unit.content is None and raw != sent and units.parse(raw).unit == unit.unit:
            unit = units.parse(raw)
        found[field], found["unit_raw"] = unit.unit, raw
        if unit.content is not None and not found.get("unit_content"):
            found["unit_content"] = UnitContent(quantity=unit.content, unit=unit.content_unit)
        if not unit.known:
            hint = f"Use one of {', '.join(units.VOCABULARY)}; the text is kept as it is."
            message = f"The unit “{unit.unit}” is not one we can count with."
            self.notes.add("V-GEN-09", path + field, message, hint, sent)


def read(notes: Notes, kind: CteKind, event: Mapping[str, Any], declared: dates.Order | None) -> dict[str, Any]:
    """The event's values by field, ready for its record; what cannot be read is noted and left out."""
    sheet = _Sheet(notes, declared or dates.order(_text(event.get("date_format"))), {}, {})
    found = sheet.fields(kind.fields, event, "", f"a {kind.label} event")
    if kind.is_packing:
        found["received"] = _received(sheet, found, event)
    if "inputs" in kind.fields:
        found["inputs"] = _inputs(sheet, event)
    sheet.amount(found, (kind.quantity_field, kind.unit_field), "")
    if found.get("harvester_phone"):
        found["harvester_phone_e164"] = parts.phones.e164(found["harvester_phone"])
    for field in ("captured_at", "event_time"):
        found[field] = values.moment(notes, field, found.get(field))
    if found["event_time"] is None and kind.date_field in sheet.times:
        found["event_time"] = values.moment(notes, "event_time", sheet.times[kind.date_field].isoformat())
    found["data_origin"] = _origin(notes, found.get("data_origin"))
    _lot(notes, kind, found)
    if kind.source_is_place:
        _source(notes, kind, found)
    for field in _NOT_KEPT:
        found.pop(field, None)
    # From here on findings are of the record, and its items are named as they were sent.
    notes.aliases = sheet.aliases
    return {field: value for field, value in found.items() if value is not None}


def _says_nothing(field: str, value: Any) -> bool:
    # Firms send one wide table: columns of other events, empty or n/a here, are no mistake.
    return value is None or value in ([], {}) or (
        field in FORMS and isinstance(value, str) and len(value) < 200 and is_placeholder(value)
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _received(sheet: _Sheet, found: dict[str, Any], event: Mapping[str, Any]) -> tuple[Received, ...]:
    flat = {field: found.pop(field) for field in list(found) if field in _FLAT_RECEIVED}
    flat_unit = found.pop("quantity_received unit", None)
    listed = parts.items(sheet.notes, "received", event.get("received"))
    if not listed:
        sheet.aliases["received[0]."] = ""
        if flat_unit:
            flat["quantity_received unit"] = flat_unit
        return (_block(sheet, flat, ""),) if any(v is not None for v in flat.values()) else ()
    for field in (f for f, v in flat.items() if v is not None):
        message = f"The {sheet.notes.label(field)} stands both in the event and in its list “received”."
        hint = "Put what was received into the list alone; the list was used."
        sheet.notes.add("V-DOC-01", field, message, hint, event.get(field))
    blocks: list[Received] = []
    for path, item in listed:
        sheet.aliases[f"received[{len(blocks)}]."] = path + "."
        read_item = sheet.fields(_RECEIVED_FIELDS, item, path + ".", "a received block")
        blocks.append(_block(sheet, read_item, path + "."))
    return tuple(blocks)


def _block(sheet: _Sheet, found: dict[str, Any], path: str) -> Received:
    sheet.amount(found, _RECEIVED_AMOUNT, path)
    if found.get("harvester_phone"):
        found["harvester_phone_e164"] = parts.phones.e164(found["harvester_phone"])
    return Received(**found)


def _inputs(sheet: _Sheet, event: Mapping[str, Any]) -> tuple[Input, ...]:
    made: list[Input] = []
    for path, item in parts.items(sheet.notes, "inputs", event.get("inputs")):
        found = sheet.fields(_INPUT_FIELDS, item, path + ".", "an input")
        code = item.get("input_tlc")
        if isinstance(code, str) and says_not_applicable(code):
            # FDA's sample writes such a row for ingredients that are not on the list; they need no input.
            continue
        sheet.amount(found, _INPUT_AMOUNT, path + ".")
        found["gtin"] = values.gtin(sheet.notes, path + ".gtin", found.get("gtin"))
        _composed(found, "input_tlc")
        if any(value is not None for value in found.values()):
            split = _split(sheet.notes, found, path + ".input_tlc")
            sheet.aliases.update({f"inputs[{len(made) + i}].": path + "." for i in range(len(split))})
            made.extend(split)
    return tuple(made)


def _split(notes: Notes, found: dict[str, Any], path: str) -> list[Input]:
    """One input for each code where the text holds several beyond doubt, so that none is lost to a trace."""
    seen = several(found.get("input_tlc") or "")
    if seen is None:
        return [Input(**found)]
    hint = "Ask how much of each lot was used, and send one input for each lot."
    notes.add("V-TLC-07", path, f"One input names {_holding(seen)}.", hint, found["input_tlc"])
    if not seen.sure:
        return [Input(**found)]
    whole = {"input_tlc", "gtin", "lot", "input_quantity_used"}
    shared = {field: value for field, value in found.items() if field not in whole}
    return [Input(**shared, input_tlc=code) for code in seen.codes]


def _holding(seen: Any) -> str:
    return f"{len(seen.codes)} lot codes" if seen.kind == "list" else "a range of lot codes"


def _source(notes: Notes, kind: CteKind, found: dict[str, Any]) -> None:
    """The recorder's own place is the source where it assigns the code; one stated beside it can only confirm it."""
    stated, place = found.pop("tlc_source", None), found.get(kind.place_field)
    if stated is None:
        return
    label = notes.label(kind.place_field)
    if (place is None or not place.has_key) and stated.has_key:
        found[kind.place_field] = stated
        message = f"The {label} is missing; the lot code source was taken for it."
        notes.add("V-TLC-05", kind.place_field, message, f"Send the {label}.", severity="warning")
    elif place is not None and place.gln_resolves and stated.gln_resolves and place.gln != stated.gln:
        message = f"The lot code source named is not the {label}."
        hint = "Ask where the lot code was assigned; the place of the event counts."
        notes.add("V-X-13", "tlc_source", message, hint, stated.gln)


def _lot(notes: Notes, kind: CteKind, found: dict[str, Any]) -> None:
    if not kind.has_lot:
        code = found.pop("tlc", None) or found.get("lot")
        for field in ("gtin", "lot"):
            found.pop(field, None)
        if code:
            found["internal_lot"] = found.get("internal_lot") or code
            message = "A lot code stands on a record made before packing, where no traceability lot code exists."
            notes.add("V-TLC-06", "tlc", message, "Nothing to do: it is kept as your internal lot.", code)
        return
    found["gtin"] = values.gtin(notes, "gtin", found.get("gtin"))
    _composed(found, "tlc")
    seen = several(found.get("tlc") or "")
    if seen is not None:
        method = "several codes in one field" if seen.kind == "list" else "ends of a range"
        named = tuple(TlcCandidate(tlc=code, method=method) for code in seen.codes)
        found["tlc_candidates"] = tuple(dict.fromkeys((*found.get("tlc_candidates", ()), *named)))
        hint = "Send one record for each lot, with its own quantity; until then the codes count as candidates."
        notes.add("V-TLC-07", "tlc", f"The lot code field holds {_holding(seen)}.", hint, found["tlc"])


def _composed(found: dict[str, Any], field: str) -> None:
    # GTIN and lot number together are a traceability lot code (produce industry convention).
    if not found.get(field) and found.get("lot"):
        gtin = values.tlc.normal_gtin(found.get("gtin"))
        if gtin:
            found[field] = f"(01){gtin}(10){found['lot']}"


def _origin(notes: Notes, said: str | None) -> str | None:
    if said is None or said in ("own", "received_from_partner"):
        return said
    message = "The data origin is neither own nor received_from_partner."
    notes.add("V-DOC-06", "data_origin", message, "Send one of the two, or leave it out.", said)
    return None
