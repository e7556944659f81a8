"""What went into a new lot (V-TRF-02, V-TRF-04, V-GEN-06, V-DOC-03)."""

from engine.fsma.rules.case import Case
from engine.fsma.rules.general import missing


def inputs(case: Case) -> None:
    """Each lot used, and how much of it (V-TRF-02)."""
    for index, used in enumerate(case.record.inputs):
        path = f"inputs[{index}]."
        if used.input_tlc is None:
            missing(case, path + "input_tlc")
        amount = used.input_quantity_used
        if amount is None and not case.unreadable(path + "input_quantity_used"):
            hint = "Ask the plant how much of this lot was used, not how much was received."
            case.note("V-TRF-02", path + "input_quantity_used", "The quantity used is missing.", hint)
        elif amount is not None and amount <= 0:
            hint = "Check the quantity; until then it does not count in balances."
            case.note("V-GEN-06", path + "input_quantity_used", "The quantity used is zero or negative.", hint, amount)
        if used.input_unit_of_measure is None:
            message = "The unit of the quantity used is missing."
            case.note("V-TRF-02", path + "input_unit_of_measure", message, "Ask for the unit, for example case.")


def store(case: Case) -> None:
    """A store or restaurant owes no record of food it makes and does not ship (V-TRF-04)."""
    if case.record.retail_food_establishment:
        message = "A store or restaurant need not record what it makes and does not ship."
        case.note("V-TRF-04", None, message, "Nothing to do; the record is kept.")
