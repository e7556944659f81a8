"""What shippers and receivers say of the same movements (V-X-01 to V-X-04, V-X-15)."""

from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import groupby, islice

from engine.clock import from_epoch_day
from engine.findings.noted import Noted, gap
from engine.findings.told import Story, Told, World, called, names, reached, same_words
from engine.fsma import masses
from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.other.agreements import paragraph

ZONES = 1  # days a receipt may lie before its shipment, because the two ends keep their own calendars
_NEAR = 1e-6
# Shipments of one amount that a receipt is compared with; on a lane with more their order is as good.
_COMPARED = 50

Amount = tuple[str | None, float]


def judge(story: Story, world: World) -> Iterator[Noted]:
    """Every lane of the lot: pairs that differ, and sides that are missing."""
    lanes = sorted((t for t in story.moves if t.lane), key=lambda t: t.lane)
    for lane, told in groupby(lanes, key=lambda t: t.lane):
        moves = sorted(told, key=lambda t: t.rank)
        shipped = [t for t in moves if t.cte_type is CteType.SHIPPING]
        received = [t for t in moves if t.cte_type is not CteType.SHIPPING]
        if lane[0] == lane[1] or any(_same_address(t) for t in moves):
            yield from _not_moved(moves)
            continue
        pairs, unreceived, unshipped = match(shipped, received)
        for shipment, receipt in pairs:
            if _other_containers([shipment], [receipt]):
                yield _other_unit(receipt, [shipment], [receipt], (shipment,))
        if unreceived and unshipped:
            came, later = _until(unreceived, unshipped[-1].on + ZONES)
            yield from _amounts(came, unshipped)
            pairs += list(zip(came, unshipped, strict=False))
            yield from _unreceived(later, story, world)
        else:
            yield from _unreceived(unreceived, story, world)
            yield from _unshipped(unshipped, world)
        for shipment, receipt in pairs:
            yield from _differences(shipment, receipt)


def match(shipped: list[Told], received: list[Told]) -> tuple[list[tuple[Told, Told]], list[Told], list[Told]]:
    """Pairs of a shipment and its receipt on one lane, and what is left on either side.

    Equal amounts pair first, the nearest dates before others; then those of which one side names no amount.
    """
    pairs: list[tuple[Told, Told]] = []
    gone: set[Told] = set()
    by_amount: dict[Amount, deque[Told]] = defaultdict(deque)
    for shipment in shipped:
        for amount in _amounts_of(shipment):
            by_amount[amount].append(shipment)
    waiting = [r for r in received
               if not _pair(r, [by_amount[a] for a in _amounts_of(r) if a in by_amount], pairs, gone)]
    everything = deque(s for s in shipped if s not in gone)
    untold = deque(s for s in everything if s.moved.quantity is None)
    waiting = [r for r in waiting if not _pair(r, [everything if r.moved.quantity is None else untold], pairs, gone)]
    return pairs, [s for s in shipped if s not in gone], waiting


def _pair(receipt: Told, lists: list[deque[Told]], pairs: list[tuple[Told, Told]], gone: set[Told]) -> bool:
    """Pair a receipt with the nearest of the first shipments that are left; whether there was one."""
    fits: list[Told] = []
    for shipments in lists:
        while shipments and shipments[0] in gone:
            shipments.popleft()
        fits += islice((s for s in shipments if s not in gone), _COMPARED)
    if fits:
        best = min(fits, key=lambda s: (abs(receipt.on - s.on), s.rank))
        gone.add(best)
        pairs.append((best, receipt))
    return bool(fits)


def _amounts_of(told: Told) -> list[Amount]:
    """An amount as it is written, and as a mass where it can be weighed."""
    quantity, unit = told.moved.quantity, told.moved.unit
    if quantity is None:
        return []
    mass = told.kilograms(quantity, unit)
    return [(unit, quantity)] if mass is None else [(unit, quantity), ("kilograms in all", round(mass, 6))]


def _until(shipments: list[Told], day: int) -> tuple[list[Told], list[Told]]:
    """What can have come by a day and what left later; all of it and nothing where all of it left later."""
    came = [s for s in shipments if s.on <= day]
    return (came, [s for s in shipments if s.on > day]) if came else (shipments, [])


def _amounts(shipped: list[Told], received: list[Told]) -> Iterator[Noted]:
    """What is left on both sides does not add up (V-X-03)."""
    last, others = received[-1], (*shipped, *received[:-1])
    units, near = {t.moved.unit for t in (*shipped, *received)}, _NEAR
    out, into = _total(shipped), _total(received)
    if len(units) > 1:
        if _other_containers(shipped, received) or None in (weights := (_mass(shipped), _mass(received))):
            yield _other_unit(last, shipped, received, others)
            return
        out, into = (round(mass, 3) for mass in weights)
        units, near = {"kilogram"}, masses.ROUNDED
    if abs(out - into) > near * max(out, into):
        unit = next(iter(units)) or ""
        yield Noted("V-X-03", last, f"{into:g} {unit} received here, but {out:g} shipped according to "
                    f"{names(shipped)}.".replace("  ", " "),
                    "Ask the other party which count is right; send a correction where this one is wrong.",
                    last.kind.quantity_field, f"{into:g}", others)


def _other_unit(last: Told, shipped: list[Told], received: list[Told], others: tuple[Told, ...]) -> Noted:
    got, sent = (", ".join(sorted({f"by the {t.moved.unit}" if t.moved.unit else "without a unit" for t in side}))
                 for side in (received, shipped))
    return Noted("V-X-03", last, f"Received {got}, but shipped {sent} according to {names(shipped)}.",
                 "Ask the other party which unit is right, or what one unit holds.", last.kind.unit_field,
                 last.moved.unit, others)


def _other_containers(shipped: list[Told], received: list[Told]) -> bool:
    """Cases here and bins there. A packaging size tells what one package holds, and is none of two kinds of them."""
    sides = [{t.moved.unit for t in side if not getattr(t.record, "unit_content", None)} & masses.CONTAINERS
             for side in (shipped, received)]
    return all(sides) and sides[0] != sides[1]


def _total(side: list[Told]) -> float:
    return sum(t.moved.quantity for t in side)


def _mass(side: list[Told]) -> float | None:
    weights = [t.kilograms(t.moved.quantity, t.moved.unit) for t in side]
    return None if None in weights else sum(weights)


def _differences(shipment: Told, receipt: Told) -> Iterator[Noted]:
    """A matched pair whose product or lot code source differ (V-X-03), or whose dates cannot be (V-X-04)."""
    sent, got = shipment.record, receipt.record
    if sent.food_name and got.food_name and not same_words(sent.food_name, got.food_name):
        yield Noted("V-X-03", receipt, f"The product received is called otherwise in the shipment "
                    f"{shipment.event_id}: “{sent.food_name}”.", "Ask the shipper what was in the cases.",
                    "product.product_name", got.food_name, (shipment,))
    both = None not in (shipment.source, receipt.source) and not (sent.refers_to_source or got.refers_to_source)
    if both and shipment.source != receipt.source:
        yield Noted("V-X-03", receipt, f"The shipment {shipment.event_id} names another traceability lot code source: "
                    f"{called(sent.stated_source)}.", "Ask the shipper where the lot code was assigned.",
                    "tlc_source", called(got.stated_source), (shipment,))
    if receipt.on < shipment.on - ZONES:
        yield Noted("V-X-04", receipt, f"Received on {receipt.day}, but shipped on {shipment.day} according to "
                    f"{shipment.event_id}.", "Check both dates.", receipt.kind.date_field, receipt.day, (shipment,))


def _unreceived(shipments: list[Told], story: Story, world: World) -> Iterator[Noted]:
    """Shipments nobody confirms, once they are old enough and the recipient keeps records here (V-X-01, V-X-15)."""
    for told in shipments:
        target = told.lane[1]
        elsewhere = [r for r in story.receipts if r.place == target and r.lane is None and r.on >= told.on - ZONES]
        own = _one_firm(told, world)
        if elsewhere or not (own or world.place(target).reports):
            continue
        if told.on + world.days >= world.today:
            world.waits_until(told.on + world.days + 1)
            continue
        rule = "V-X-15" if own else "V-X-01"
        recipient = told.record.ship_to_location
        until = from_epoch_day(told.on + world.days).isoformat()
        missing, hint = f"No receipt at {called(recipient)} is recorded by {until}", (
            f"Ask {reached(recipient)} whether it arrived." if not own else "Record the receipt at your other place.")
        if agreed := world.agreement(told.lane, told.on):
            yield _not_owed(rule, told, missing, hint, "ship_to_location", called(recipient), agreed)
        else:
            yield gap(rule, told, f"{missing}.", hint, "ship_to_location", called(recipient))


def _unshipped(receipts: list[Told], world: World) -> Iterator[Noted]:
    """Receipts no shipment explains (V-X-02, V-X-15); nobody exempt owes one."""
    for told in receipts:
        if told.cte_type is CteType.RECEIVING_EXEMPT_SOURCE:
            continue
        own = _one_firm(told, world)
        source = told.record.immediate_previous_source
        about = ("immediate_previous_source", called(source))
        missing = f"No shipment from {called(source)} is recorded"
        asked = f"Ask {reached(source)} for the shipping record; check the lot code and the sender."
        if agreed := world.agreement(told.lane, told.on):
            yield _not_owed("V-X-15" if own else "V-X-02", told, missing, asked, *about, agreed)
        elif own:
            yield gap("V-X-15", told, f"{missing}.", "Record the shipment at your other place.", *about)
        elif world.place(told.lane[0]).reports:
            yield gap("V-X-02", told, f"{missing}.", asked, *about)
        else:
            yield gap("V-X-02", told, f"{missing}: the sender keeps no records here.",
                      f"Nothing to do; ask {reached(source)} for its shipping record if you need it.", *about,
                      owed=False)


def _not_owed(rule: str, told: Told, missing: str, asked: str, field: str, value: str, agreed: Told) -> Noted:
    """A side that is missing of food under a written agreement (21 CFR 1.1305(d)(6), (h)(2))."""
    return gap(rule, told, f"{missing}; under the written agreement {agreed.event_id} none is owed (21 CFR "
               f"{paragraph(agreed.record)}).", f"Nothing to do if the agreement is about this food. If not: {asked}",
               field, value, (agreed,), owed=False)


def _ends(told: Told) -> tuple[LocationDescription | None, LocationDescription | None]:
    record = told.record
    if told.cte_type is CteType.SHIPPING:
        return record.ship_from_location, record.ship_to_location
    return record.immediate_previous_source, record.receiving_location


def _one_firm(told: Told, world: World) -> bool:
    operators = [world.place(no).operator for no in told.lane]
    if None not in operators:
        return operators[0] == operators[1]
    one, other = _ends(told)
    return bool(one and other and one.business_name and same_words(one.business_name, other.business_name))


def _same_address(told: Told) -> bool:
    one, other = _ends(told)
    if not (one and other and one.business_name and one.street_address):
        return False
    return (same_words(one.business_name, other.business_name)
            and same_words(one.street_address, other.street_address)
            and same_words(one.postal_code, other.postal_code))


def _not_moved(moves: list[Told]) -> Iterator[Noted]:
    for told in moves:
        yield Noted("V-X-15", told, "Both ends are one firm's, at one address: moving food about a place is no "
                    "critical tracking event.", "Nothing to do; the record is kept as a movement.", severity="info")
