"""Where a lot's story begins or stops without a reason (V-X-20, V-X-24)."""

from collections.abc import Iterator

from engine.clock import from_epoch_day
from engine.findings.noted import Noted, gap
from engine.findings.told import Story, Told, World, called, reached
from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.other.agreements import paragraph


def judge(story: Story, world: World) -> Iterator[Noted]:
    """Inputs out of nowhere, exempt sources, and lots that never went anywhere."""
    if not story.is_coded:
        return
    yield from _out_of_nowhere(story, world)
    for made in story.creations:
        yield from _exempt(made)
    yield from _never_moved(story, world)


def _out_of_nowhere(story: Story, world: World) -> Iterator[Noted]:
    """An input that no record brings to the plant (V-X-20)."""
    for use in story.uses:
        if use.cte_type is not CteType.TRANSFORMATION:
            continue
        plant = next(t.place for t in use.tails if t.lot == story.no)
        if any(h.lot == story.no and h.place == plant for r in story.records if r is not use for h in r.heads):
            continue
        index, used = _input(use, story.match)
        stated = used.tlc_source if used else None
        maker = next((m for m in story.creations if m is not use), None)
        party = stated or (maker.record.place if maker else None)
        whom = f"Ask {reached(party)} how the lot got here." if party else "Ask whoever sold the lot for its records."
        told_of = (maker,) if maker and not stated else ()
        about = (f"inputs[{index}].input_tlc", used.input_tlc if used else story.match)
        if agreed := _agreed(story, stated, plant, use.on, world):
            yield gap("V-X-20", use, "No record shows how this input lot came to the plant; under the written "
                      f"agreement {agreed.event_id} none is owed (21 CFR {paragraph(agreed.record)}).",
                      f"Nothing to do if the agreement is about this food. If not: {whom}", *about, (*told_of, agreed),
                      owed=False)
        else:
            yield gap("V-X-20", use, "No record shows how this input lot came to the plant: the trace ends here.", whom,
                      *about, told_of)


def _agreed(story: Story, stated: LocationDescription | None, plant: int, day: int, world: World) -> Told | None:
    """An agreement with the plant of whoever had the lot, or is named as its source, as it stood on a day of use."""
    had = {end.place for told in story.records for end in (*told.tails, *told.heads) if end.lot == story.no}
    had.add(world.number(stated) if stated else None)
    found = (world.agreement((place, plant), day) for place in sorted(had - {None, plant}))
    return min(filter(None, found), key=lambda told: told.rank, default=None)


def _input(use: Told, match: str | None) -> tuple[int, object | None]:
    for index, used in enumerate(use.record.inputs):
        if used.lot_code and used.lot_code.match == match:
            return index, used
    return 0, None


def _exempt(made: Told) -> Iterator[Noted]:
    """A source the rule does not apply to: the trace ends there by design (V-X-20, information)."""
    if made.cte_type is CteType.RECEIVING_EXEMPT_SOURCE:
        source, field = made.record.immediate_previous_source, "immediate_previous_source"
    else:
        source, field = getattr(made.record, "source_location", None), "source_location"
    if source is not None:
        yield Noted("V-X-20", made, f"The trace ends at {called(source)} by design: the rule does not apply to it "
                    "(21 CFR 1.1305).", f"Nothing to do; {reached(source)} can still be asked.", field, called(source),
                    severity="info")


def _never_moved(story: Story, world: World) -> Iterator[Noted]:
    """A lot that was made, and days later neither left nor was used (V-X-24)."""
    made = [m for m in story.creations if not m.record.retail_food_establishment]
    left = [r for r in story.records if r not in made and any(t.lot == story.no for t in r.tails)]
    if not made or left:
        return
    first = made[0]
    if first.on + world.days >= world.today:
        world.waits_until(first.on + world.days + 1)
        return
    until = from_epoch_day(first.on + world.days).isoformat()
    yield Noted("V-X-24", first, f"The lot was made on {first.day}; by {until} it was neither shipped nor used, as far "
                "as records show.", "Nothing to do if it is still there; else send the shipping records.", "tlc",
                getattr(first.record, "tlc", None))
