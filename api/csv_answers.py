"""Rows as a CSV download that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from starlette.responses import StreamingResponse

from engine.clock import rfc3339
from engine.storage.filenames import content_disposition

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_AT_ONCE = 500


def csv_response(columns: Sequence[str], rows: Iterable[Sequence[Any]], filename: str) -> StreamingResponse:
    """A streamed UTF-8 CSV (RFC 4180) with a header line, as an attachment."""
    headers = {"Content-Disposition": content_disposition(filename), "Vary": "Accept",
               "Cache-Control": "no-store"}
    return StreamingResponse(_lines(columns, rows), media_type="text/csv; charset=utf-8", headers=headers)


def cell(value: Any) -> Any:
    """The value as a cell: empty for None, a moment as in RFC 3339, an apostrophe before what would run."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    for count, row in enumerate(rows, start=1):
        writer.writerow([cell(value) for value in row])
        if count % _ROWS_AT_ONCE == 0:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()
