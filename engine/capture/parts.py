"""What the parts of an imported file were sent as: events beside the cells they came from, kept on S3."""

import gzip
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from engine.sheets.seen import RowCells, RowGroup
from engine.storage import Storage


def pack(first: int, groups: Sequence[RowGroup]) -> bytes:
    """Groups of rows, beginning with group `first` of the file, as an object of their own.

    Captions and the fields of columns repeat in every row, so they stand once, by sheet and column, and by table.
    """
    captions: dict[str, dict[str, str]] = {}
    for group in groups:
        captions.setdefault(group.sheet, {}).update((cell.column, cell.caption) for cell in group.cells)
    tables: dict[int, dict[str, str]] = {}
    said = {
        "first": first, "captions": captions,
        "groups": [{"event": g.event, "sheet": g.sheet, "rows": g.rows, "fields": _fields(g, tables),
                    "cells": [(c.row, c.column, c.field, c.raw) for c in g.cells]} for g in groups],
        "tables": list(tables.values()),
    }
    return gzip.compress(orjson.dumps(said, default=str, option=orjson.OPT_NON_STR_KEYS), compresslevel=3, mtime=0)


def groups_in(raw: bytes) -> list[RowGroup]:
    """The groups of a packed part as far as findings are told by them: their rows, and the cells of their fields."""
    said = orjson.loads(gzip.decompress(raw))
    return [RowGroup(None, "event", None, g["sheet"], tuple(g["rows"]), field_cells=_read(g["fields"], said["tables"]))
            for g in said["groups"]]


def _fields(group: RowGroup, tables: dict[int, dict[str, str]]) -> tuple[int, int] | list[tuple[str, int, str]]:
    """Which cell fills which field: of one row its number and that of its table, of several rows each by itself."""
    known = group.field_cells
    if not isinstance(known, RowCells):
        return [(path, row, column) for path, (row, column) in known.items()]
    tables.setdefault(id(known.columns), known.columns)
    return known.row, list(tables).index(id(known.columns))


def _read(fields: list, tables: list[dict[str, str]]) -> Mapping[str, tuple[int, str]]:
    if fields and isinstance(fields[0], int):
        return RowCells(fields[0], tables[fields[1]])
    return {path: (row, column) for path, row, column in fields}


def sent(storage: Storage, parts: Mapping[int, str], position: int) -> dict[str, Any]:
    """The event at a position of an imported file with the rows and cells it came from.

    parts: S3 keys by the position they begin at. Parts of a later reading may begin elsewhere than those of an earlier
    one; the last that begins at or before a position holds it in any case.
    """
    first = max(begin for begin in parts if begin <= position)
    said = orjson.loads(gzip.decompress(storage.get(parts[first])))
    group = said["groups"][position - first]
    captions = said["captions"].get(group["sheet"], {})
    cells = [{"sheet": group["sheet"], "row": row, "column": column, "caption": captions[column], "field": field,
              "raw": raw} for row, column, field, raw in group["cells"]]
    return {"event": group["event"], "sheet": group["sheet"], "rows": group["rows"], "cells": cells}
