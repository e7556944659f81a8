"""Our sheets for records that FDA's template has none for: kill steps, written agreements, one-up one-back."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from engine.exports.places import LOCATION_LEAVES
from engine.exports.template import Column, Sheet, template
from engine.fsma.other.kinds import OTHER_KINDS, OtherType

_LEAF_CAPTIONS = ("Business Name", "Phone Number", "Street Address or Geographic Coordinates", "City",
                  "State or Region", "ZIP or Postal Code", "Country")
_PRODUCT = (("product_name", "Product Name"), ("brand", "Brand Name (if applicable)"),
            ("commodity", "Commodity (if applicable)"), ("variety", "Variety (if applicable)"),
            ("packaging_size", "Packaging Size"), ("packaging_style", "Packaging Style"))  # fmt: skip


def _one(field: str, stem: str, kind: str = "text", req: str = "A") -> tuple[Column, ...]:
    return (Column(stem, None, field, kind, "", req, frozenset()),)


def _place(field: str, stem: str, req: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"{stem} - {caption}", None, f"{field}.{leaf}",
               {"phone": "phone", "street_address": "street_or_coordinates"}.get(leaf, "text"), "", req, frozenset())
        for leaf, caption in zip(LOCATION_LEAVES, _LEAF_CAPTIONS, strict=True))


def _food(field: str, stem: str) -> tuple[Column, ...]:
    return tuple(Column(f"{stem} - {caption}", None, f"{field}.{leaf}", "text", "", "A", frozenset())
                 for leaf, caption in _PRODUCT)


def _papers() -> tuple[Column, ...]:
    return tuple(
        Column(f"Reference Document {caption}{number or ''}", None, f"reference_documents[{place}].document_{leaf}",
               "text", "", "optional", frozenset())
        for place, number in ((0, ""), (1, 2)) for leaf, caption in (("type", "Type"), ("number", "Number")))


_COLUMNS: dict[OtherType, tuple[str, tuple[Column, ...]]] = {
    OtherType.KILL_STEP_RECORD: ("Kill Step", (
        *_one("tlcs_received", "Traceability Lot Codes of the Food Treated", req="R"),
        *_food("product", "Product Description of the Food Treated"),
        *_one("applied_date", "Kill Step Date (mm/dd/yyyy)", "date", "R"),
        *_place("location", "Location Description for where the Kill Step was Applied", "R"),
        *_one("process", "Process", req="R"),
        *_one("record_number", "Process Record Number"),
        *_papers(),
    )),
    OtherType.WRITTEN_AGREEMENT: ("Written Agreements", (
        *_place("shipper", "Location Description for the Shipper", "R"),
        *_place("receiver", "Location Description for the Receiver", "R"),
        *_one("kind", "Kind of Agreement", req="R"),
        *_one("effective_date", "Effective Date (mm/dd/yyyy)", "date", "R"),
        *_one("renew_by", "Renew By (mm/dd/yyyy)", "date", "R"),
        *_one("printed_names", "Printed Names", req="R"),
        *_one("signatures", "Signatures", req="R"),
        *_one("substance", "Substance of the Agreement", req="R"),
        *_papers(),
    )),
    OtherType.ONE_UP_ONE_BACK: ("One-Up One-Back", (
        *_one("tlc", "Lot Code", "tlc"),
        *_one("food", "Food", req="R"),
        *_one("quantity", "Quantity", "decimal", "R"),
        *_one("unit_of_measure", "Unit of Measure", "unit", "R"),
        *_one("packaging", "How the Food was Packaged", req="R"),
        *_place("previous_source", "Location Description for the Immediate Previous Source", "A"),
        *_place("location", "Location Description for where the Food was", "A"),
        *_place("next_recipient", "Location Description for the Immediate Subsequent Recipient", "A"),
        *_one("date", "Date (mm/dd/yyyy)", "date", "R"),
        *_papers(),
    )),
}  # fmt: skip


@lru_cache
def _ours() -> dict[str, Sheet]:
    """Our sheets by record type, each column with the paragraph its field stands in."""
    return {str(kind): Sheet(name, "non_cte", str(kind), f"21 CFR {OTHER_KINDS[kind].section}",
                             columns=tuple(_cited(kind, column) for column in columns))
            for kind, (name, columns) in _COLUMNS.items()}


def _cited(kind: OtherType, column: Column) -> Column:
    return replace(column, section=OTHER_KINDS[kind].paragraph(column.field).removeprefix("§"))


def our_sheets() -> Iterator[Sheet]:
    """The sheets, in the order of their types."""
    yield from _ours().values()


def sheet_of(kind: str) -> Sheet:
    """The sheet of a record type, FDA's where it has one. KeyError for a type of neither."""
    return _ours().get(kind) or template().sheet(kind)


def kind_of(record: dict) -> str:
    """The type of a normalised record."""
    return record.get("cte_type") or record["record_type"]
