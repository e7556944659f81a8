"""What the parts of an imported file were sent as: events beside the cells they came from, kept on S3."""

import gzip
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from engine.sheets.seen import RowGroup
from engine.storage import Storage


def pack(first: int, groups: Sequence[RowGroup]) -> bytes:
    """Groups of rows, beginning with group `first` of the file, as an object of their own.

    Captions repeat in every row, so they stand once, by sheet and column.
    """
    captions: dict[str, dict[str, str]] = {}
    for group in groups:
        captions.setdefault(group.sheet, {}).update((cell.column, cell.caption) for cell in group.cells)
    said = {
        "first": first, "captions": captions,
        "groups": [{"event": g.event, "sheet": g.sheet, "rows": g.rows,
                    "cells": [(c.row, c.column, c.field, c.raw) for c in g.cells]} for g in groups],
    }
    return gzip.compress(orjson.dumps(said, default=str, option=orjson.OPT_NON_STR_KEYS), compresslevel=3, mtime=0)


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
