"""Small stories for the rules between records: each in a world of its own, so that many fit into one document."""

from dataclasses import dataclass, field
from typing import Any

from engine.fsma import gs1
from tests.judging import LEFT_OUT, event
from tests.worked_example import LOCATIONS, PRODUCTS

Event = dict[str, Any]
_GLNS = {place["gln"]: index for index, place in enumerate(LOCATIONS.values()) if place.get("gln")}
_CODES = ("tlc", "input_tlc", "lot")


@dataclass(frozen=True)
class Story:
    """What is captured, and which findings of one rule it has: pairs of severity and event id."""

    rule: str
    name: str
    events: list[Event]
    found: set[tuple[str, str]] = field(default_factory=set)


def apart(part: Any, n: int) -> Any:
    """An event, or a part of one, moved to world `n`: other places, lots and event ids of the same shape."""
    if isinstance(part, list):
        return [apart(item, n) for item in part]
    if not isinstance(part, dict):
        return part
    moved = {key: _moved(key, value, n) for key, value in part.items()}
    if moved.get("type") == "gs1_digital_link":
        moved["value"] += f"-{n}"
    if moved.get("type") == "gln":
        moved["value"] = _gln(moved["value"], n)
    return moved


def _moved(key: str, value: Any, n: int) -> Any:
    if value is None:
        return None
    match key:
        case "gln":
            return _gln(value, n)
        case "business_name":
            return f"{value} {n}"
        case "phone":
            return value.replace(" 555 ", f" {200 + n} ")
        case "postal_code":
            return f"{(int(value) * 97 + n * 7919) % 100_000:05}"
        case "event_id" | "supersedes_event_id":
            return f"{value}#{n}"
        case _ if key in _CODES:
            return f"{value}-{n}"
    return apart(value, n)


def _gln(value: str, n: int) -> str:
    return gs1.with_check_digit(f"9529{n:03}{_GLNS[value]:05}") if value in _GLNS else value


def at(place: str, **changes: Any) -> Event:
    """A place of the worked example, changed."""
    found = {**LOCATIONS[place], **changes}
    return {part: value for part, value in found.items() if value is not LEFT_OUT and value is not None}


def used(code: str, product: str, quantity: float = 5) -> Event:
    """An input of a transformation."""
    return {"input_tlc": code, "input_product": PRODUCTS[product], "input_quantity_used": quantity,
            "input_unit_of_measure": "case"}


def agreement(event_id: str, **changes: Any) -> Event:
    """A written agreement that its receiver applies a kill step, signed and in force in September 2026."""
    said = {"event_id": event_id, "record_type": "written_agreement", "shipper": at("L04"), "receiver": at("L06"),
            "kind": "kill_step", "effective_date": "2026-01-01", "printed_names": ["A. Mesa", "P. Fork"],
            "signatures": ["A. Mesa", "P. Fork"], "substance": "The receiver cooks the food.", "renew_by": "2027-01-01"}
    return {key: value for key, value in {**said, **changes}.items() if value is not LEFT_OUT}


__all__ = ["LEFT_OUT", "Story", "agreement", "apart", "at", "event", "used"]
