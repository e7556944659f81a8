"""What written agreements bear on: each other, and the food between their two parties."""

from collections.abc import Iterable

from engine.clock import epoch_day
from engine.findings.told import Told
from engine.fsma.other import agreements
from engine.graph import Transaction


def touched(tx: Transaction, found: Iterable[tuple[Told, Iterable[str]]]) -> tuple[set[int], set[int]]:
    """Numbers of the agreements and of the lots that may be judged otherwise. found: touched ones with their lanes."""
    found = [(told, lane) for told, lanes in found for lane in lanes if lane]
    if not found:
        return set(), set()
    records = tx.run("findings/agreed", lanes=sorted({lane for _, lane in found}))
    lots: set[int] = set()
    for told, agreed in found:
        said, until = told.record, agreements.last_day(told.record)
        if until is None or said.effective_date is None or not agreements.holds(said, min(said.effective_date, until)):
            continue
        moved = agreed.partition(":")[2]
        lots.update(tx.one("findings/lots_agreed", lane=moved, plant=int(moved.partition(">")[2]),
                           first=epoch_day(said.effective_date), last=epoch_day(until))["lots"])
    return {no for row in records for no in row["records"]}, lots
