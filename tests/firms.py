"""Firms of the worked example as organizations that capture records of their own."""

import json
from typing import Any

from engine.assembly import Engine
from engine.capture.answers import CaptureAnswer
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Role
from tests.exportable import Firm, firm
from tests.worked_example import BY_ID, LOCATIONS

GTIN = "19521003000319"


def join(engine: Engine, place: str) -> Firm:
    """The firm at a place of the worked example, which it registers."""
    found = firm(engine, LOCATIONS[place]["business_name"])
    engine.capture.register_place(found.organization, LocationDescription(**LOCATIONS[place]))
    return found


def caller(found: Firm, role: Role = Role.MANAGER) -> Caller:
    return Caller(found.organization, role, "test")


def event(of: str, lot_number: str | None = None, **changes: Any) -> dict[str, Any]:
    """An event of the worked example, changed; of another lot of its GTIN where a lot number is given."""
    changed = {**BY_ID[of], **changes}
    if lot_number:
        changed["tlc"] = f"(01){GTIN}(10){lot_number}"
        changed.pop("tlc_source_reference", None)
    return changed


def capture(engine: Engine, recorder: Firm, *events: dict[str, Any]) -> CaptureAnswer:
    """Capture events as records of one firm; every one must be accepted."""
    answer = engine.capture.capture_json(caller(recorder), json.dumps({"events": events}).encode())
    assert answer.quarantined == 0, answer.findings
    return answer


def lot_of(answer: CaptureAnswer) -> str:
    """The id of the only lot a document speaks of."""
    only, = answer.lots
    return only.lot_id
