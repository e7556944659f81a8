"""Lists of the catalogue: a page as JSON, or all of it as text/csv."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from api.csv_answers import csv_response
from api.deps import Page, Paged, Pagination, accepts_csv
from api.problems import problems

Entry = TypeVar("Entry")
Out = TypeVar("Out", bound=BaseModel)
Fetch = Callable[[int, int], tuple[Sequence[Any], int]]

_ROWS_AT_ONCE = 1_000

AS_CSV = {200: {"content": {"text/csv": {}}, "description": "One page; as text/csv the list whole."}}
LISTED = {**AS_CSV, **problems(401, 403, 422, 429, 503)}
FOUND = problems(401, 403, 404, 422, 429, 503)
CREATED = problems(400, 401, 403, 409, 413, 415, 422, 429, 503)
CHANGED = problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
REMOVED = problems(401, 403, 404, 409, 422, 429, 503)


def listed(request: Request, page: Page, out: type[Out], fetch: Fetch,
           filename: str) -> Paged[Any] | StreamingResponse:
    """A page of what `fetch(skip, limit)` finds; all of it where the client prefers text/csv."""
    if not accepts_csv(request):
        found, total = fetch(page.skip, page.size)
        return Paged[out](data=[out.of(entry) for entry in found], pagination=Pagination.of(page, total))
    first = fetch(0, _ROWS_AT_ONCE)
    columns = list(out.model_fields)
    return csv_response(columns, (_cells(out.of(entry)) for entry in _all(fetch, first)), filename)


def _all(fetch: Fetch, first: tuple[Sequence[Any], int]) -> Iterator[Any]:
    yield from first[0]
    for number in count(1):
        if number * _ROWS_AT_ONCE >= first[1]:
            return
        yield from fetch(number * _ROWS_AT_ONCE, _ROWS_AT_ONCE)[0]


def _cells(row: BaseModel) -> list[Any]:
    return [_cell(getattr(row, name)) for name in type(row).model_fields]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str) if value else None
    return value
