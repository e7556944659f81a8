"""Units of measure: as recorded for FDA's columns, normalised for the extra ones."""

from engine.exports.values import NOT_APPLICABLE, as_text, is_missing, is_placeholder
from engine.fsma.units import parse

UNKNOWN_UNIT = "not in the vocabulary"

# Where a line keeps the text a unit was recorded as.
_RAW = {
    "unit_of_measure": "unit_raw",
    "unit_of_measure_packed": "unit_raw",
    "unit_of_measure_received": "received[].unit_raw",
    "inputs[].input_unit_of_measure": "inputs[].unit_raw",
}


def as_recorded(line: dict, field: str) -> object:
    """The unit as its recorder wrote it, else as normalised; None when there is neither."""
    raw = line.get(_RAW[field])
    return line.get(field) if is_missing(raw) else raw


def normalised(line: dict, field: str) -> str:
    """Our unit, with what one holds where the text says so: `bin (400 pound)`; `n/a` where there is none."""
    text = as_recorded(line, field)
    if is_missing(text) or is_placeholder(text):
        return NOT_APPLICABLE
    unit = parse(as_text(text))
    if not unit.known:
        return UNKNOWN_UNIT
    return unit.unit if unit.content is None else f"{unit.unit} ({as_text(unit.content)} {unit.content_unit})"
