"""Shape faults: values of the wrong JSON type, each with the pointer to it."""

from collections.abc import Iterator
from typing import Any

from engine.fsma import kdes
from engine.fsma.descriptions import (
    ExemptionClaim,
    Gap,
    HarvestLocation,
    LocationDescription,
    ProductDescription,
    ReferenceDocument,
    TlcCandidate,
    TlcSourceReference,
    UnitContent,
)
from engine.fsma.kdes import Form
from engine.fsma.other import elements

Pointer = list[str | int]
Fault = dict[str, Any]

# A document with more faults than this is of another format altogether; the first ones show it.
MOST_FAULTS = 100

_TEXTS = {Form.TEXT, Form.LOT_CODE, Form.PHONE, Form.DATE, Form.UNIT}
_OBJECTS = {Form.LOCATION: "a location", Form.PRODUCT: "a product", Form.CONTENT: "the content of a unit"}
_LISTS = {
    Form.DOCUMENTS: (dict,),
    Form.HARVEST_LOCATIONS: (dict, str),
    Form.RECEIVED: (dict,),
    Form.INPUTS: (dict,),
    Form.GAPS: (dict, str),
    Form.CANDIDATES: (dict, str),
    Form.TEXTS: (str, int, float),
}
# Forms that a text fits, whatever it says.
_SPELLED = _TEXTS | {Form.QUANTITY, Form.REFERENCE, Form.CLAIM, *(f for f, of in _LISTS.items() if str in of)}
_NESTED = {
    Form.RECEIVED: {k.field: k.form for k in kdes.RECEIVED_ITEM},
    Form.INPUTS: {k.field: k.form for k in kdes.INPUT_ITEM},
}
_SHAPES = (
    LocationDescription,
    ProductDescription,
    ReferenceDocument,
    TlcSourceReference,
    HarvestLocation,
    UnitContent,
    TlcCandidate,
    ExemptionClaim,
    Gap,
)
_PARTS = {name for shape in _SHAPES for name in shape.model_fields}
_NESTING = frozenset({dict, list, bool})
# Parts of an object are all text, but for these.
_NUMBERS = {"latitude", "longitude", "quantity", "confidence"}
# One name has one form, whatever the kind of event.
FORMS: dict[str, Form] = {
    k.field: k.form
    for table in (
        kdes.ENVELOPE,
        kdes.HARVESTING,
        kdes.COOLING,
        kdes.INITIAL_PACKING_SPROUTS,
        kdes.INITIAL_PACKING_EXEMPT_SOURCE,
        kdes.FIRST_LAND_BASED_RECEIVING,
        kdes.SHIPPING,
        kdes.RECEIVING,
        kdes.TRANSFORMATION,
        elements.KILL_STEP,
        elements.AGREEMENT,
        elements.FARM_DIRECT,
        elements.AD_HOC,
        elements.ONE_UP_ONE_BACK,
    )
    for k in table
}


def shape_faults(document: Any) -> list[Fault]:
    """What in a `{"events": [...]}` document has the wrong JSON type, as {loc, msg, type}; [] where nothing has.

    Values that cannot be read (a date that is none) are no shape faults but findings of the record.
    """
    return [fault for _, fault in zip(range(MOST_FAULTS), _document(document), strict=False)]


def event_faults(event: Any, at: Pointer) -> Iterator[Fault]:
    """Faults of one event that stands at a pointer."""
    if not isinstance(event, dict):
        yield _fault(at, "an event is an object", "dict_type")
        return
    for field, value in event.items():
        if value is not None and field in FORMS and not _plain(FORMS[field], value):
            yield from value_faults(FORMS[field], value, [*at, field])


def _plain(form: Form, value: Any) -> bool:
    """True where nothing can be wrong, which is so of most values: text for a text, an object of plain parts."""
    if type(value) is str:
        return form in _SPELLED
    return type(value) is dict and form in _OBJECTS and _NESTING.isdisjoint(map(type, value.values()))


def value_faults(form: Form, value: Any, at: Pointer) -> Iterator[Fault]:
    """Faults of one value of a form."""
    if form in _TEXTS:
        yield from _scalar(value, at, "string_type", "text is due here")
    elif form is Form.QUANTITY:
        yield from _scalar(value, at, "float_type", "a number is due here")
    elif form is Form.FLAG:
        if not isinstance(value, bool):
            yield _fault(at, "true or false is due here", "bool_type")
    elif form in _OBJECTS:
        if isinstance(value, dict):
            yield from _parts(value, at)
        else:
            yield _fault(at, f"{_OBJECTS[form]} is an object", "dict_type")
    elif form in _LISTS:
        yield from _list(form, value, at)
    elif isinstance(value, dict):
        yield from _parts(value, at)
    elif not isinstance(value, str):
        yield _fault(at, "an object or text is due here", "dict_type")


def _document(document: Any) -> Iterator[Fault]:
    if not isinstance(document, dict):
        yield _fault(["body"], 'the document is an object with the list "events"', "dict_type")
    elif "events" not in document:
        yield _fault(["body", "events"], 'the list "events" is missing', "missing")
    elif not isinstance(document["events"], list):
        yield _fault(["body", "events"], '"events" is a list', "list_type")
    elif not document["events"]:
        yield _fault(["body", "events"], '"events" holds at least one event', "too_short")
    else:
        for position, event in enumerate(document["events"]):
            yield from event_faults(event, ["body", "events", position])


def _list(form: Form, value: Any, at: Pointer) -> Iterator[Fault]:
    if isinstance(value, str) and str in _LISTS[form]:
        return
    if not isinstance(value, list):
        yield _fault(at, "a list is due here", "list_type")
        return
    for index, item in enumerate(value):
        if not isinstance(item, _LISTS[form]):
            yield _fault([*at, index], "an item of this list is an object", "dict_type")
        elif isinstance(item, dict) and form in _NESTED:
            for field, inner in item.items():
                if inner is not None and field in _NESTED[form] and not _plain(_NESTED[form][field], inner):
                    yield from value_faults(_NESTED[form][field], inner, [*at, index, field])
        elif isinstance(item, dict):
            yield from _parts(item, [*at, index])


def _parts(value: dict[str, Any], at: Pointer) -> Iterator[Fault]:
    if _NESTING.isdisjoint(map(type, value.values())):
        return
    for field, part in value.items():
        if part is not None and field in _PARTS:
            numeric = field in _NUMBERS
            message = "a number is due here" if numeric else "text is due here"
            yield from _scalar(part, [*at, field], "float_type" if numeric else "string_type", message)


def _scalar(value: Any, at: Pointer, kind: str, message: str) -> Iterator[Fault]:
    if isinstance(value, (dict, list, bool)):
        yield _fault(at, message, kind)


def _fault(at: Pointer, message: str, kind: str) -> Fault:
    return {"loc": at, "msg": message, "type": kind}
