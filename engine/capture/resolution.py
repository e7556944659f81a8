"""From records to lots: which clues tie records together, and which lots each of them means."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engine.capture.flows import (
    COOLED_WITHIN_DAYS,
    LotRef,
    Resolved,
    Statement,
    cooled_crops,
    harvested_crop,
)
from engine.capture.lots import Anchor, Mention, Use, ambiguous, anchors, used
from engine.capture.places import plain
from engine.fsma.cte_types import CteType
from engine.fsma.other.records import OneUpOneBack, OtherRecord
from engine.fsma.tlc import LotCode

_LOT_PLACES = ("ship_from_location", "ship_to_location", "immediate_previous_source", "receiving_location",
               "packing_location", "first_receiver_location", "transformation_location", "previous_source", "location",
               "next_recipient")
_NAMED_ONLY = ("immediate_subsequent_recipient", "source_location", "shipper", "receiver")


@dataclass(frozen=True)
class Clues:
    """Keys under which records that bear on one another meet. gives: this record is evidence for others.
    depends: what others say under these keys decides which lots this record means."""

    gives: frozenset[str] = frozenset()
    depends: frozenset[str] = frozenset()


def clues(statement: Statement) -> Clues:
    """The clues of one record: codes without a GTIN, and crops by farm, commodity and day."""
    record = statement.record
    gives: set[str] = set()
    named_only = _NAMED_ONLY
    if isinstance(record, OtherRecord):
        gives.update(told_clue(code.match) for code in record.told_codes)
        named_only += ("previous_source", "location", "next_recipient")  # without a lot code nothing flows to them
    depends = {party_clue(statement.places[role]) for role in named_only if role in statement.places}
    if record.cte_type is CteType.COOLING:
        farm = statement.places.get("harvest_farm")
        days = (record.on - timedelta(days=back) for back in range(COOLED_WITHIN_DAYS + 1))
        depends.update(_crop_clue(farm, record.commodity, day) for day in days)
    if record.cte_type is CteType.HARVESTING:
        gives.add(_crop_clue(statement.places.get("harvest_farm"), record.commodity, record.harvest_date))
    for role, block in statement.blocks():
        for day in (block.harvest_date, block.cooling_date):
            if day:
                gives.add(_crop_clue(statement.places.get(f"{role}harvest_farm"), block.commodity_received, day))
        if f"{role}harvest_farm" not in statement.places and f"{role}cooling_location" in statement.places:
            depends.add(party_clue(statement.places[f"{role}cooling_location"]))
    code = _code(statement)
    if code and not _keyed(code):
        gives.add(f"tlc:{code.match}")
        depends.add(f"tlc:{code.match}")
    depends.update(f"tlc:{c.match}" for _, c in _input_codes(statement) if not _keyed(c))
    return Clues(frozenset(gives), frozenset(depends))


def resolve(targets: Iterable[Statement], evidence: Iterable[Statement]) -> tuple[dict[str, Resolved], set[str]]:
    """The lots of each target, by record key, and the targets whose TLC source stays open among several.

    evidence: every standing record that gives a clue a target depends on. A target that stands no longer is judged
    by the evidence of the others, and is none itself.
    """
    evidence = list(evidence)
    spoken: dict[str, list[Mention]] = defaultdict(list)
    for statement in evidence:
        if mention := _mention(statement):
            spoken[_code(statement).match].append(mention)
    lots_of = {match: anchors(mentions) for match, mentions in spoken.items()}
    unclear = {record for mentions in spoken.values() for record in ambiguous(mentions)}
    at_farm = _by_farm(evidence)
    found: dict[str, Resolved] = {}
    for target in targets:
        found[target.key] = Resolved(
            _lot(target, spoken, lots_of),
            {i: _input_lots(target, i, code, spoken, lots_of) for i, code in _input_codes(target)},
            cooled_crops(target, at_farm[target.places.get("harvest_farm")])
            if target.record.cte_type is CteType.COOLING else (),
        )
    return found, unclear & found.keys()


def _by_farm(evidence: Iterable[Statement]) -> dict[int | None, list[Statement]]:
    """Records that tell of crops, by the farms they name; a large document holds many of both."""
    found: dict[int | None, list[Statement]] = defaultdict(list)
    for statement in evidence:
        if statement.record.cte_type is CteType.HARVESTING:
            farms = {statement.places.get("harvest_farm")}
        else:
            farms = {statement.places.get(f"{role}harvest_farm") for role, _ in statement.blocks()}
        for farm in farms:
            found[farm].append(statement)
    return found


def _lot(target: Statement, spoken: dict[str, list[Mention]], lots_of: dict[str, dict[str, Anchor]]) -> LotRef | None:
    if target.record.cte_type is CteType.HARVESTING:
        return harvested_crop(target)
    if target.record.cte_type is CteType.COOLING:
        return None
    code = _code(target)
    if code is None and isinstance(target.record, OtherRecord):
        return None
    if code is None:
        return LotRef(f"event:{target.key}", "provisional")
    if _keyed(code):
        return _keyed_lot(code)
    anchor = lots_of.get(code.match, {}).get(target.key)
    if anchor is None:
        anchor = anchors([*spoken.get(code.match, ()), _mention(target)])[target.key]
    return _anchored_lot(code, anchor)


def _input_lots(target: Statement, i: int, code: LotCode, spoken: dict[str, list[Mention]],
                lots_of: dict[str, dict[str, Anchor]]) -> list[LotRef]:
    if _keyed(code):
        return [_keyed_lot(code)]
    use = Use(target.key, target.places.get(f"inputs[{i}].tlc_source"), target.places.get("transformation_location", 0),
              target.recorder)
    return [_anchored_lot(code, a) for a in used(use, spoken.get(code.match, ()), lots_of.get(code.match, {}))]


def _mention(statement: Statement) -> Mention | None:
    code = _code(statement)
    if code is None or _keyed(code):
        return None
    places = frozenset(statement.places[role] for role in _LOT_PLACES if role in statement.places)
    return Mention(statement.key, statement.source, places, statement.recorder, statement.record.refers_to_source)


def _code(statement: Statement) -> LotCode | None:
    if statement.record.cte_type in (CteType.HARVESTING, CteType.COOLING):
        return None
    if isinstance(statement.record, OtherRecord) and not isinstance(statement.record, OneUpOneBack):
        return None
    return statement.record.lot_code


def _input_codes(statement: Statement) -> list[tuple[int, LotCode]]:
    inputs = getattr(statement.record, "inputs", ()) or ()
    return [(i, used.lot_code) for i, used in enumerate(inputs) if used.lot_code]


def _keyed(code: LotCode) -> bool:
    return code.is_pair


def _keyed_lot(code: LotCode) -> LotRef:
    return LotRef(code.match, "packed", code.match, code.gtin, code.lot)


def _anchored_lot(code: LotCode, anchor: Anchor) -> LotRef:
    if anchor.provisional:
        return LotRef(f"{code.match}~{anchor.place}", "provisional", code.match)
    return LotRef(f"{code.match}@{anchor.place}", "packed", code.match, source=anchor.place)


def told_clue(match: str) -> str:
    """The clue of records beside the critical tracking events that tell something about a lot code."""
    return f"told:{match}"


def party_clue(place: int) -> str:
    """The clue of records that name a place nothing of theirs flows to; who operates it decides who may see them."""
    return f"party:{place}"


def _crop_clue(farm: int | None, commodity: str | None, day: date) -> str:
    return f"crop:{farm}:{plain(commodity)}:{day}"
