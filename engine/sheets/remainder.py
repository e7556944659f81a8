"""What a record says beyond FDA's columns: one cell of our export holds it, so that the row can be read back whole.

The cell is JSON. Values tied to other cells (a GLN to the address it belongs to) carry a checksum of those cells:
whoever edits the address in the workbook gets a place without the old GLN.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from engine.fsma import parts, tlc, units
from engine.fsma.notes import Notes
from engine.fsma.template import Sheet
from engine.fsma.text import is_placeholder
from engine.sheets.cleaning import split_list
from engine.sheets.grid import Value, shown
from engine.sheets.vocabulary import PAPERS

CAPTION = "Further data of the record (JSON)"
TYPE_CAPTION = "Type of record"
_TIED = "~"
_WHOLE = "whole"  # all the record says of the field; what else its cells say came from master data
# Told by columns of their own, or made anew when the record is read.
_TOLD = frozenset({"cte_type", "record_type", "event_id", "received", "inputs", "phone_e164", "harvester_phone_e164"})
_OF_UNITS = ("unit_raw", "unit_content")
_UNITS = frozenset({"unit_of_measure", "unit_of_measure_packed", "unit_of_measure_received", "input_unit_of_measure"})
_REFERENCES = ("GLN", "FFRN")


def text_of(
    record: Mapping[str, Any],
    items: str | None,
    item: Mapping[str, Any] | None,
    sheet: Sheet,
    cells: Sequence[Value],
    elsewhere: Iterable[str] = (),
    only_here: bool = False,
    filled: Iterable[str] = (),
) -> str:
    """The JSON of what a row of an export does not tell; "" where it tells all.

    items, item: the list one entry of which the row tells of (received or inputs), and that entry. elsewhere: fields
    another sheet tells of. only_here: leave out what has no column on this sheet. filled: fields whose cells say more
    than the record does, out of master data.
    """
    more = frozenset(filled)
    rest = _rest(record, "", sheet, cells, frozenset(elsewhere), more, only_here)
    if item:
        prefix = "inputs[]." if items == "inputs" else ""
        if inner := _rest(item, prefix, sheet, cells, frozenset(), more, False):
            rest[items] = inner
    return _json(rest) if rest else ""


def apply(
    text: str, event: dict[str, Any], item: dict[str, Any], cells: Mapping[str, Sequence[Value]]
) -> tuple[list[str], dict[str, Any] | None] | None:
    """Adds to an event, and to the entry of its list, what the JSON of its row says.

    cells: the row's own by the field (a place, a unit...) they make up. Returns the fields whose cells were changed
    since the export, so that nothing was added, and what belongs to the entry of `received`; None for no such JSON.
    """
    try:
        rest = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(rest, dict):
        return None
    inputs, received = rest.pop("inputs", None), rest.pop("received", None)
    changed = _add(rest, event, "", cells)
    _gtin(event, rest, "tlc", "product")
    if item:
        inner = inputs if isinstance(inputs, dict) else {}
        changed += _add(inner, item, "inputs[].", cells)
        _gtin(item, inner, "input_tlc", "input_product")
    return changed, received if isinstance(received, dict) and received else None


def add_to_block(rest: dict[str, Any], block: dict[str, Any], cells: Mapping[str, Sequence[Value]]) -> list[str]:
    """Adds what the JSON says of one block of `received`; returns the fields whose cells were changed."""
    return _add(rest, block, "", cells)


def _json(rest: dict[str, Any]) -> str:
    try:
        return orjson.dumps(rest, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, ValueError):  # numbers of more than 64 bits, which only a record made by hand has
        return json.dumps(rest, sort_keys=True, default=str)


@lru_cache
def _columns(sheet: Sheet) -> dict[str, tuple[int, ...]]:
    """Positions of a sheet's columns by the field they make up."""
    found: dict[str, list[int]] = {}
    for index, column in enumerate(sheet.columns):
        found.setdefault(root_of(column.field), []).append(index)
    return {root: tuple(where) for root, where in found.items()}


@lru_cache
def _leaves(sheet: Sheet) -> dict[str, frozenset[str]]:
    """Parts that have a column of their own, by the field they are parts of."""
    found: dict[str, set[str]] = {}
    for column in sheet.columns:
        found.setdefault(root_of(column.field), set()).add(column.field.rpartition(".")[2])
    return {root: frozenset(parts) for root, parts in found.items()}


def root_of(path: str) -> str:
    """The field a path is of: `ship_to_location` of its city, `inputs[].input_product`, `reference_documents`."""
    if path.startswith("reference_documents["):
        return "reference_documents"
    prefix, bare = ("inputs[].", path[9:]) if path.startswith("inputs[].") else ("", path)
    return prefix + bare.partition(".")[0]


def _rest(
    fields: Mapping[str, Any],
    prefix: str,
    sheet: Sheet,
    cells: Sequence[Value],
    elsewhere: frozenset[str],
    filled: frozenset[str],
    only_here: bool,
) -> dict[str, Any]:
    columns = _columns(sheet)
    rest: dict[str, Any] = {}
    tied: dict[str, list] = {}
    for name, value in fields.items():
        where = columns.get(prefix + name)
        if name in _TOLD or name in elsewhere or value in (None, [], {}, ()):
            continue
        if where is None:
            if not only_here and (name not in _OF_UNITS or not _shows_unit(fields, prefix, columns)):
                rest[name] = value
            continue
        texts = [cells[i] for i in where]
        if prefix + name in filled:
            tied[prefix + name] = [_sum(texts), {part: v for part, v in value.items() if part != "phone_e164"}, _WHOLE]
            continue
        left = _untold(name, value, texts, fields, _leaves(sheet)[prefix + name])
        if left is not None:
            tied[prefix + name] = [_sum(texts), left]
    if tied:
        rest[_TIED] = tied
    return rest


def _shows_unit(fields: Mapping[str, Any], prefix: str, columns: Mapping[str, tuple[int, ...]]) -> bool:
    """True where a column of the sheet shows the unit as recorded, so that the rest follows from it."""
    return any(fields.get(name) and prefix + name in columns for name in _UNITS)


def _untold(name: str, value: Any, texts: list[Value], fields: Mapping[str, Any], leaves: frozenset[str]) -> Any:
    """What the cells of a field leave out; None where they tell it all. leaves: parts that have a column."""
    if name in _UNITS:
        return _unit_left(name, value, fields)
    if name in ("reference_documents", "harvest_locations") and not _is_list_of_objects(value):
        return value
    if name == "reference_documents":
        told = [_said(d) for d in documents([(texts[i], texts[i + 1]) for i in range(0, len(texts), 2)])]
        return None if [d for d in told if d] == [_said(d) for d in value] else value
    if name == "harvest_locations":
        told = parts.harvest_locations(Notes(None, None, 0), name, shown(texts[0]))
        return None if [t.model_dump(exclude_none=True) for t in told] == [_said(v) for v in value] else value
    if not isinstance(value, dict):
        return None
    if name == "tlc_source_reference":
        read = parts.reference(Notes(None, None, 0), name, reference(shown(texts[0])))
        same = read is not None and read.model_dump() == {"type": value.get("type"), "value": value.get("value")}
        return None if same else dict(value)
    left = {leaf: v for leaf, v in value.items() if v is not None and leaf not in leaves and leaf != "phone_e164"}
    if "street_address" in leaves and not value.get("street_address"):
        # Coordinates then stand in the street's column, with six decimals.
        degrees = (left.get("latitude"), left.get("longitude"))
        if all(isinstance(d, (int, float)) and float(f"{d:.6f}") == d for d in degrees):
            del left["latitude"], left["longitude"]
    return left or None


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(item, Mapping) for item in value)


def _unit_left(name: str, value: str, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """The unit as normalised, and what one holds, where the text recorded does not say so itself."""
    raw = fields.get("unit_raw") or value
    read, held = units.parse(str(raw)), fields.get("unit_content")
    left: dict[str, Any] = {}
    if read.unit != value:
        left[name] = value
    told = None if read.content is None else {"quantity": read.content, "unit": read.content_unit}
    if held is not None and held != told:
        left["unit_content"] = held
    return left or None


def documents(pairs: Iterable[tuple[Value, Value]]) -> list[dict[str, Any]]:
    """Papers out of pairs of cells; several in one pair stand in the same order, separated by semicolons."""
    found = []
    for kind, number in pairs:
        kinds, numbers = split_list(shown(kind)), split_list(shown(number))
        if len(kinds) == len(numbers) > 1:
            found += [{"document_type": k, "document_number": n} for k, n in zip(kinds, numbers, strict=True)]
        elif len(numbers) > 1 and len(kinds) == 1:
            found += [{"document_type": kinds[0], "document_number": n} for n in numbers]
        elif not kinds and numbers:
            found += map(_paper, numbers)
        elif kind is not None or number is not None:
            pair = {"document_type": kind, "document_number": number}
            found.append({name: shown(value) for name, value in pair.items() if value is not None})
    return found


def _paper(text: str) -> dict[str, Any]:
    """A paper whose type and number stand in one text, `Bill of Lading BOL 77120`, where the type is a usual one."""
    for kind in PAPERS:
        if text.lower().startswith(f"{kind.lower()} "):
            return {"document_type": text[: len(kind)], "document_number": text[len(kind) + 1 :].lstrip(" :#")}
    return {"document_number": text}


def reference(text: str) -> dict[str, str]:
    """A TLC source reference out of its cell; a bare number is named there, as `GLN 9521003000015`."""
    word, _, number = text.strip().partition(" ")
    if word.upper() in _REFERENCES and number.replace(" ", "").isdigit():
        return {"type": word.lower(), "value": number}
    return {"value": text}


def _said(part: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in part.items() if v is not None and not (isinstance(v, str) and is_placeholder(v))}


def _sum(texts: Iterable[Value]) -> int:
    return zlib.crc32("\x1f".join(" ".join(shown(text).split()) for text in texts).encode("utf-8", "replace"))


def _add(rest: dict[str, Any], target: dict[str, Any], prefix: str, cells: Mapping[str, Sequence[Value]]) -> list[str]:
    tied = rest.pop(_TIED, None)
    changed = []
    for root, entry in (tied if isinstance(tied, dict) else {}).items():
        name = root.removeprefix("inputs[].") if prefix else root
        if not (isinstance(entry, list) and len(entry) in (2, 3)):
            continue
        if entry[0] != _sum(cells.get(root, ())):
            changed.append(root)
        elif len(entry) == 3:
            target[name] = entry[1]
        elif name in _UNITS and isinstance(entry[1], dict):
            if name in entry[1]:
                target["unit_raw"] = shown(target.get(name))
            target.update(entry[1])
        elif isinstance(entry[1], dict):
            _fill(target.setdefault(name, {}), entry[1])
        else:
            target[name] = entry[1]
    for name, value in rest.items():
        if name == "tlc_candidates":
            target[name] = value  # its own column shows them rounded, for people
        target.setdefault(name, value)
    return changed


def _fill(part: Any, left: dict[str, Any]) -> None:
    if not isinstance(part, dict):
        return
    for leaf, value in left.items():
        if part.get(leaf) is None or is_placeholder(shown(part[leaf])) or leaf == "value":
            part[leaf] = value
    if "latitude" in left and parts._COORDINATES.fullmatch(shown(part.get("street_address"))):
        del part["street_address"]


def _gtin(target: dict[str, Any], rest: dict[str, Any], code: str, product: str) -> None:
    """The GTIN column of our export also shows what lot code or product say; only what was recorded is kept."""
    described = target.get(product)
    shown_there = rest.get("gtin") or (tlc.parse(target[code]).gtin if isinstance(target.get(code), str) else None)
    shown_there = shown_there or (described.get("gtin") if isinstance(described, dict) else None)
    stated = target.get("gtin")
    if stated is not None and (stated == shown_there or is_placeholder(shown(stated))):
        del target["gtin"]
        if rest.get("gtin"):
            target["gtin"] = rest["gtin"]
