"""Places compared with those that look like them (V-X-21)."""

from collections.abc import Iterable, Iterator

import orjson

from engine.findings.noted import Noted
from engine.findings.rules import places
from engine.findings.rules.places import Known
from engine.fsma.descriptions import LocationDescription
from engine.graph import Transaction


def judge(tx: Transaction, touched: Iterable[int]) -> Iterator[tuple[str, list[Noted]]]:
    """A scope for each touched place and for each that looks like one; a pair is told in one of its two scopes."""
    touched = sorted(set(touched))
    before = _alike(tx, touched, 2 * places.MOST_SHARING)
    known = _known(tx, touched)
    tx.run("findings/liken", rows=[
        {"no": no, "keys": sorted({key for place, _ in each.told for key in places.likenesses(place)})}
        for no, each in sorted(known.items())])
    after = _alike(tx, touched, 2 * places.MOST_SHARING)
    judged = sorted({*touched, *(no for others in (*before.values(), *after.values()) for no in others)})
    alike = _alike(tx, judged, places.MOST_SHARING)
    known = _known(tx, {*judged, *(no for others in alike.values() for no in others)})
    for no in judged:
        noted = [each for other in alike.get(no, ()) if no in known and other in known
                 and _first(known[no]) < _first(known[other]) for each in places.near(known[no], known[other])]
        yield f"place:{no}", noted


def _first(known: Known) -> tuple[str, int]:
    return min((place.model_dump_json() for place, _ in known.told), default=""), known.no


def _alike(tx: Transaction, numbers: Iterable[int], most: int) -> dict[int, list[int]]:
    return {row["no"]: sorted(row["others"])
            for row in tx.run("findings/alike", places=sorted(numbers), most=most)}


def _known(tx: Transaction, numbers: Iterable[int]) -> dict[int, Known]:
    return {row["no"]: Known(row["no"], row["id"], tuple(sorted(
        ((LocationDescription(**orjson.loads(t["description"])), frozenset(t["recorders"])) for t in row["told"]),
        key=lambda pair: pair[0].model_dump_json())))
        for row in tx.run("findings/described_at", places=sorted(numbers))}
