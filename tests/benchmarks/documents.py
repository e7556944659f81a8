"""The events of a supply network as their recorders would send them: JSON documents of the capture endpoint."""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.clock import from_epoch_day
from tests.benchmarks.places import Place
from tests.benchmarks.supply import Event, Lot

Json = dict[str, Any]
_COMMODITY, _VARIETY = "Leafy greens (fresh)", "Romaine"


def documents(events: Iterable[Event], most: int) -> Iterator[tuple[int, list[Json]]]:
    """Firms with up to `most` of their events at a time, oldest first."""
    waiting: dict[int, list[Json]] = {}
    for event in events:
        sent = waiting.setdefault(event.recorder, [])
        sent.append(event_json(event))
        if len(sent) == most:
            yield event.recorder, waiting.pop(event.recorder)
    yield from sorted(waiting.items())


def event_json(event: Event) -> Json:
    """One event with every key data element of its kind (21 CFR 1.1325 to 1.1350)."""
    return {"event_id": f"EV{event.no:07d}", "cte_type": event.kind,
            "record_owner": {"gln": event.place.gln}, **_KINDS[event.kind](event)}


def short_json(event: Event) -> Json:
    """As much of an event as names its lot, its date and its places, these by their GLN alone."""
    whole = _KINDS[event.kind](event)
    kept = {name: value for name, value in whole.items() if name == "tlc" or name.endswith("_date")}
    places = {name: {"gln": value["gln"]} for name, value in whole.items()
              if isinstance(value, dict) and "gln" in value and name not in ("tlc_source", "product")}
    return {"cte_type": event.kind, **kept, **places}


def tlc(lot: Lot) -> str:
    return f"(01){lot.gtin}(10){lot.number}"


def product(lot: Lot) -> Json:
    mixed = lot.maker.kind == "plant"
    return {
        "product_name": f"{lot.maker.name} {'Garden Blend' if mixed else 'Romaine'}", "brand": lot.maker.name,
        "commodity": "Leafy greens (fresh-cut)" if mixed else _COMMODITY, "variety": _VARIETY, "gtin": lot.gtin,
        "packaging_size": "12 x 10 oz" if mixed else "25 lb", "packaging_style": "Carton",
        "ftl_category": "leafy_greens_fresh_cut" if mixed else "leafy_greens_fresh",
    }  # fmt: skip


def _day(epoch_day: int) -> str:
    return from_epoch_day(epoch_day).isoformat()


def _papers(event: Event, kind: str) -> Json:
    return {"reference_documents": [{"document_type": kind, "document_number": event.paper}]}


def _link(lot: Lot) -> Json:
    value = f"https://id.gs1.org/01/{lot.gtin}/10/{lot.number}"
    return {"tlc_source_reference": {"type": "gs1_digital_link", "value": value}}


def _lot(event: Event) -> Json:
    return {"tlc": tlc(event.lot), "product": product(event.lot), "quantity": event.quantity, "unit_of_measure": "case"}


def _harvesting(event: Event) -> Json:
    return {
        "immediate_subsequent_recipient": event.other.description(), "commodity": _COMMODITY, "variety": _VARIETY,
        "quantity": event.quantity, "unit_of_measure": "bin (400 lb each)", "harvest_farm": event.place.description(),
        "growing_area_name": event.lot.field, "harvest_date": _day(event.day), **_papers(event, "Field tag"),
        "harvester_business_name": event.place.name, "harvester_phone": event.place.phone,
    }  # fmt: skip


def _cooling(event: Event) -> Json:
    return {
        "immediate_subsequent_recipient": event.other.description(), "commodity": _COMMODITY, "variety": _VARIETY,
        "quantity": event.quantity, "unit_of_measure": "bin (400 lb each)",
        "cooling_location": event.place.description(), "cooling_date": _day(event.day),
        "harvest_farm": event.lot.maker.description(), **_papers(event, "Work Order"),
    }  # fmt: skip


def _packing(event: Event) -> Json:
    crops = dict.fromkeys(lot for lot, _ in event.tails)
    return {
        "received": [_block(event, crop) for crop in crops], "tlc": tlc(event.lot), "product": product(event.lot),
        "quantity_packed": event.quantity, "unit_of_measure_packed": "case",
        "packing_location": event.place.description(), "packing_date": _day(event.day), **_link(event.lot),
        **_papers(event, "Production log"),
    }  # fmt: skip


def _block(event: Event, crop: Lot) -> Json:
    return {
        "commodity_received": _COMMODITY, "variety_received": _VARIETY, "received_date": _day(event.day),
        "quantity_received": 1 + crop.no % 60, "unit_of_measure_received": "bin (400 lb each)",
        "harvest_farm": crop.maker.description(), "growing_area_name": crop.field, "harvest_date": _day(crop.made),
        "harvester_business_name": crop.maker.name, "harvester_phone": crop.maker.phone,
        "cooling_location": event.cooled_at.description(), "cooling_date": _day(crop.made),
    }  # fmt: skip


def _transformation(event: Event) -> Json:
    inputs = [{"input_tlc": tlc(lot), "input_product": product(lot), "input_quantity_used": 1 + lot.no % 90,
               "input_unit_of_measure": "case"} for lot, _ in event.tails]
    return {"inputs": inputs, **_lot(event), "transformation_location": event.place.description(),
            "transformation_date": _day(event.day), **_link(event.lot), **_papers(event, "Production log")}


def _moved(event: Event, here: str, there: str, dated: str) -> Json:
    return {**_lot(event), here: event.place.description(), there: _named(event.other).description(),
            dated: _day(event.day), "tlc_source": event.lot.maker.description(), **_link(event.lot),
            **_papers(event, "Bill of Lading")}


def _named(place: Place | None) -> Place:
    if place is None:
        raise ValueError("a movement has two ends")
    return place


_KINDS = {
    "harvesting": _harvesting,
    "cooling": _cooling,
    "initial_packing": _packing,
    "transformation": _transformation,
    "shipping": lambda event: _moved(event, "ship_from_location", "ship_to_location", "ship_date"),
    "receiving": lambda event: _moved(event, "receiving_location", "immediate_previous_source", "received_date"),
}
