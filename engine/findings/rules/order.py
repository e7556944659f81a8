"""Things that happened in an order they cannot have happened in (V-X-05, V-X-06, V-X-16)."""

from collections.abc import Iterator

from engine.clock import epoch_day
from engine.findings.noted import Noted
from engine.findings.told import MOVES, RECEIPTS, Story, Told, World
from engine.fsma.cte_types import CteType

_HINT = "Check the dates of both; ask whoever wrote the other record."


def judge(story: Story, world: World) -> Iterator[Noted]:
    """The lot's own making, its movements, and its way into other lots."""
    for made in story.creations:
        yield from _packing(made)
    if story.kind == "crop":
        yield from _cooling(story)
    elif story.made_on is not None:
        yield from _too_early(story)
    yield from _used_too_early(story)


def _packing(made: Told) -> Iterator[Noted]:
    """Harvest, cooling and receipt before packing, each block for itself (V-X-05)."""
    packed = made.on
    for index, block in enumerate(getattr(made.record, "received", ()) or ()):
        days = {name: epoch_day(day) if (day := getattr(block, name)) else None
                for name in ("harvest_date", "cooling_date", "received_date")}
        for first, then, what in (("harvest_date", "cooling_date", "cooled before it was harvested"),
                                  ("harvest_date", "received_date", "received before it was harvested")):
            if None not in (days[first], days[then]) and days[then] < days[first]:
                yield _broken(made, f"received[{index}].{then}", f"The food was {what}.")
        for name, what in (("harvest_date", "harvested"), ("cooling_date", "cooled"), ("received_date", "received")):
            if days[name] is not None and days[name] > packed:
                yield _broken(made, f"received[{index}].{name}", f"The food was {what} after it was packed.")


def _cooling(story: Story) -> Iterator[Noted]:
    """A crop is harvested, then cooled, then packed (V-X-05)."""
    harvests = [r for r in story.records if r.cte_type is CteType.HARVESTING]
    packings = [r for r in story.uses if r.kind.is_packing]
    for cooled in (r for r in story.records if r.cte_type is CteType.COOLING):
        early = [h for h in harvests if cooled.on < h.on]
        if early:
            yield _broken(cooled, "cooling_date", f"Cooled on {cooled.day}, before it was harvested according to "
                          f"{early[0].event_id}.", early[0])
        late = [p for p in packings if cooled.on > p.on and any(t.place == cooled.place for t in p.tails)]
        if late:
            yield _broken(cooled, "cooling_date", f"Cooled on {cooled.day}, after it was packed according to "
                          f"{late[0].event_id}.", late[0])


def _too_early(story: Story) -> Iterator[Noted]:
    """Movements of a lot before the event that made it (V-X-06, V-X-05), or of a crop on its way there (V-X-16)."""
    first = min(story.creations, key=lambda told: told.rank)
    places = {told.place for told in story.creations}
    for told in story.records:
        if told.cte_type not in MOVES or told.lot != story.no or told in story.creations:
            continue
        target = told.heads[0].place if told.heads else None
        if target in places and told.on <= first.on and first.kind.is_packing and told.place is not None:
            yield Noted("V-X-16", told, f"The food moved to its packer before it was packed ({first.event_id}), when "
                        "it had no traceability lot code yet.",
                        "Nothing to do: such a movement is no critical tracking event, and is kept as a movement.",
                        others=(first,), severity="info")
        elif told.on < first.on:
            verb = "received" if told.cte_type in RECEIPTS else "shipped"
            yield Noted("V-X-06", told, f"The lot was {verb} on {told.day}, before it was made on {first.day} "
                        f"({first.event_id}).", _HINT, told.kind.date_field, told.day, (first,))
            if told.cte_type is CteType.SHIPPING and told.place in places and _packs_or_lands(first):
                what = "landed" if first.cte_type is CteType.FIRST_LAND_BASED_RECEIVING else "packed"
                yield _broken(told, told.kind.date_field, f"Shipped on {told.day}, before it was {what} on {first.day} "
                              f"({first.event_id}).", first)


def _packs_or_lands(made: Told) -> bool:
    return made.kind.is_packing or made.cte_type is CteType.FIRST_LAND_BASED_RECEIVING


def _used_too_early(story: Story) -> Iterator[Noted]:
    """An input that came to the plant only after it was used (V-X-05)."""
    for use in story.uses:
        if use.cte_type is not CteType.TRANSFORMATION:
            continue
        plant = next(t.place for t in use.tails if t.lot == story.no)
        came = [r for r in story.records if r is not use
                and any(h.lot == story.no and h.place == plant for h in r.heads)]
        arrivals = [r for r in came if r.cte_type is not CteType.SHIPPING] or came
        if arrivals and all(r.on > use.on for r in arrivals):
            first = min(arrivals, key=lambda told: told.rank)
            yield _broken(use, use.kind.date_field, f"Made on {use.day} out of a lot that came on {first.day} "
                          f"({first.event_id}).", first)


def _broken(told: Told, field: str, message: str, other: Told | None = None) -> Noted:
    day = told.day if "[" not in field else None
    return Noted("V-X-05", told, message, _HINT, field, day, (other,) if other else ())
