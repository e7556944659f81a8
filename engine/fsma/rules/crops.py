"""Crops before packing, and what packers received (V-DOC-04, V-HAR-01, V-PCK-01, V-PCK-02)."""

from engine.fsma import ftl
from engine.fsma.packing import Received
from engine.fsma.rules.case import Case
from engine.fsma.rules.general import missing


def commodity(case: Case) -> None:
    """Before packing there is no lot code: without the commodity nobody can say which food it was (V-DOC-04)."""
    if case.record.commodity is None:
        message = "The commodity is missing, and before packing there is no lot code to know the food by."
        case.note("V-DOC-04", "commodity", message, "Ask which crop it was.")
    if case.kind.cte_type == "cooling" and case.record.harvest_farm is None:
        missing(case, "harvest_farm")


def growing_area(case: Case) -> None:
    """Field of a crop, or pond, pool, tank or cage of seafood (V-HAR-01)."""
    record = case.record
    _area(case, "", record.commodity, record.growing_area_name, record.aquaculture_container_name)


def _area(case: Case, path: str, crop: str | None, area: str | None, container: str | None) -> None:
    entry = ftl.recognise(crop) if crop else None
    if area or (container and not (entry and entry.produce)) or (entry and not entry.produce and not entry.aquatic):
        return
    if entry and entry.aquatic:
        field, name = path + "aquaculture_container_name", "pond, pool, tank or cage"
    else:
        field, name = path + "growing_area_name", "field or growing area"
    # "n/a" answers a conditional element, but produce always has a growing area and farmed seafood a container.
    answers = {case.notes.path(path + f) for f in ("growing_area_name", "aquaculture_container_name")}
    if entry is None and case.notes.not_applicable & answers:
        return
    case.note("V-HAR-01", field, f"The name of the {name} is missing.", f"Ask the grower how the {name} is called.")


def received(case: Case) -> None:
    """What came in for packing, from whom, harvested and cooled when (V-PCK-01, V-PCK-02, V-HAR-01, V-DOC-03)."""
    if case.tells_of_seeds_only:
        return
    record = case.record
    exempt = case.kind.cte_type == "initial_packing_exempt_source" or record.source_location is not None
    if exempt and record.source_location is None:
        missing(case, "source_location")
    if not record.received:
        hint = "Ask what was received for packing, from which farm and when."
        case.note("V-DOC-03", "received", "The record does not say what was received for packing.", hint)
    for index, block in enumerate(record.received or (Received(),)):
        path = f"received[{index}]."
        if record.received:
            for field in ("commodity_received", "received_date"):
                if getattr(block, field) is None and not case.unreadable(path + field):
                    missing(case, path + field)
        if not exempt:
            _harvest(case, block, path)


def _harvest(case: Case, block: Received, path: str) -> None:
    case_has_block = bool(case.record.received)
    for field in ("harvest_farm", "harvest_date") if case_has_block else ():
        if getattr(block, field) is None and not case.unreadable(path + field):
            missing(case, path + field)
    if case_has_block:
        _area(case, path, block.commodity_received, block.growing_area_name, block.aquaculture_container_name)
    for field in ("harvester_business_name", "harvester_phone"):
        if getattr(block, field) is None:
            label = case.label(path + field)
            case.note("V-PCK-02", path + field, f"The {label} is missing.", "Ask the harvester, or the cooler.")
    if (block.cooling_location is None) != (block.cooling_date is None):
        field, other = "cooling_location", "cooling_date"
        if block.cooling_date is None:
            field, other = other, field
        message = f"The {case.label(path + other)} is named without the {case.label(path + field)}."
        case.note("V-PCK-01", path + field, message, f"Ask for the {case.label(path + field)}.")
