"""Food off a fishing vessel (V-SEA-01 to V-SEA-03)."""

from engine.fsma.rules.case import Case


def species(case: Case) -> None:
    """Species or market name, or for packaged food its description (V-SEA-01)."""
    if case.record.species_or_market_name is None and case.record.product is None:
        message = "Neither species, market name nor a product description is given."
        hint = "Ask for the species, for example Haddock (Melanogrammus aeglefinus)."
        case.note("V-SEA-01", "species_or_market_name", message, hint)


def trip(case: Case) -> None:
    """Harvest begins before it ends, and before the landing (V-SEA-02)."""
    start, end, landed = case.record.harvest_date_start, case.record.harvest_date_end, case.record.landing_date
    hint = "Ask for the dates of the fishing trip."
    if start and end and end < start:
        case.note("V-SEA-02", "harvest_date_end", "The harvest ended before it began.", hint, end)
    if start and landed and landed < start:
        case.note("V-SEA-02", "landing_date", "The food was landed before its harvest began.", hint, landed)


def harvest_locations(case: Case) -> None:
    """Catch areas, each with the standard it is coded in (V-SEA-03)."""
    if not case.record.harvest_locations:
        hint = "Ask where it was caught, as an FAO area or NMFS ocean geographic code."
        case.note("V-SEA-03", "harvest_locations", "No harvest location is named.", hint)
    for index, area in enumerate(case.record.harvest_locations):
        path = f"harvest_locations[{index}]"
        if area.standard is None:
            message = "A harvest location does not say which standard its code is of."
            case.note("V-SEA-03", f"{path}.standard", message, "Name it, for example FAO or NMFS.", area.code)
        if area.code is None:
            message, hint = "A harvest location lacks its code.", "Ask for the area."
            case.note("V-SEA-03", f"{path}.code", message, hint, area.standard)
