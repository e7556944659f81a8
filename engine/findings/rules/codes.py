"""What a lot code stands for, and where it was assigned (V-X-09 to V-X-13, V-LOC-07)."""

import re
from collections.abc import Iterator

from engine.findings.noted import Noted, gap
from engine.findings.told import Story, Told, World, called, reached
from engine.fsma.cte_types import CteType
from engine.fsma.text import words
from engine.fsma.tlc import normal_gtin

_OFFICE = re.compile(r"\b(?:head ?office|head ?quarters?|hq|corporate(?: office)?)\b")


def judge(story: Story, world: World) -> Iterator[Noted]:
    """One lot: what it is, who made it, and where it says it comes from."""
    if not story.is_coded:
        return
    own = [t for t in story.records if t.lot == story.no]
    yield from _unmade(story, own, world)
    yield from _other_food(own)
    yield from _sources(story, own)
    yield from _made_twice(story)
    yield from _elsewhere(story, own)
    yield from _nothing_handled(own, world)


def _unmade(story: Story, own: list[Told], world: World) -> Iterator[Noted]:
    """A code that nobody assigned, although its source keeps records here (V-X-09)."""
    if story.creations or not own:
        return
    stating = [t for t in own if t.source is not None and world.place(t.source).reports]
    if stating:
        first = stating[0]
        source = first.record.stated_source
        yield gap("V-X-09", first, f"No record shows how this lot came into being at {called(source)}. A lot code may "
                  "not be changed on the way.", f"Ask {reached(source)} for the packing, landing or transformation "
                  "record, or for the lot code it assigned.", "tlc", getattr(first.record, "tlc", None))


def food(told: Told) -> tuple[str | None, str]:
    product = getattr(told.record, "product", None)
    gtin = normal_gtin(product.gtin if product and product.gtin else getattr(told.record, "gtin", None))
    return gtin, words(product.product_name) if product else ""


def _other_food(own: list[Told]) -> Iterator[Noted]:
    """One lot, two GTINs or two product names (V-X-10): told once for each that is not the maker's."""
    makers_first = sorted(own, key=lambda t: (not t.kind.creates_lot, t.rank))
    gtins: dict[str, Told] = {}
    called_as: dict[str, Told] = {}
    for told in makers_first:
        gtin, name = food(told)
        if gtin and gtin not in gtins:
            gtins[gtin] = told
            if len(gtins) > 1:
                other = next(iter(gtins.values()))
                yield Noted("V-X-10", told, f"The lot has another GTIN in {other.event_id}: {next(iter(gtins))}.",
                            "Compare both with the case label.", "gtin", gtin, (other,))
        if name and name not in called_as:
            called_as[name] = told
            if len(called_as) > 1:
                other = next(iter(called_as.values()))
                yield Noted("V-X-10", told, f"The lot is called otherwise in {other.event_id}: "
                            f"“{other.record.product.product_name}”.", "Ask which product it is.",
                            "product.product_name", told.record.product.product_name, (other,))


def repacks(story: Story) -> set[int | None]:
    """Places where the lot was packed again under its own code: like into like is a transformation, and the code may
    stay while its source changes."""
    return {made.place for made in story.creations
            if made.cte_type is CteType.TRANSFORMATION and any(t.lot == story.no for t in made.tails)}


def _sources(story: Story, own: list[Told]) -> Iterator[Noted]:
    """One code, several sources (V-X-11), and records that name none of several."""
    for told in own:
        if told.unclear:
            yield Noted("V-X-11", told, "Several places assigned this traceability lot code, and the record names none "
                        "of them.", "Add the traceability lot code source, so that the lot is known.", "tlc",
                        getattr(told.record, "tlc", None))
    by_source = first_of_each(own)
    if len(by_source) > 1:
        expected = repacks(story)
        yield from several_sources(by_source, expected)


def first_of_each(records: list[Told]) -> dict[int, Told]:
    """The first record that states each source, in the order of events; by reference where nobody names one."""
    stating = [told for told in records if told.source is not None]
    said = [told for told in stating if not told.record.refers_to_source]
    found: dict[int, Told] = {}
    for told in sorted(said or stating, key=lambda t: t.rank):
        found.setdefault(told.source, told)
    return found


def _named(records: list[Told]) -> dict[int, Told]:
    """The same of records that name a source beside their own place; a reference may lead to a head office."""
    return first_of_each([t for t in records if not t.kind.source_is_place and not t.record.refers_to_source])


def several_sources(by_source: dict[int, Told], repacked: set[int | None]) -> Iterator[Noted]:
    """One finding for each source after the first; information where a repack explains it."""
    (_, first), *later = by_source.items()
    for source, told in later:
        expected = source in repacked or first.source in repacked
        yield Noted("V-X-11", told, f"The lot code is said to be assigned at {called(told.record.stated_source)} here, "
                    f"and at {called(first.record.stated_source)} in {first.event_id}.",
                    "Nothing to do: the lot was packed again under its code." if expected else
                    "Ask both where the code was assigned; the same code of two sources is two lots.",
                    "tlc_source", called(told.record.stated_source), (first,), "info" if expected else None)


def _made_twice(story: Story) -> Iterator[Noted]:
    """Two events that made one lot at one place (V-X-12); several deliveries of an exempt source's lot are none."""
    seen: dict[int | None, Told] = {}
    for made in story.creations:
        first = seen.setdefault(made.place, made)
        same_event = (first.cte_type, first.on) == (made.cte_type, made.on)
        deliveries = {first.cte_type, made.cte_type} == {CteType.RECEIVING_EXEMPT_SOURCE}
        if made is not first and not same_event and not deliveries:
            yield Noted("V-X-12", made, f"The lot was made here already, on {first.day} ({first.event_id}).",
                        "Give each lot a code of its own, or withdraw the record that is wrong.", "tlc",
                        getattr(made.record, "tlc", None), (first,))


def _elsewhere(story: Story, own: list[Told]) -> Iterator[Noted]:
    """A source that is not where the lot was made (V-X-13)."""
    made_at = {made.place for made in story.creations}
    for source, told in _named(own).items():
        if made_at and source not in made_at:
            first = story.creations[0]
            yield Noted("V-X-13", told, f"The lot code source named is {called(told.record.stated_source)}, but the "
                        f"lot was made at {called(first.record.place)} ({first.event_id}).",
                        "Name the place where the code was assigned: of food packed in the field it is the farm.",
                        "tlc_source", called(told.record.stated_source), (first,))


def _nothing_handled(own: list[Told], world: World) -> Iterator[Noted]:
    """A source where no food was ever handled, such as a head office (V-LOC-07)."""
    for source, told in _named(own).items():
        stated = told.record.stated_source
        office = bool(_OFFICE.search(words(stated.business_name)))
        place = world.place(source)
        if office or not place.handled:
            here = office or place.reports
            seen = "looks like a head office" if office else "is a place where no record shows food"
            yield gap("V-LOC-07", told, f"The lot code source, {called(stated)}, {seen}"
                      f"{'' if here else ': it keeps no records here'}.",
                      "Ask for the place where the food was packed, landed or made." if here else
                      f"Nothing to do; ask {reached(stated)} for its record of the lot if you need it.", "tlc_source",
                      called(stated), owed=here)


def of_code(match: str, stories: dict[int, list[Told]]) -> Iterator[Noted]:
    """Lots of one code without a GTIN that different sources assigned (V-X-11). stories: lot -> its own records."""
    first_by_lot: dict[int, Told] = {}
    for lot in sorted(stories):
        stating = first_of_each(stories[lot])
        if stating:
            first_by_lot[next(iter(stating))] = next(iter(stating.values()))
    ordered = dict(sorted(first_by_lot.items(), key=lambda item: item[1].rank))
    if len(ordered) > 1:
        repacked = {t.place for records in stories.values() for t in records if _repacks_code(t, match)}
        yield from several_sources(ordered, repacked)


def _repacks_code(told: Told, match: str) -> bool:
    inputs = getattr(told.record, "inputs", ()) or ()
    return any(used.lot_code and used.lot_code.match == match for used in inputs)
