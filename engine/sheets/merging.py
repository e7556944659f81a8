"""Further rows of one record put to its first, and what rows have in common."""

from typing import Any

from engine.fsma.text import fold, is_placeholder
from engine.sheets.grid import position, shown
from engine.sheets.notes import note
from engine.sheets.readrow import ReadRow
from engine.sheets.rowreading import RECEIVED_FIELDS
from engine.sheets.seen import SheetNote


def said(value: Any) -> str:
    text = shown(value) if not isinstance(value, (dict, list)) else ""
    return "" if is_placeholder(text) else fold(text)


def continues(row: ReadRow, kind: str) -> bool:
    """True for a row that only tells of one more input or harvest, its other cells blank."""
    event = row.event
    told = {name for name in event if name not in ("cte_type", "date_format")}
    if kind == "transformation":
        return bool(row.item.get("input_tlc")) and not told
    return bool({"harvest_date", "received_date", "harvest_farm"} & told) and told <= set(RECEIVED_FIELDS)


def with_items(row: ReadRow, cells_of: dict | None = None) -> dict[str, Any]:
    """A row's event with its one input, and with items a wide table numbers."""
    event = row.event
    for name, slots in row.lists.items():
        event[name] = [slots[number] for number in sorted(slots)]
    if row.item:
        event["inputs"] = [row.item, *event.get("inputs", ())]
        for path in [p for p in cells_of or () if p.startswith("inputs[].")]:
            cells_of[path.replace("[]", "[0]", 1)] = cells_of.pop(path)
    return event


def twin_of(rows: list[ReadRow], row: ReadRow) -> ReadRow | None:
    return next((r for r in rows if r.line.values == row.line.values), None)


def merge(
    event: dict[str, Any], cells_of: dict, notes: list[SheetNote], row: ReadRow, columns: dict[str, str], kind: str
) -> None:
    """Adds what a further row tells; differences where it should repeat are noted, and the first row counts."""
    number = row.line.number
    if kind == "transformation":
        listed = event.setdefault("inputs", [])
        for path, column in columns.items():
            if path.startswith("inputs[]."):
                cells_of[path.replace("[]", f"[{len(listed)}]", 1)] = (number, column)
        if row.item:
            listed.append(row.item)
        listed.extend(row.lists.get("inputs", {}).values())
        own = row.event
    else:
        _as_list(event, cells_of)
        blocks = event["received"]
        blocks.extend(row.event.pop("received", ()))
        own = {name: value for name, value in row.event.items() if name not in RECEIVED_FIELDS}
        block = {name: value for name, value in row.event.items() if name in RECEIVED_FIELDS}
        if block:
            for path, column in columns.items():
                if path.partition(".")[0] in block:
                    cells_of[f"received[{len(blocks)}].{path}"] = (number, column)
            blocks.append(block)
        blocks.extend(row.lists.get("received", {}).values())
    for name, value in own.items():
        if name == "reference_documents":
            known = event.setdefault(name, [])
            known.extend(paper for paper in value if paper not in known and not _blank(paper))
        elif name not in event or _blank(event[name]):
            event[name] = value
        elif not _blank(value) and not _same(event[name], value):
            column = next((c for p, c in columns.items() if p.partition(".")[0] == name), None)
            notes.append(
                note(
                    "V-SHT-06",
                    f"The {name.replace('_', ' ')} differs from that of the record's first row, which counts.",
                    "Ask which is right, and repeat it on every row.",
                    row=number,
                    column=position(column) if column else None,
                    field=name,
                    value=value if isinstance(value, str) else None,
                )
            )


def _as_list(event: dict[str, Any], cells_of: dict) -> None:
    if "received" in event:
        return
    block = {name: event.pop(name) for name in RECEIVED_FIELDS if name in event}
    event["received"] = [block] if block else []
    for path in [p for p in cells_of if p.partition(".")[0] in block]:
        cells_of[f"received[0].{path}"] = cells_of.pop(path)


def _blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_blank(part) for part in value.values())
    return value is None or (isinstance(value, str) and is_placeholder(value))


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return all(_same(part, b[k]) for k, part in a.items() if not _blank(part) and not _blank(b.get(k)))
    return a == b or said(a) == said(b)
