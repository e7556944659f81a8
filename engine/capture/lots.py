"""Which lot a record means when its traceability lot code carries no GTIN.

Everything here is a pure function of the records of one code, so the answer cannot depend on their order.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

M = TypeVar("M", bound="Mention")


@dataclass(frozen=True)
class Mention:
    """A record that speaks of a code as the lot it created or moved.

    record: key of the record. source: place number of the stated TLC source, or None.
    places: numbers of the places the lot was at. recorder: organization number.
    refers: it knows the source by a reference alone, which may lead to an office that only tells of it.
    """

    record: str
    source: int | None
    places: frozenset[int]
    recorder: int
    refers: bool = False


@dataclass(frozen=True)
class Use:
    """A transformation that names a code among its inputs: at one place, source rarely stated."""

    record: str
    source: int | None
    place: int
    recorder: int


@dataclass(frozen=True, order=True)
class Anchor:
    """What makes a code one lot: the place that assigned it, or, provisionally, the least place it was seen at."""

    place: int
    provisional: bool = False


def anchors(mentions: Iterable[Mention]) -> dict[str, Anchor]:
    """The lot of each mention, by record key.

    Mentions that share a place belong together. A group with one stated source is that source's lot, a group with
    none is one provisional lot; in a group with several, those that state none stay provisional.
    """
    found: dict[str, Anchor] = {}
    for group in _sharing_places(mentions):
        stating, silent = _by_source(group)
        sources = {m.source for m in stating}
        found.update({m.record: Anchor(m.source) for m in stating})
        if len(sources) == 1:
            found.update(dict.fromkeys((m.record for m in silent), Anchor(sources.pop())))
            continue
        for part in _sharing_places(silent):
            least = min((p for m in part for p in m.places), default=0)
            found.update(dict.fromkeys((m.record for m in part), Anchor(least, provisional=True)))
    return found


def used(use: Use, mentions: Iterable[Mention], lots: dict[str, Anchor]) -> list[Anchor]:
    """The lots an input may be: those of its code recorded at the plant, never the record's own output unless
    nothing else fits; else the only one among the recorder's own records; else a provisional lot of the plant.

    Several lots of one code at one plant are all meant: leaving one out could hide a contaminated lot.
    """
    if use.source is not None:
        return [Anchor(use.source)]
    others = [m for m in mentions if m.record != use.record]
    own_output = lots.get(use.record)
    here = {lots[m.record] for m in others if use.place in m.places} - {own_output}
    if here:
        return sorted(here)
    mine = {lots[m.record] for m in others if m.recorder == use.recorder} - {own_output}
    if len(mine) == 1:
        return sorted(mine)
    return [own_output or Anchor(use.place, provisional=True)]


def ambiguous(mentions: Iterable[Mention]) -> set[str]:
    """Keys of records that state no source although their group knows several."""
    found: set[str] = set()
    for group in _sharing_places(mentions):
        stating, silent = _by_source(group)
        if len({m.source for m in stating}) > 1:
            found.update(m.record for m in silent)
    return found


def _by_source(group: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Who states the source and who states none. A reference counts where nobody says otherwise, or somebody the same.

    FDA may be referred to a head office, which is no place where a code is assigned (21 CFR 1.1310).
    """
    said = {m.source for m in group if m.source is not None and not m.refers}
    stating: list[Mention] = []
    silent: list[Mention] = []
    for m in group:
        counts = m.source is not None and (not said or m.source in said)
        (stating if counts else silent).append(m)
    return stating, silent


def _sharing_places(mentions: Iterable[M]) -> list[list[M]]:
    groups: list[tuple[set[Hashable], list[M]]] = []
    for mention in mentions:
        places, members = {*mention.places}, [mention]
        apart = []
        for group in groups:
            if group[0] & places:
                places |= group[0]
                members += group[1]
            else:
                apart.append(group)
        groups = [*apart, (places, members)]
    return [members for _, members in groups]
