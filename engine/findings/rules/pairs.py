"""Records of one lane that belong together though they name different lots, or kinds of source (V-X-03, V-X-14)."""

from collections.abc import Iterator

from engine.findings.noted import Noted
from engine.findings.rules.movements import ZONES
from engine.findings.told import MOVES, Told
from engine.fsma.cte_types import CteType
from engine.fsma.text import words

NEAR_DAYS = 14


def mate_key(told: Told) -> str | None:
    """What the two records of one movement have in common when their lot codes differ: lane, food and amount."""
    if told.lane is None or told.moved.quantity is None or told.cte_type not in MOVES:
        return None
    food = words(told.record.food_name)
    if not food:
        return None
    return f"{told.lane[0]}>{told.lane[1]} {told.moved.quantity:g} {told.moved.unit} {food[:200]}"


def strangers(records: list[Told]) -> Iterator[Noted]:
    """Shipment and receipt that agree in all but the lot code (V-X-03).

    records: standing ones with one mate key, of whose own lots the other side is missing.
    """
    alone = sorted(records, key=lambda t: t.rank)
    shipped = [t for t in alone if t.cte_type is CteType.SHIPPING]
    for receipt in (t for t in alone if t.cte_type is CteType.RECEIVING):
        fits = [s for s in shipped if s.lot != receipt.lot and -ZONES <= receipt.on - s.on <= NEAR_DAYS]
        if not fits:
            continue
        best = min(fits, key=lambda s: (abs(receipt.on - s.on), s.rank))
        shipped.remove(best)
        code = getattr(receipt.record, "tlc", None)
        sent = getattr(best.record, "tlc", None)
        if sent:
            said = f"its lot code is {sent}" if code is None else f"its lot code is {sent}, not {code}"
            yield Noted("V-X-03", receipt, f"The shipment {best.event_id} of {best.day} fits in all but the lot code: "
                        f"{said}.", "Compare both with the case label, and correct the record that is wrong.", "tlc",
                        code, (best,))


def lane(latest: dict[CteType, Told]) -> Iterator[Noted]:
    """A supplier that is treated as exempt and as not exempt (V-X-14). latest: last standing record of each kind."""
    exempt = latest.get(CteType.RECEIVING_EXEMPT_SOURCE)
    usual, shipped = latest.get(CteType.RECEIVING), latest.get(CteType.SHIPPING)
    if exempt is None:
        return
    if usual is not None and not usual.is_exempt:
        yield Noted("V-X-14", usual, f"This supplier is recorded as an exempt source in {exempt.event_id}, but as any "
                    "other here.", "Ask the supplier whether it is exempt, and for which food.",
                    "immediate_previous_source", others=(exempt,))
    if shipped is not None:
        yield Noted("V-X-14", exempt, f"The source, recorded as exempt, ships under the rule in {shipped.event_id}.",
                    "Ask the supplier whether it is exempt, and for which food.", "immediate_previous_source",
                    others=(shipped,))
