"""Whether the food is described, its GTINs are GTINs, and it is on the list (V-PRD-*, V-GEN-14, V-TRF-03)."""

from collections.abc import Iterator

from engine.fsma import ftl, gs1, tlc
from engine.fsma.descriptions import ProductDescription
from engine.fsma.rules.case import Case

_PARTS = (
    ("product_name", "product name"),
    ("packaging_size", "packaging size"),
    ("packaging_style", "packaging style"),
)


def description(case: Case) -> None:
    """Name, packaging size and packaging style of what moved or was made, and of every input (V-PRD-01)."""
    landing = case.kind.cte_type == "first_land_based_receiving"
    # Food off the boat is described by its species while unpackaged, which is V-SEA-01's to ask for.
    if not (landing and case.record.product is None) and not case.tells_of_seeds_only:
        _described(case, "product", case.record.product)
    for index, used in enumerate(getattr(case.record, "inputs", ())):
        _described(case, f"inputs[{index}].input_product", used.input_product)


def _described(case: Case, path: str, product: ProductDescription | None) -> None:
    label = case.label(path)
    if product is None and case.unreadable(path):
        return
    if product is None:
        hint = "Ask for product name, packaging size and packaging style of the case."
        case.note("V-PRD-01", path, f"The {label} is missing.", hint)
        return
    for part, name in _PARTS:
        if getattr(product, part) is None:
            case.note("V-PRD-01", f"{path}.{part}", f"The {label} lacks the {name}.", f"Ask for the {name}.")


def gtins(case: Case) -> None:
    """Check digit and length of every GTIN of the record (V-PRD-02)."""
    for path, digits in _numbers(case):
        code = tlc.normal_gtin(digits)
        hint = "Compare it with the case label."
        if code is None:
            case.note("V-PRD-02", path, "The GTIN is no number of 8, 12, 13 or 14 digits.", hint, digits)
        elif not gs1.check_digit_ok(code):
            case.note("V-PRD-02", path, "The check digit of the GTIN is wrong.", hint, digits)
        elif len(digits) not in gs1.GTIN_LENGTHS:
            message = f"The GTIN has {len(digits)} digits; it lost its leading zeros and was padded."
            case.note("V-PRD-02", path, message, hint, digits)


def _numbers(case: Case) -> Iterator[tuple[str, str]]:
    record = case.record
    code = record.lot_code
    if code is not None and code.gtin_sent:
        yield ("tlc" if code.gtin_sent != record.gtin else "gtin"), code.gtin_sent
    elif record.gtin:
        yield "gtin", record.gtin
    if record.product is not None and record.product.gtin:
        yield "product.gtin", record.product.gtin
    for index, used in enumerate(getattr(record, "inputs", ())):
        path = f"inputs[{index}]."
        if used.lot_code is not None and used.lot_code.gtin_sent:
            yield path + "input_tlc", used.lot_code.gtin_sent
        if used.input_product is not None and used.input_product.gtin:
            yield path + "input_product.gtin", used.input_product.gtin


def on_list(case: Case) -> None:
    """Whether the food is on the Food Traceability List on that day (V-GEN-14; V-TRF-03 of what was made)."""
    product, day = case.record.product, case.record.on
    if product is None or day is None or not any((product.commodity, product.product_name, product.ftl_category)):
        return
    field = "product.ftl_category" if case.kind.has_lot else "commodity"
    if case.unreadable(field) or any(f.field == field and f.rule == "V-GEN-14" for f in case.notes.findings):
        return
    category = product.listed_as
    if category is None:
        seen = product.commodity or product.product_name
        hint = "Say which entry of the list it is (ftl_category), or not_ftl."
        message = "It is not known whether the food is on the Food Traceability List."
        case.note("V-GEN-14", field, message, hint, seen, "warning")
    elif category == ftl.NOT_LISTED or not ftl.on_list(category, day):
        made = case.kind.cte_type == "transformation"
        message = "The food is not on the Food Traceability List, so the rule asks for no record of it."
        evidence = "Keep the receiving record and the evidence of the kill step or change of form."
        hint = evidence if made else "Nothing to do."
        case.note("V-TRF-03" if made else "V-GEN-14", field, message, hint, category)
