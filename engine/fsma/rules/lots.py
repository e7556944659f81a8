"""The traceability lot code, its source and its reference (V-TLC-*, V-X-13)."""

import re

from engine.fsma import barcodes, gs1, tlc
from engine.fsma.rules.case import Case
from engine.fsma.text import fold

_ASSIGN = "Ask the place for the lot code it assigned; the record waits until then."
_RULE_OF = {"shipping": "V-TLC-02", "receiving": "V-TLC-02", "receiving_exempt_source": "V-TLC-03"}


def code(case: Case) -> None:
    """The lot code is there, is one, and agrees with what stands beside it (V-TLC-01 to 03, 08, 09)."""
    record = case.record
    if record.lot_code is None:
        if not case.tells_of_seeds_only and not case.unreadable("tlc"):
            _missing(case)
    else:
        _agrees(case, record.lot_code)
    if record.tlc_candidates:
        codes = ", ".join(c.tlc for c in record.tlc_candidates)
        message = f"{len(record.tlc_candidates)} candidate lot codes are kept beside the record."
        case.note("V-TLC-09", "tlc_candidates", message, "They are shown as candidates, never as the lot code.", codes)


def _missing(case: Case) -> None:
    kind = case.kind
    rule = _RULE_OF.get(kind.cte_type, "V-TLC-01")
    if rule == "V-TLC-02":
        who = "the supplier" if kind.cte_type == "receiving" else "whoever packed or made the food"
        hint = f"Top priority: ask {who} for the lot code, and send the record again with it."
        case.note(rule, "tlc", "The traceability lot code is missing.", hint)
    elif rule == "V-TLC-03" and case.record.retail_food_establishment:
        message = "There is no lot code; a store or restaurant need not assign one."
        case.note(rule, "tlc", message, "Nothing to do.", severity="info")
    else:
        message = f"The lot code is missing, and {kind.label} is the event that assigns it."
        case.note(rule, "tlc", message, _ASSIGN)


def _agrees(case: Case, code: tlc.LotCode) -> None:
    record = case.record
    own = tlc.parse(record.tlc)
    if record.gtin and own.gtin and tlc.normal_gtin(record.gtin) not in (None, own.gtin):
        message = "The lot code carries another GTIN than the record."
        case.note("V-TLC-08", "gtin", message, "Compare both with the case label; the lot code was used.", record.gtin)
    said = {fold(own.lot or own.match), own.match}
    if record.lot and said.isdisjoint((fold(record.lot), tlc.parse(record.lot).match)):
        message = "The lot code and the lot number of the record disagree."
        case.note("V-TLC-08", "lot", message, "Compare both with the case label.", record.lot)
    reference = record.tlc_source_reference
    linked = barcodes.read(reference.value) if reference and "/" in reference.value else None
    if linked:
        gtin, lot = tlc.normal_gtin(linked[0]), linked[1]
        differs = (code.gtin and gtin and code.gtin != gtin) or (lot and fold(lot) != fold(code.lot or code.match))
        if differs:
            message = "The lot code and its GS1 Digital Link name different lots."
            hint = "Ask which is right; the lot code was used, the link is kept as sent."
            case.note("V-TLC-08", "tlc_source_reference", message, hint, reference.value)


def source(case: Case) -> None:
    """The place the lot code was assigned at, or a reference to it (V-TLC-04, V-TLC-10, V-X-13)."""
    record = case.record
    reference = record.tlc_source_reference
    if not case.kind.source_is_place and record.tlc_source is None and reference is None:
        message = "Neither the traceability lot code source nor a reference to it is named."
        hint = "Top priority: ask the supplier where the lot code was assigned."
        case.note("V-TLC-04", "tlc_source", message, hint)
    if reference is not None and (fault := _malformed(reference.type, reference.value)):
        hint = "Ask the supplier for the right reference, or name the source itself."
        case.note("V-TLC-10", "tlc_source_reference", f"The lot code source reference {fault}.", hint, reference.value)


def _malformed(kind: str, value: str) -> str | None:
    if kind == "ffrn" and not re.fullmatch(r"[0-9]{11}", value):
        return "is no facility registration number of 11 digits"
    if kind == "gln" and not gs1.gln_ok(value):
        return "is a GLN with a wrong length or check digit"
    if kind in ("url", "gs1_digital_link") and not re.match(r"https?://[^\s/]+", value, re.I):
        return "is no web address that starts with http or https"
    if kind == "gs1_digital_link" and barcodes.read(value) is None and "/414/" not in value:
        return "is no GS1 Digital Link that names a GTIN"
    return None
