"""Parts of a record out of JSON objects: places, products, papers, references."""

import re
from collections.abc import Callable
from typing import Any

import orjson

from engine.fsma import barcodes, countries, ftl, gs1, phones, references, units, values
from engine.fsma.descriptions import (
    ExemptionClaim,
    Gap,
    HarvestLocation,
    LocationDescription,
    ProductDescription,
    ReferenceDocument,
    Shape,
    TlcCandidate,
    TlcSourceReference,
    UnitContent,
)
from engine.fsma.findings import Finding
from engine.fsma.notes import Notes
from engine.fsma.text import fold, is_placeholder

_Made = tuple[Shape | None, tuple[Finding, ...], frozenset[str]]
# Objects remembered of each kind, and the longest of them in bytes.
_REMEMBERED, _LONGEST = 4096, 2048
_AS_IT_IS = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
_ENDLESS = (float("inf"), float("-inf"))
_COORDINATES = re.compile(r"\s*([+-]?[0-9]{1,3}\.[0-9]+)\s*[,;]\s*([+-]?[0-9]{1,3}\.[0-9]+)\s*")


def _remembered(build: Callable[..., Any]) -> Callable[[Notes, str, Any], Any]:
    """A reader that remembers what it made of an object: firms send the same few places and products all day."""
    made: dict[bytes, _Made] = {}

    def make(value: dict[str, Any]) -> _Made:
        own = Notes(None, None, 0)
        return build(own, value), tuple(own.findings), frozenset(own.not_applicable)

    def read(notes: Notes, field: str, value: Any) -> Shape | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            notes.wrong_type(field, value, "an object")
            return None
        key = _spelled(value)
        found = made.get(key) if key else None
        if found is None:
            found = make(value)
            if key:
                if len(made) >= _REMEMBERED:
                    made.clear()
                made[key] = found
        shape, findings, absent = found
        for f in findings:
            notes.add(f.rule, f"{field}.{f.field}", f.message, f.hint, f.value, f.severity)
        notes.not_applicable.update(f"{field}.{part}" for part in absent)
        return shape

    return read


def _spelled(value: dict[str, Any]) -> bytes | None:
    """What an object is remembered by; None for one that is large, or holds what JSON cannot spell."""
    try:
        spelled = orjson.dumps(value, option=_AS_IT_IS)
    except TypeError:
        return None
    # Numbers that are none are spelled as null.
    if len(spelled) > _LONGEST or b"null" in spelled and any(v != v or v in _ENDLESS for v in value.values()
                                                             if isinstance(v, float)):
        return None
    return spelled


def _texts(notes: Notes, shape: type[Shape], sent: dict[str, Any], label: str, *leave: str) -> dict[str, Any]:
    """The text parts of an object; parts it does not know are noted and left out."""
    found = {}
    for part, value in sent.items():
        if part in leave or value is None:
            continue
        if part not in shape.model_fields:
            notes.stray_field(part, value, label)
        else:
            found[part] = values.text(notes, part, value)
    return found


@_remembered
def location(notes: Notes, sent: dict[str, Any]) -> LocationDescription | None:
    """A location description; None where nothing in it says anything."""
    found = _texts(notes, LocationDescription, sent, "a location", "latitude", "longitude", "phone_e164")
    for axis in ("latitude", "longitude"):
        found[axis] = _degrees(notes, axis, sent.get(axis))
    street = found.get("street_address")
    if street and (pair := _COORDINATES.fullmatch(street)):
        found["street_address"] = None
        found["latitude"], found["longitude"] = float(pair.group(1)), float(pair.group(2))
    if found.get("gln"):
        found["gln"] = values.gln(found["gln"])
    if not any(part is not None for part in found.values()):
        return None
    found["country"] = countries.code(found.get("country"), found.get("state_region"))
    if found.get("phone"):
        found["phone_e164"] = phones.e164(found["phone"], found["country"])
    return LocationDescription(**found)


def _degrees(notes: Notes, axis: str, value: Any) -> float | None:
    said = values.scalar(notes, axis, value)
    number = units.number(said) if said is not None else None
    if said is not None and said.strip() and number is None:
        hint = "Send decimal degrees, for example 36.840201."
        notes.add("V-LOC-04", axis, f"The {axis} is no number.", hint, value)
    return None if number is None else float(number)


@_remembered
def product(notes: Notes, sent: dict[str, Any]) -> ProductDescription | None:
    """A product description; None where nothing in it says anything."""
    found = _texts(notes, ProductDescription, sent, "a product", "ftl_category")
    found["gtin"] = values.gtin(notes, "gtin", found.get("gtin"))
    if isinstance(sent.get("ftl_category"), str) and sent["ftl_category"].strip():
        found["ftl_category"] = ftl.category(sent["ftl_category"])
        if found["ftl_category"] is None and not is_placeholder(sent["ftl_category"]):
            hint = "Use a key of the list, for example leafy_greens_fresh, or not_ftl."
            message = "The category is none of the Food Traceability List."
            notes.add("V-GEN-14", "ftl_category", message, hint, sent["ftl_category"], "warning")
    elif sent.get("ftl_category") is not None:
        values.scalar(notes, "ftl_category", sent["ftl_category"])
    return ProductDescription(**found) if any(part is not None for part in found.values()) else None


def reference(notes: Notes, field: str, value: Any) -> TlcSourceReference | None:
    """A traceability lot code source reference; its type is inferred where none of ours was sent.

    Words that lead FDA to no place are none (V-TLC-10): kept, they would pass for one wherever it is asked for one.
    """
    sent = value if isinstance(value, dict) else {"value": value}
    if isinstance(value, list):
        notes.wrong_type(field, value, "an object of type and value")
        return None
    said = values.text(notes, f"{field}.value", sent.get("value"))
    kind = values.text(notes, f"{field}.type", sent.get("type"))
    if said is None:
        return None
    if references.says_nothing(said):
        message = "The lot code source reference leads to no place; it was left out."
        notes.add("V-TLC-10", field, message, _REFERENCE_DUE, said)
        return None
    kind = _REFERENCE_TYPES.get(fold(kind or "").replace(" ", "_").lower()) or _inferred(said)
    return TlcSourceReference(type=kind, value=values.gln(said) if kind == "gln" else said)


_REFERENCE_DUE = (
    "Send what leads FDA to the place where the lot code was assigned, such as a web address, a GLN or an FDA "
    "registration number, or name the place itself.")
_REFERENCE_TYPES = {
    **{kind: kind for kind in ("ffrn", "gln", "url", "gs1_digital_link", "other")},
    **dict.fromkeys(("digital_link", "gs1_dl", "gs1digitallink"), "gs1_digital_link"),
    **dict.fromkeys(("web", "web_address", "website", "uri"), "url"),
}


def _inferred(said: str) -> str:
    if barcodes.read(said) and "/" in said:
        return "gs1_digital_link"
    if said.lower().startswith(("http://", "https://", "www.")):
        return "url"
    if gs1.gln_ok(values.gln(said)) or said.upper().startswith("GLN"):
        return "gln"
    return "ffrn" if re.fullmatch(r"[0-9]{11}", said) else "other"


def content(notes: Notes, field: str, value: Any) -> UnitContent | None:
    """What one unit holds; None where it cannot be read."""
    if not isinstance(value, dict):
        if value is not None:
            notes.wrong_type(field, value, "an object of quantity and unit")
        return None
    quantity, _ = values.quantity(notes, f"{field}.quantity", value.get("quantity"))
    unit = values.text(notes, f"{field}.unit", value.get("unit"))
    return UnitContent(quantity=quantity, unit=units.parse(unit).unit) if quantity is not None and unit else None


def items(notes: Notes, field: str, value: Any, of: tuple[type, ...] = (dict,)) -> list[tuple[str, Any]]:
    """The items of a list with their paths; one that is of none of the types becomes a finding."""
    if value is None:
        return []
    if not isinstance(value, list):
        notes.wrong_type(field, value, "a list")
        return []
    named = [(f"{field}[{i}]", item) for i, item in enumerate(value) if item is not None]
    for path, item in named:
        if not isinstance(item, of):
            notes.wrong_type(path, item, "an object")
    return [(path, item) for path, item in named if isinstance(item, of)]


def documents(notes: Notes, field: str, value: Any) -> tuple[ReferenceDocument, ...]:
    """Reference documents; entries that say nothing are left out."""
    made = []
    for path, item in items(notes, field, value):
        kind = values.text(notes, f"{path}.document_type", item.get("document_type"))
        number = values.text(notes, f"{path}.document_number", item.get("document_number"))
        if kind or number:
            made.append(ReferenceDocument(document_type=kind, document_number=number))
    return tuple(made)


def harvest_locations(notes: Notes, field: str, value: Any) -> tuple[HarvestLocation, ...]:
    """Catch areas, as objects or as text in FDA's manner, "FAO: 21; FAO: 27"."""
    if isinstance(value, str):
        said = values.text(notes, field, value)
        value = re.split(r"\s*[;\n]\s*", said) if said else None
    made = []
    for path, item in items(notes, field, value, (dict, str)):
        if isinstance(item, str):
            standard, colon, code = item.partition(":")
            item = {"standard": standard if colon else None, "code": code if colon else item}
        standard = values.text(notes, f"{path}.standard", item.get("standard"))
        code = values.text(notes, f"{path}.code", item.get("code"))
        if standard or code:
            made.append(HarvestLocation(standard=standard, code=code))
    return tuple(made)


def texts(notes: Notes, field: str, value: Any) -> tuple[str, ...]:
    """Several texts, as a list or in one text with semicolons or line breaks between; each once."""
    if isinstance(value, str):
        value = re.split(r"\s*[;\n]\s*", value)
    said = (values.text(notes, path, item) for path, item in items(notes, field, value, (str, int, float)))
    return tuple(dict.fromkeys(text for text in said if text))


def gaps(notes: Notes, field: str, value: Any) -> tuple[Gap, ...]:
    """Known gaps, as names of fields or as objects of field and reason."""
    made = []
    for path, item in items(notes, field, value, (dict, str)):
        item = {"field": item} if isinstance(item, str) else item
        named = values.text(notes, f"{path}.field", item.get("field"))
        reason = values.text(notes, f"{path}.reason", item.get("reason"))
        if named or reason:
            made.append(Gap(field=named or "record", reason=reason))
    return tuple(made)


def candidates(notes: Notes, field: str, value: Any) -> tuple[TlcCandidate, ...]:
    """Lot codes the food may carry, as text or as objects of tlc, method and confidence."""
    made = []
    for path, item in items(notes, field, value, (dict, str)):
        item = {"tlc": item} if isinstance(item, str) else item
        code = values.lot_code(notes, f"{path}.tlc", item.get("tlc"))
        method = values.text(notes, f"{path}.method", item.get("method"))
        confidence = units.number(item.get("confidence"))
        if confidence is not None and not 0 <= confidence <= 1:
            message, hint = "The confidence is not between 0 and 1.", "Send a share, for example 0.8."
            notes.add("V-DOC-06", f"{path}.confidence", message, hint, confidence)
            confidence = None
        if code:
            made.append(TlcCandidate(tlc=code, method=method, confidence=confidence))
    return tuple(made)


def claim(notes: Notes, field: str, value: Any) -> ExemptionClaim | None:
    """An exemption claim, as a paragraph of 21 CFR 1.1305 or as an object."""
    if isinstance(value, list):
        notes.wrong_type(field, value, "an object or the paragraph as text")
        return None
    sent = value if isinstance(value, dict) else {"paragraph": value}
    found = {
        part: values.text(notes, f"{field}.{part}", sent.get(part))
        for part in ("paragraph", "evidence", "valid_from", "valid_until")
    }
    return ExemptionClaim(**found) if found["paragraph"] else None
