"""What routes are built from: the engine, the caller, ids, pages and orderings."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from api.credentials import Caller, SameSite, SecuredRoute, authenticate, secured_router
from engine import ids
from engine.assembly import Engine
from engine.errors import Invalid, UnsupportedMedia

__all__ = ["PAGE_SIZE", "Caller", "EngineDep", "Page", "PageDep", "Paged", "Pagination", "SameSite", "SecuredRoute",
           "ShortId", "accepts_csv", "authenticate", "json_bytes", "ordering", "secured_router"]

T = TypeVar("T")

PAGE_SIZE = 25


# The engine


def _engine(request: Request) -> Engine:
    return request.app.state.engine


EngineDep = Annotated[Engine, Depends(_engine)]


# Ids in paths


def _short_id(text: str) -> str:
    if not ids.is_id(text):
        raise PydanticCustomError("short_id", "Not an id: 22 characters of the shortuuid alphabet.")
    return text


ShortId = Annotated[
    str, AfterValidator(_short_id),
    Path(min_length=22, max_length=22, description="22-character shortuuid encoding of the UUID."),
]


# Lists in pages


@dataclass(frozen=True)
class Page:
    """One page of a list: number from 1, and size."""

    number: int
    size: int

    @property
    def skip(self) -> int:
        return (self.number - 1) * self.size


# Far beyond any list, and small enough that number times size stays a 32-bit integer: positions in Cypher lists are.
_LAST_PAGE = 10**7


def _page(
    request: Request,
    page: Annotated[int, Query(ge=1, le=_LAST_PAGE, description="Page, from 1.")] = 1,
    page_size: Annotated[int, Query(ge=1, description="Rows a page; at most 100.")] = PAGE_SIZE,
) -> Page:
    most = _engine(request).settings.limits.page_size
    if page_size > most:
        fault = {"loc": ["query", "page_size"], "msg": f"Input should be less than or equal to {most}",
                 "type": "less_than_equal"}
        raise Invalid(details=[fault])
    return Page(page, page_size)


PageDep = Annotated[Page, Depends(_page)]


class Pagination(BaseModel):
    page: int
    page_size: int
    total_count: int
    total_pages: int
    has_next: bool
    has_previous: bool

    @classmethod
    def of(cls, page: Page, total: int) -> "Pagination":
        pages = math.ceil(total / page.size)
        return cls(page=page.number, page_size=page.size, total_count=total, total_pages=pages,
                   has_next=page.number < pages, has_previous=page.number > 1)


class Paged(BaseModel, Generic[T]):
    """The envelope of every list."""

    data: list[T] = Field(description="The rows of this page.")
    pagination: Pagination


def ordering(*allowed: str, default: str) -> Any:
    """A dependency for `?ordering=`: one of `allowed`, each also with a leading `-` for descending."""
    choices = [sign + name for name in allowed for sign in ("", "-")]

    def chosen(ordering: Annotated[str, Query(description="One of: " + ", ".join(choices))] = default) -> str:
        if ordering not in choices:
            fault = {"loc": ["query", "ordering"], "msg": f"Choose one of {', '.join(choices)}.", "type": "enum"}
            raise Invalid(details=[fault])
        return ordering

    return Depends(chosen)


# Bodies that the engine reads itself


async def json_bytes(request: Request) -> bytes:
    """The raw body of a JSON request. Raises UnsupportedMedia; a body beyond the limit answers 413."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise UnsupportedMedia("Send the body as application/json.")
    return await request.body()


def accepts_csv(request: Request) -> bool:
    """Whether the client prefers text/csv to JSON."""
    return prefers(request, "text/csv")


def prefers(request: Request, media_type: str) -> bool:
    """Whether the client prefers a media type to JSON (RFC 9110, 12.5.1)."""
    return _quality(request.headers, media_type) > _quality(request.headers, "application/json")


def _quality(headers: Mapping[str, str], media_type: str) -> float:
    """The weight a client gives a media type; the most specific range that covers it counts."""
    ranges = {media_type: 3, media_type.split("/")[0] + "/*": 2, "*/*": 1}
    best, quality = 0, 0.0
    for part in headers.get("accept", "*/*").split(","):
        name, *params = (piece.strip().lower() for piece in part.split(";"))
        weight = next((p[2:] for p in params if p.startswith("q=")), "1")
        if ranges.get(name, 0) > best:
            best = ranges[name]
            # Headers are Latin-1, which has digits that are no decimals: the superscripts.
            quality = float(weight) if weight.replace(".", "", 1).isdecimal() else 0.0
    return quality
