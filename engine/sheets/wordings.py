"""Every wording of every data element, by type of record: FDA's captions, our field names, usual words."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from engine.fsma.kdes import INPUT_ITEM, Form
from engine.fsma.template import template
from engine.sheets import remainder
from engine.sheets import vocabulary as words
from engine.sheets.forms import is_place, kind_called
from engine.sheets.seen import How
from engine.sheets.words import key

# Field paths that are no fields of an event.
PAPER = "reference_documents[]."
NO_ELEMENT, RECORD_ID, RECORD_TYPE, FURTHER = "-", "record_id", "cte_type", "further"


class Match(NamedTuple):
    """A caption understood.

    paper: the type of document whose number the column holds, where the caption says so.
    whole: the caption names a place alone, so that a cell may hold its name or all of its address.
    """

    field: str
    how: How
    paper: str | None = None
    whole: bool = False


@lru_cache
def table(kind: str) -> dict[str, Match]:
    """Matches by what the words of a caption come down to; earlier sources win over later ones."""
    known: dict[str, Match] = {}
    for source in (_of_template(kind), _of_names(kind), _of_words(kind), _of_export()):
        fresh: dict[str, Match | None] = {}
        for caption, match in source:
            for said in {key(caption), key(caption, brackets=False)} - {""}:
                if said not in known:
                    before = fresh.setdefault(said, match)
                    # Words that may mean two things mean neither.
                    if before is not None and before.field != match.field:
                        fresh[said] = None
        known.update({said: match for said, match in fresh.items() if match is not None})
    return known


def _of_template(kind: str) -> Iterator[tuple[str, Match]]:
    for sheet in _template_sheets(kind):
        for column in sheet.columns:
            yield column.stem, Match(column.field, "caption")


def _template_sheets(kind: str) -> Iterator:
    names = {
        "transformation_unpacked_rac": ("initial_packing", "initial_packing_exempt_source", "initial_packing_sprouts"),
        "initial_packing_sprouts": ("initial_packing_sprouts", "initial_packing"),
    }.get(kind, (kind,))
    return (sheet for name in names for sheet in template().data_sheets if sheet.cte_type == name)


def _of_names(kind: str) -> Iterator[tuple[str, Match]]:
    """Our own field names, as paths with dots or underscores."""
    for path in _paths(kind):
        yield path.replace("[].", " ").replace("[]", ""), Match(path, "field name")
        block, dot, leaf = path.rpartition(".")
        if leaf == "business_name":
            yield block.replace("[].", " "), Match(path, "field name", whole=True)
        if path.startswith("inputs[]."):
            inner = path.removeprefix("inputs[].")
            if inner not in ("gtin", "lot", "tlc_source", "unit_raw"):
                yield inner, Match(path, "field name")


def _paths(kind: str) -> Iterator[str]:
    for field, element in kind_called(kind).fields.items():
        yield from _element_paths(field, element.form)
    for element in INPUT_ITEM if "inputs" in kind_called(kind).fields else ():
        yield from (f"inputs[].{path}" for path in _element_paths(element.field, element.form))


def _element_paths(field: str, form: Form) -> Iterator[str]:
    if form in (Form.RECEIVED, Form.INPUTS, Form.DOCUMENTS):
        return
    if form not in (Form.LOCATION, Form.PRODUCT, Form.CONTENT):
        yield field if form is not Form.REFERENCE else f"{field}.value"
    yield from (f"{field}.{part}" for part in _parts(form))


def _parts(form: Form) -> Iterable[str]:
    if form is Form.LOCATION:
        return words.LOCATION_PARTS
    return words.PRODUCT_PARTS if form is Form.PRODUCT else words.OTHER_PARTS.get(form, ())


def _of_words(kind: str) -> Iterator[tuple[str, Match]]:
    paths = set(_paths(kind))
    event_date = kind_called(kind).date_field
    for field, captions in words.SCALARS.items():
        if field in paths:
            yield from ((caption, Match(field, "caption")) for caption in captions)
    if event_date:
        yield from ((caption, Match(event_date, "caption")) for caption in ("event date", "date", "date of event"))
    if kind in ("harvesting", "cooling"):
        yield from ((caption, Match("commodity", "caption")) for caption in ("product", "product description"))
    for field, captions in words.PARTIES.get(kind, {}).items():
        yield from ((caption, Match(f"{field}.business_name", "caption", whole=True)) for caption in captions)
    for field, captions in words.BLOCKS.items():
        for nested in (field, f"inputs[].{field}"):
            if any(path.startswith(f"{nested}.") for path in paths):
                yield from _of_block(kind, field, nested, captions)
                break
    yield from _of_quantities(kind)
    for part, captions in words.DOCUMENT_PARTS.items():
        yield from ((caption, Match(f"reference_documents[0].{part}", "caption")) for caption in captions)
    for paper, captions in words.PAPERS.items():
        yield from ((caption, Match(f"{PAPER}document_number", "caption", paper)) for caption in captions)


def _of_block(kind: str, field: str, nested: str, captions: tuple[str, ...]) -> Iterator[tuple[str, Match]]:
    if is_place(kind, field):
        parts, alone = words.LOCATION_PARTS, "business_name"
    elif field.endswith("product"):
        parts, alone = words.PRODUCT_PARTS, "product_name"
    else:
        form = kind_called(kind).fields[field].form
        parts = words.OTHER_PARTS.get(form, {})
        alone = {"reference": "value", "claim": "paragraph"}.get(form)
    for caption in captions:
        if alone and not field.endswith("_address"):
            yield caption, Match(f"{nested}.{alone}", "caption", whole=alone == "business_name")
        for part, names in parts.items():
            for name in names:
                yield f"{caption} {name}", Match(f"{nested}.{part}", "caption")
                yield f"{name} {caption}", Match(f"{nested}.{part}", "caption")
    if field == "product":
        for part in ("brand", "packaging_size", "packaging_style", "product_name"):
            yield from ((name, Match(f"{nested}.{part}", "caption")) for name in parts[part][:3] if name != "name")
        if "commodity" not in kind_called(kind).fields:
            yield from ((part, Match(f"{nested}.{part}", "caption")) for part in ("commodity", "variety"))


def _of_quantities(kind: str) -> Iterator[tuple[str, Match]]:
    verbs = {
        "shipping": "shipped",
        "receiving": "received",
        "receiving_exempt_source": "received",
        "harvesting": "harvested",
        "cooling": "cooled",
        "transformation": "produced",
        "first_land_based_receiving": "landed",
    }
    if verb := verbs.get(kind):
        for caption in (f"quantity {verb}", f"{verb} quantity", f"units {verb}"):
            yield caption, Match("quantity", "caption")
        for caption in (f"unit of measure {verb}", f"quantity {verb} unit", f"unit {verb}"):
            yield caption, Match("unit_of_measure", "caption")


def _of_export() -> Iterator[tuple[str, Match]]:
    yield from ((caption, Match(NO_ELEMENT, "ours")) for caption in words.OURS)
    yield remainder.CAPTION, Match(FURTHER, "ours")
    yield remainder.TYPE_CAPTION, Match(RECORD_TYPE, "ours")
    yield from ((caption, Match(RECORD_ID, "ours")) for caption in words.RECORD_ID)
    yield from ((caption, Match(RECORD_TYPE, "field name")) for caption in words.TYPE_COLUMNS)
