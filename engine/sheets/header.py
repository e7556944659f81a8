"""Where the captions of a sheet stand, and what kind of records stand under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.sheets.captions import SHEET_KINDS, anywhere, exact, kind_named, kind_of_sheet
from engine.sheets.forms import is_event, kind_called
from engine.sheets.grid import Area, Line
from engine.sheets.remainder import TYPE_CAPTION
from engine.sheets.units_said import amount_said
from engine.sheets.wordings import NO_ELEMENT, RECORD_TYPE, Match
from engine.sheets.words import key

MIXED = "mixed"
# Titles, logos and addresses above a table take a handful of rows; a header further down is none people would find.
LOOK_AT = 60
# A row with so many captions understood, and hardly others, is the header; rows further down need no look.
_SURE = 8
_ENOUGH = 3
_GENERIC = frozenset({"date", "event date"})
# What stands over groups of captions and says nothing of them: "Lot" over "Quantity", "Item details" over "GTIN".
_GROUPS = frozenset((
    "lot", "product", "item", "food", "detail", "details", "info", "information", "general", "document", "reference",
    "unit", "measure", "record", "data", "traceability", "code", "kde", "kdes", "key", "element", "elements",
))  # fmt: skip


@dataclass(frozen=True)
class Header:
    """The captions of one table on a sheet.

    first, last: rows they take, from 1. captions: by column from 0, "" where there is none.
    kind: type of record, or `mixed` where each row names its own in `type_column`. On a sheet of ours that column
        tells packing of sprouts, and packing by a transformer, from other packing.
    """

    first: int
    last: int
    captions: tuple[str, ...]
    kind: str
    type_column: int | None = None


@dataclass(frozen=True)
class Unknown:
    """A sheet without a table we know. reason: for the sender. meant: it was never to hold one."""

    reason: str
    meant: bool = False


def find_header(
    lines: Sequence[Line], sheet: str, merged: Sequence[Area] = (), chosen: str | None = None
) -> Header | Unknown:
    """The header among the first lines of a sheet.

    sheet: its name, which tells the type where the captions fit it. chosen: the type its sender said it is.
    """
    scored = []
    for first, last, captions in _candidates(lines[:LOOK_AT], merged):
        score = _score(captions)
        full = score > 0.8 * sum(map(bool, captions))
        if score >= 2:
            scored.append((score, first, last, captions, full))
        if full and score >= _SURE:
            break
    if not scored:
        return Unknown("No row has the captions of a kind of record we know.")
    best = max(scored, key=lambda candidate: candidate[0])
    # Further up, with rows between, may stand the header of a smaller table.
    above = (c for c in scored if c[4] and c[0] >= _ENOUGH and c[2].number < best[1].number - 1)
    best = min(above, key=lambda candidate: candidate[1].number, default=best)
    _, first, last, captions, _ = best
    below = [line for line in lines if line.number > last.number]
    return kind_of(captions, below, sheet, chosen, first.number, last.number)


def kind_of(
    captions: tuple[str, ...], below: Sequence[Line], sheet: str, chosen: str | None, first: int, last: int
) -> Header | Unknown:
    """The header with its type of record: chosen, named by the sheet, by a column of types, or by its captions."""
    if chosen:
        kind = kind_named(chosen)
        return Header(first, last, captions, kind) if kind else Unknown(f"“{chosen}” is no type of record.")
    column = _type_column(captions, below)
    named = kind_of_sheet(sheet)
    if named and _matched(named, captions) >= 2 and (column is None or captions[column] == TYPE_CAPTION):
        return Header(first, last, captions, named, column)
    if column is not None:
        return Header(first, last, captions, MIXED, column)
    scores = sorted(((_weight(kind, captions), kind) for kind in SHEET_KINDS), reverse=True)
    (most, kind), (second, other) = scores[:2]
    if most < 3:
        return Unknown("Too few of its captions are those of a kind of record we know.")
    if most == second:
        likely = ", ".join(k for score, k in scores if score == most)
        return Unknown(
            f"Its captions fit several kinds of record: {likely}. Name the sheet after one of them, or add "
            "a column cte_type."
        )
    return Header(first, last, captions, kind)


def another(line: Line, head: Header, sheet: str) -> Header | None:
    """The header of a further table on the sheet, where a row below the first is one; None for any other row."""
    if len(line.values) < 3 or not all(value is None or type(value) is str for value in line.values):
        return None
    captions = _texts(line)
    said = [caption for caption in captions if caption]
    if len(said) < 3 or not (anywhere(said[0]) and anywhere(said[-1])) or _score(captions) <= 0.8 * len(said):
        return None
    if [key(caption) for caption in captions] == [key(caption) for caption in head.captions]:
        return None
    if captions == head.captions[: len(captions)]:
        return None
    found = kind_of(captions, (), "", None, line.number, line.number)
    if isinstance(found, Unknown):
        found = kind_of(captions, (), sheet, None, line.number, line.number)
    return found if isinstance(found, Header) else None


def _candidates(lines: Sequence[Line], merged: Sequence[Area]):
    for line in lines:
        yield line, line, _texts(line)
    for upper, lower in pairwise(lines):
        if lower.number == upper.number + 1:
            yield upper, lower, _joined(upper, lower, merged)


def _texts(line: Line) -> tuple[str, ...]:
    return tuple(value.strip() if isinstance(value, str) else "" for value in line.values)


def _joined(upper: Line, lower: Line, merged: Sequence[Area]) -> tuple[str, ...]:
    """Captions of a header of two rows: "Ship to" over "City" is "Ship to - City"."""
    above, below = list(_texts(upper)), _texts(lower)
    above.extend([""] * (len(below) - len(above)))
    spread = [area for area in merged if area.top <= upper.number <= area.bottom and area.right > area.left]
    for area in spread:
        for column in range(area.left, min(area.right + 1, len(above))):
            above[column] = above[area.left] if area.bottom < lower.number else above[column]
    if not spread:
        # Without merged cells a caption in the upper row stands over all columns up to the next one.
        for column in range(1, len(above)):
            above[column] = above[column] or above[column - 1]
    found = []
    for column, over in enumerate(above):
        under = below[column] if column < len(below) else ""
        own = column < len(upper.values) and isinstance(upper.values[column], str)
        found.append(_under(over, under) if over and under else under or (over if own else ""))
    return tuple(found)


def _under(over: str, under: str) -> str:
    """A caption of two rows; the lower one alone where the two mean nothing together and the upper one only groups."""
    both, bare = f"{over} - {under}", key(under)
    told = (anywhere(under) and bare not in _GENERIC) or amount_said(under)
    grouped = all(word in _GROUPS for word in key(over).split()) and told
    return under if grouped and not anywhere(both) else both


def _score(captions: tuple[str, ...]) -> float:
    """How much a row looks like a header: captions understood for the type that fits best."""
    said = {c for c in captions if 0 < len(c) < 600}
    if len(said) < 2 or not any(map(anywhere, said)):
        return 0
    return max(_matched(kind, captions) for kind in SHEET_KINDS) + 0.01 * (len(said) == sum(map(bool, captions)))


def _matched(kind: str, captions: tuple[str, ...]) -> int:
    found = {match.field for caption in captions if caption and anywhere(caption) and (match := exact(kind, caption))}
    return len(found)


def _weight(kind: str, captions: tuple[str, ...]) -> float:
    """How well captions fit a type: fields understood, more for the event's own date and place by their names."""
    found: dict[str, Match] = {}
    generic = set()
    for caption in captions:
        if caption and (match := exact(kind, caption)) and match.field != NO_ELEMENT:
            found[match.field] = match
            if key(caption) in _GENERIC:
                generic.add(match.field)
    # A receipt from an exempt source has the captions of any other; it is taken for one only where something says so.
    weight = len(found) - 0.5 * kind.endswith("exempt_source")
    if is_event(kind):
        known = kind_called(kind)
        weight += 3 * (known.date_field in found and known.date_field not in generic)
        weight += 2 * any(field.startswith(f"{known.place_field}.") for field in found)
        weight += 2 * any(field.startswith("inputs[") for field in found)
    return weight


def _type_column(captions: tuple[str, ...], below: Sequence[Line]) -> int | None:
    for column, caption in enumerate(captions):
        match = exact("shipping", caption) if caption else None
        if match and match.field == RECORD_TYPE:
            said = [v for line in below if column < len(line.values) and isinstance(v := line.values[column], str)]
            if any(kind_named(v) for v in said) or not said:
                return column
    return None
