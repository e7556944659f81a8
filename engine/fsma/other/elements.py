"""What each of these records holds, one row a field, in the order of the rule (21 CFR 1.1305, 1.337, 1.345)."""

from engine.fsma.kdes import Form, Kde

_T, _D, _L = Form.TEXT, Form.DATE, Form.LOCATION


def _row(form: Form, field: str, paragraph: str, label: str) -> Kde:
    return Kde(field, form, paragraph, label)


_TYPE = _row(_T, "record_type", "", "kind of record")
_PAPERS = _row(Form.DOCUMENTS, "reference_documents", "", "reference documents")
_AMOUNT = (
    _row(Form.QUANTITY, "quantity", "", "quantity"),
    _row(Form.UNIT, "unit_of_measure", "", "unit of measure"),
    _row(_T, "unit_raw", "", "unit as recorded"),
    _row(Form.CONTENT, "unit_content", "", "content of one unit"),
)


def _lot(paragraph: str = "") -> tuple[Kde, ...]:
    return (
        _row(Form.LOT_CODE, "tlc", paragraph, "lot code"),
        _row(_T, "gtin", paragraph, "GTIN"),
        _row(_T, "lot", paragraph, "lot number"),
    )


KILL_STEP = (
    _TYPE,
    _row(Form.TEXTS, "tlcs_received", "(d)(3)(ii)", "lot codes of the food treated"),
    _row(_D, "applied_date", "(d)(3)(ii)", "date of the kill step"),
    _row(_L, "location", "(d)(3)(ii)", "place of the kill step"),
    _row(_T, "process", "(d)(3)(ii)", "process"),
    _row(_T, "record_number", "(d)(3)(ii)", "number of the process record"),
    _row(Form.PRODUCT, "product", "", "food treated"),
    _PAPERS,
)

AGREEMENT = (
    _TYPE,
    _row(_L, "shipper", "(d)(6)", "shipper"),
    _row(_L, "receiver", "(d)(6)", "receiver"),
    _row(_T, "kind", "(d)(6)", "kind of agreement"),
    _row(_D, "effective_date", "(d)(6)(i)", "effective date"),
    _row(Form.TEXTS, "printed_names", "(d)(6)(i)", "printed names"),
    _row(Form.TEXTS, "signatures", "(d)(6)(i)", "signatures"),
    _row(_T, "substance", "(d)(6)(i)", "substance of the agreement"),
    _row(_D, "renew_by", "(d)(6)(ii)", "date by which to renew"),
    _PAPERS,
)


def _farm(letter: str) -> tuple[Kde, ...]:
    return (
        _TYPE,
        _row(_T, "food_name", f"({letter})(2)", "name of the food"),
        _row(_T, "farm_name", f"({letter})(2)", "name of the farm"),
        _row(_L, "farm_address", f"({letter})(2)", "address of the farm"),
        _row(_D, "purchase_date", "", "date of purchase"),
        _row(_L, "location", "", "place that bought the food"),
        *_lot(),
        *_AMOUNT,
        _PAPERS,
    )


FARM_DIRECT, FARM_TO_SCHOOL = _farm("j"), _farm("l")

AD_HOC = (
    _TYPE,
    _row(_T, "product_name", "(k)(2)", "name of the product"),
    _row(_D, "purchase_date", "(k)(2)", "date of purchase"),
    _row(_T, "place_name", "(k)(2)", "name of the place of purchase"),
    _row(_L, "place_address", "(k)(2)", "address of the place of purchase"),
    _row(_L, "location", "", "place that bought the food"),
    *_lot(),
    *_AMOUNT,
    _PAPERS,
)

ONE_UP_ONE_BACK = (
    _TYPE,
    _row(_L, "previous_source", "(a)(1)", "immediate previous source"),
    _row(_L, "next_recipient", "(a)(1)", "immediate subsequent recipient"),
    _row(_L, "location", "", "own place"),
    _row(_T, "food", "(a)(2)", "food"),
    _row(_D, "date", "(a)(3)", "date"),
    *_lot("(a)(4)"),
    *_AMOUNT,
    _row(_T, "packaging", "(a)(5)", "how the food was packaged"),
    _PAPERS,
)
