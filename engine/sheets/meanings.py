"""What a sender's names of places and products stand for, so that a row may say a name alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict, ValidationError

from engine.errors import BadRequest
from engine.fsma.descriptions import LocationDescription, ProductDescription
from engine.fsma.text import fold, is_placeholder, words
from engine.sheets.grid import position, shown
from engine.sheets.notes import note
from engine.sheets.seen import SheetNote

Parts = dict[str, Any]

PLACE, PRODUCT = "business_name", "product_name"


class _Place(LocationDescription):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class _Product(ProductDescription):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True)
class Completed:
    """A name that was found among the saved ones. path: of the name in the record.

    other: first part in which the row says otherwise; then the row alone counts, as a name may come to mean another.
    """

    path: str
    name: str
    other: str | None

    def note(self, row: int, field: str, column: str | None) -> SheetNote:
        """What is to be said of it. column: letters of the name's, where it has one of its own."""
        at = {"row": row, "column": column and position(column), "field": field, "value": self.name}
        if self.other is None:
            return note("V-SHT-21", "The name was read as what your mapping says it stands for.",
                        "Nothing to do if that is meant.", **at)
        return note("V-SHT-21", f"The {self.other.replace('_', ' ')} is not that of your mapping; only the row counts.",
                    "Correct the row, or what the mapping says of the name.", severity="warning", **at)


@dataclass(frozen=True)
class Meanings:
    """Parts of descriptions by folded name, of places and of products."""

    places: Mapping[str, Parts] = field(default_factory=dict)
    products: Mapping[str, Parts] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Mapping[str, Parts], products: Mapping[str, Parts]) -> "Meanings":
        """The meanings of names as their sender wrote them: case and blanks tell none apart."""
        return cls(*({fold(name): parts for name, parts in named.items()} for named in (places, products)))

    def __bool__(self) -> bool:
        return bool(self.places or self.products)

    def complete(self, record: Parts) -> Iterator[Completed]:
        """Adds to every description within a record what its name stands for."""
        for path, parts in _descriptions(record):
            for leaf, meanings in ((PLACE, self.places), (PRODUCT, self.products)):
                name = parts.get(leaf)
                saved = meanings.get(fold(name)) if isinstance(name, str) else None
                if saved is None:
                    continue
                other = next((part for part in saved if part != leaf and _differs(parts.get(part), saved[part])), None)
                if other is None:
                    parts.update(saved)
                yield Completed(f"{path}.{leaf}", name, other)


def places_of(stored: Any) -> dict[str, Parts]:
    """Descriptions of places by name, of a JSON object. Raises BadRequest where one says nothing more than a name."""
    found = _read(stored, "places", _Place)
    for name, parts in found.items():
        place = LocationDescription(**{PLACE: name, **parts})
        if not place.has_key or (place.gln is not None and not place.gln_resolves):
            raise BadRequest(f"The place “{name}” needs a GLN with a right check digit, or a street address.")
    return found


def products_of(stored: Any) -> dict[str, Parts]:
    """Descriptions of products by name, of a JSON object. Raises BadRequest for what is none."""
    return _read(stored, "products", _Product)


def _read(stored: Any, called: str, shape: type[_Place | _Product]) -> dict[str, Parts]:
    stored = {} if stored is None else stored
    if not isinstance(stored, dict) or not all(isinstance(parts, dict) for parts in stored.values()):
        raise BadRequest(f"The {called} of a mapping are objects by name.")
    found = {}
    for name, parts in stored.items():
        try:
            found[str(name)] = shape.model_validate(parts).model_dump(exclude_none=True)
        except ValidationError as fault:
            where = ".".join(map(str, fault.errors()[0]["loc"]))
            raise BadRequest(f"In the {called} of the mapping, “{name}” cannot have this {where}.") from fault
    return found


def _descriptions(record: Parts, path: str = "") -> Iterator[tuple[str, Parts]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield f"{path}{name}", value
            yield from _descriptions(value, f"{path}{name}.")


def _differs(told: Any, saved: Any) -> bool:
    text = shown(told)
    return not is_placeholder(text) and words(text) != words(shown(saved))
