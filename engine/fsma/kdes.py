"""The key data elements, declared: one row a field, in the order of the rule."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The JSON shape a field is sent in."""

    TEXT = "text"
    LOT_CODE = "lot_code"
    PHONE = "phone"
    DATE = "date"
    QUANTITY = "quantity"
    UNIT = "unit"
    CONTENT = "content"
    LOCATION = "location"
    PRODUCT = "product"
    DOCUMENTS = "documents"
    REFERENCE = "reference"
    HARVEST_LOCATIONS = "harvest_locations"
    RECEIVED = "received"
    INPUTS = "inputs"
    FLAG = "flag"
    GAPS = "gaps"
    CANDIDATES = "candidates"
    CLAIM = "claim"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Kde:
    """One key data element of one kind of event.

    paragraph: what follows the section of its kind, for example (a)(6) of 1.1340; "" where ours.
    label: how a food-safety manager calls it, as it stands in the middle of a sentence.
    """

    field: str
    form: Form
    paragraph: str
    label: str


def _row(form: Form, field: str, paragraph: str, label: str) -> Kde:
    return Kde(field, form, paragraph, label)


T, C, P, D, Q, U = Form.TEXT, Form.LOT_CODE, Form.PHONE, Form.DATE, Form.QUANTITY, Form.UNIT
L, F = Form.LOCATION, Form.PRODUCT

ENVELOPE = (
    _row(T, "event_id", "", "event id"),
    _row(T, "cte_type", "", "kind of event"),
    _row(L, "record_owner", "", "owner of the record"),
    _row(T, "source_system", "", "source system"),
    _row(T, "captured_at", "", "time of capture"),
    _row(T, "event_time", "", "time of the event"),
    _row(T, "supersedes_event_id", "", "id of the event this one corrects"),
    _row(T, "data_origin", "", "data origin"),
    _row(T, "date_format", "", "date format"),
    _row(Form.GAPS, "gaps", "", "known gaps"),
    _row(Form.CLAIM, "exemption_claim", "", "exemption claim"),
    _row(Form.CANDIDATES, "tlc_candidates", "", "candidate lot codes"),
    _row(T, "internal_lot", "", "internal lot"),
    _row(Form.FLAG, "retail_food_establishment", "", "mark of a store or restaurant"),
    _row(Form.FLAG, "soil_grown_without_roots", "", "mark of soil-grown sprouts cut without roots"),
)


def _lot(paragraph: str) -> tuple[Kde, ...]:
    return (
        _row(C, "tlc", paragraph, "traceability lot code"),
        _row(T, "gtin", paragraph, "GTIN"),
        _row(T, "lot", paragraph, "lot number"),
    )


def _amount(paragraph: str, suffix: str = "") -> tuple[Kde, ...]:
    return (
        _row(Q, f"quantity{suffix}", paragraph, "quantity"),
        _row(U, f"unit_of_measure{suffix}", paragraph, "unit of measure"),
        _row(T, "unit_raw", paragraph, "unit as recorded"),
        _row(Form.CONTENT, "unit_content", paragraph, "content of one unit"),
    )


def _papers(paragraph: str) -> tuple[Kde, ...]:
    return (_row(Form.DOCUMENTS, "reference_documents", paragraph, "reference documents"),)


def _source(paragraph: str, *, stated: bool) -> tuple[Kde, ...]:
    label = "traceability lot code source"
    reference = _row(Form.REFERENCE, "tlc_source_reference", paragraph, f"{label} reference")
    source = _row(L, "tlc_source", paragraph, label)
    return (source, reference) if stated else (reference, source)


_RECIPIENT = "immediate_subsequent_recipient"

HARVESTING = (
    _row(L, _RECIPIENT, "(a)(1)(i)", "immediate subsequent recipient"),
    _row(T, "commodity", "(a)(1)(ii)", "commodity"),
    _row(T, "variety", "(a)(1)(ii)", "variety"),
    *_amount("(a)(1)(iii)"),
    _row(L, "harvest_farm", "(a)(1)(iv)", "farm where the food was harvested"),
    _row(T, "growing_area_name", "(a)(1)(v)", "name of the field or growing area"),
    _row(T, "aquaculture_container_name", "(a)(1)(vi)", "name of the pond, pool, tank or cage"),
    _row(D, "harvest_date", "(a)(1)(vii)", "harvest date"),
    *_papers("(a)(1)(viii)"),
    _row(T, "harvester_business_name", "(a)(2)", "harvester's business name"),
    _row(P, "harvester_phone", "(a)(2)", "harvester's phone number"),
    *_lot(""),
)

COOLING = (
    _row(L, _RECIPIENT, "(b)(1)(i)", "immediate subsequent recipient"),
    _row(T, "commodity", "(b)(1)(ii)", "commodity"),
    _row(T, "variety", "(b)(1)(ii)", "variety"),
    *_amount("(b)(1)(iii)"),
    _row(L, "cooling_location", "(b)(1)(iv)", "place where the food was cooled"),
    _row(D, "cooling_date", "(b)(1)(v)", "date of cooling"),
    _row(L, "harvest_farm", "(b)(1)(vi)", "farm where the food was harvested"),
    *_papers("(b)(1)(vii)"),
    *_lot(""),
)

_RECEIVED_AMOUNT = (
    _row(T, "commodity_received", "(1)", "commodity received"),
    _row(T, "variety_received", "(1)", "variety received"),
    _row(D, "received_date", "(2)", "date received"),
    _row(Q, "quantity_received", "(3)", "quantity received"),
    _row(U, "unit_of_measure_received", "(3)", "unit of measure received"),
)
RECEIVED = (
    *_RECEIVED_AMOUNT,
    _row(L, "harvest_farm", "(4)", "farm where the food was harvested"),
    _row(T, "growing_area_name", "(5)", "name of the field or growing area"),
    _row(T, "aquaculture_container_name", "(6)", "name of the pond, pool, tank or cage"),
    _row(T, "harvester_business_name", "(7)", "harvester's business name"),
    _row(P, "harvester_phone", "(7)", "harvester's phone number"),
    _row(D, "harvest_date", "(8)", "harvest date"),
    _row(L, "cooling_location", "(9)", "place where the food was cooled"),
    _row(D, "cooling_date", "(10)", "date of cooling"),
)
# Inside the list the unit's companions carry their short names; flat in the event they are the packed ones.
RECEIVED_ITEM = (
    *RECEIVED,
    _row(T, "unit_raw", "(3)", "unit as recorded"),
    _row(Form.CONTENT, "unit_content", "(3)", "content of one unit"),
)


def _packed(first: int, letter: str) -> tuple[Kde, ...]:
    """The packed half of a packing record, whose first data element stands in paragraph `first`."""
    p = [f"({letter})({n})" for n in range(first, first + 6)]
    return (
        *_lot(p[0]),
        _row(F, "product", p[1], "description of the packed product"),
        *_amount(p[2], "_packed"),
        _row(L, "packing_location", p[3], "place where the food was packed"),
        *_source(p[3], stated=False),
        _row(D, "packing_date", p[4], "packing date"),
        *_papers(p[5]),
    )


def _under(letter: str, rows: tuple[Kde, ...]) -> tuple[Kde, ...]:
    return tuple(Kde(k.field, k.form, f"({letter}){k.paragraph}", k.label) for k in rows)


_RECEIVED_LIST = (_row(Form.RECEIVED, "received", "(a)(1)-(10)", "food received"),)

INITIAL_PACKING = (*_under("a", RECEIVED), *_RECEIVED_LIST, *_packed(11, "a"))

SEEDS = (
    _row(L, "seed_grower_location", "(b)(1)", "grower of the seeds"),
    _row(D, "seed_harvest_date", "(b)(1)", "harvest date of the seeds"),
    _row(L, "seed_conditioner_location", "(b)(2)", "seed conditioner or processor"),
    _row(T, "seed_conditioner_lot_code", "(b)(2)", "lot code of the seed conditioner"),
    _row(D, "seed_conditioning_date", "(b)(2)", "date the seeds were conditioned"),
    _row(L, "seed_packinghouse_location", "(b)(3)", "seed packinghouse"),
    _row(D, "seed_packing_date", "(b)(3)", "date the seeds were packed"),
    _row(T, "seed_packinghouse_lot_code", "(b)(3)", "lot code of the seed packinghouse"),
    _row(L, "seed_repacker_location", "(b)(3)", "seed repacker"),
    _row(D, "seed_repacking_date", "(b)(3)", "date the seeds were repacked"),
    _row(T, "seed_repacker_lot_code", "(b)(3)", "lot code of the seed repacker"),
    _row(L, "seed_supplier_location", "(b)(4)", "seed supplier"),
    _row(T, "seed_supplier_master_lot_code", "(b)(4)", "master lot code of the seed supplier"),
    _row(T, "seed_supplier_sub_lot_code", "(b)(4)", "sub-lot code of the seed supplier"),
    _row(T, "sprouter_seed_lot_code", "(b)(4)", "the sprouter's own seed lot code"),
    _row(T, "seed_type_or_taxonomic_name", "(b)(5)", "type or taxonomic name of the seeds"),
    _row(T, "seed_growing_specifications", "(b)(5)", "growing specifications of the seeds"),
    _row(T, "seed_packaging_type", "(b)(5)", "type of packaging of the seeds"),
    _row(T, "seed_antimicrobial_treatment", "(b)(5)", "antimicrobial treatment of the seeds"),
    _row(D, "seed_receipt_date", "(b)(6)", "date the seeds were received"),
)

INITIAL_PACKING_SPROUTS = (*INITIAL_PACKING, *SEEDS)

_EXEMPT_SOURCE = (_row(L, "source_location", "(c)(4)", "person the food was received from"),)

INITIAL_PACKING_EXEMPT_SOURCE = (
    *_under("c", _RECEIVED_AMOUNT),
    *_RECEIVED_LIST,
    *_EXEMPT_SOURCE,
    *_packed(5, "c"),
)

FIRST_LAND_BASED_RECEIVING = (
    *_lot("(a)"),
    _row(T, "species_or_market_name", "(b)", "species or market name"),
    _row(F, "product", "(b)", "product description"),
    *_amount("(c)"),
    _row(D, "harvest_date_start", "(d)", "first harvest date of the trip"),
    _row(D, "harvest_date_end", "(d)", "last harvest date of the trip"),
    _row(Form.HARVEST_LOCATIONS, "harvest_locations", "(d)", "harvest locations"),
    _row(L, "first_receiver_location", "(e)", "first land-based receiver"),
    *_source("(e)", stated=False),
    _row(D, "landing_date", "(f)", "date landed"),
    *_papers("(g)"),
)

SHIPPING = (
    *_lot("(a)(1)"),
    *_amount("(a)(2)"),
    _row(F, "product", "(a)(3)", "product description"),
    _row(L, "ship_to_location", "(a)(4)", "immediate subsequent recipient"),
    _row(L, "ship_from_location", "(a)(5)", "place the food was shipped from"),
    _row(D, "ship_date", "(a)(6)", "date shipped"),
    *_source("(a)(7)", stated=True),
    *_papers("(a)(8)"),
)

RECEIVING = (
    *_lot("(a)(1)"),
    *_amount("(a)(2)"),
    _row(F, "product", "(a)(3)", "product description"),
    _row(L, "immediate_previous_source", "(a)(4)", "immediate previous source"),
    _row(L, "receiving_location", "(a)(5)", "place where the food was received"),
    _row(D, "received_date", "(a)(6)", "date received"),
    *_source("(a)(7)", stated=True),
    *_papers("(a)(8)"),
)

RECEIVING_EXEMPT_SOURCE = (
    *_lot("(b)(1)"),
    *_amount("(b)(2)"),
    _row(F, "product", "(b)(3)", "product description"),
    _row(L, "immediate_previous_source", "(b)(4)", "immediate previous source"),
    _row(L, "receiving_location", "(b)(5)", "place where the food was received"),
    *_source("(b)(5)", stated=False),
    _row(D, "received_date", "(b)(6)", "date received"),
    *_papers("(b)(7)"),
)

INPUT_ITEM = (
    _row(C, "input_tlc", "(a)(1)(i)", "traceability lot code of the food used"),
    _row(T, "gtin", "(a)(1)(i)", "GTIN"),
    _row(T, "lot", "(a)(1)(i)", "lot number"),
    _row(F, "input_product", "(a)(1)(ii)", "description of the food used"),
    _row(Q, "input_quantity_used", "(a)(1)(iii)", "quantity used"),
    _row(U, "input_unit_of_measure", "(a)(1)(iii)", "unit of measure of the quantity used"),
    _row(T, "unit_raw", "(a)(1)(iii)", "unit as recorded"),
    _row(Form.CONTENT, "unit_content", "(a)(1)(iii)", "content of one unit"),
    _row(L, "tlc_source", "", "traceability lot code source of the food used"),
)

TRANSFORMATION = (
    _row(Form.INPUTS, "inputs", "(a)(1)", "food used"),
    *_lot("(a)(2)(i)"),
    _row(L, "transformation_location", "(a)(2)(ii)", "place of the transformation"),
    *_source("(a)(2)(ii)", stated=False),
    _row(D, "transformation_date", "(a)(2)(iii)", "date the transformation was completed"),
    _row(F, "product", "(a)(2)(iv)", "description of the new product"),
    *_amount("(a)(2)(v)"),
    *_papers("(a)(2)(vi)"),
)

TRANSFORMATION_UNPACKED_RAC = (*INITIAL_PACKING, *_EXEMPT_SOURCE, *SEEDS)
