"""How a value of each field is to be read out of a cell."""

from enum import StrEnum
from functools import lru_cache

from engine.fsma.cte_types import KINDS, CteKind, CteType
from engine.fsma.kdes import INPUT_ITEM, RECEIVED_ITEM, Form, Kde
from engine.fsma.other.kinds import OTHER_KINDS, OtherType


class Reads(StrEnum):
    """Kinds of cell values."""

    TEXT = "text"
    CODE = "code"
    LOT = "lot"
    GTIN = "gtin"
    DIGITS = "digits"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    PLACE = "place"
    LIST = "list"
    CANDIDATES = "candidates"
    GAPS = "gaps"


_BY_FORM = {
    Form.TEXT: Reads.TEXT, Form.LOT_CODE: Reads.LOT, Form.PHONE: Reads.DIGITS, Form.DATE: Reads.DATE,
    Form.QUANTITY: Reads.NUMBER, Form.UNIT: Reads.TEXT, Form.FLAG: Reads.FLAG, Form.GAPS: Reads.GAPS,
    Form.CANDIDATES: Reads.CANDIDATES, Form.TEXTS: Reads.LIST,
}  # fmt: skip
_BY_NAME = {
    "gtin": Reads.GTIN, "lot": Reads.LOT, "phone": Reads.DIGITS, "postal_code": Reads.DIGITS, "gln": Reads.DIGITS,
    "ffrn": Reads.DIGITS, "document_number": Reads.CODE, "latitude": Reads.NUMBER, "longitude": Reads.NUMBER,
    "lot_code": Reads.LOT, "quantity": Reads.NUMBER, "event_id": Reads.CODE, "supersedes_event_id": Reads.CODE,
    "record_number": Reads.CODE, "internal_lot": Reads.LOT, "value": Reads.CODE,
    "business_name": Reads.PLACE, "street_address": Reads.PLACE,
}  # fmt: skip
_INNER = {**{k.field: k for k in RECEIVED_ITEM}, **{k.field: k for k in INPUT_ITEM}}


KINDS_OF_RECORD: tuple[str, ...] = (*(str(kind) for kind in CteType), *(str(kind) for kind in OtherType))


@lru_cache
def kind_called(name: str) -> CteKind:
    """What holds for a type of record, of critical tracking events and others."""
    return KINDS[CteType(name)] if is_event(name) else OTHER_KINDS[OtherType(name)]


def is_event(name: str) -> bool:
    """True for the types of critical tracking events."""
    return name in CteType.__members__.values()


@lru_cache(maxsize=8_192)
def reads(kind: str, path: str) -> Reads:
    """How the values of a field of a type of record are read. path: as Column.field gives it."""
    leaf = path.rpartition(".")[2]
    bare = leaf.partition("[")[0]
    element = element_of(kind, bare) if path.count(".") == 0 or path.startswith(("inputs[", "received[")) else None
    if bare in _BY_NAME and (element is None or element.form is Form.TEXT or "." in path):
        return _BY_NAME[bare] if element is None or element.form is not Form.QUANTITY else Reads.NUMBER
    if bare.endswith("_lot_code"):
        return Reads.LOT
    return _BY_FORM.get(element.form, Reads.TEXT) if element else Reads.TEXT


def element_of(kind: str, field: str) -> Kde | None:
    """The data element a field is in a type of record; None where it has none of that name."""
    return kind_called(kind).fields.get(field) or _INNER.get(field)


def is_place(kind: str, field: str) -> bool:
    """True where a field of a type of record holds a location."""
    element = element_of(kind, field)
    return element is not None and element.form is Form.LOCATION
