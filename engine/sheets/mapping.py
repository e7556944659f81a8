"""What one sender's captions and names mean, saved so that the second file needs no questions."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.errors import BadRequest
from engine.sheets.meanings import Meanings, Parts, places_of, products_of
from engine.sheets.words import key

ANY_SHEET = "*"
NOTHING = ""


@dataclass(frozen=True)
class Mapping:
    """Choices of one sender.

    columns: field by caption, by sheet name; sheet "*" stands for every sheet, field "" for "leave this column out".
    sheets: type of record by sheet name; "" leaves the sheet out.
    date_format: order of dates the sender declares, mm/dd/yyyy or dd/mm/yyyy.
    places, products: what stands for a name of the sender, as parts of a LocationDescription or ProductDescription.
    """

    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    date_format: str | None = None
    places: dict[str, Parts] = field(default_factory=dict)
    products: dict[str, Parts] = field(default_factory=dict)

    @cached_property
    def meanings(self) -> Meanings:
        """What names of places and products stand for."""
        return Meanings.of(self.places, self.products)

    def field_of(self, sheet: str, caption: str) -> str | None:
        """The field chosen for a caption, "" where it is to be left out, None where nothing was chosen."""
        said = key(caption)
        for name in (sheet, ANY_SHEET):
            for known, chosen in self.columns.get(name, {}).items():
                if known == caption or key(known) == said:
                    return chosen
        return None

    def type_of(self, sheet: str) -> str | None:
        """The type chosen for a sheet, "" where it is to be left out, None where nothing was chosen."""
        return self.sheets.get(sheet, self.sheets.get(sheet.strip()))

    def to_json(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return {"columns": self.columns, "sheets": self.sheets, "date_format": self.date_format,
                "places": self.places, "products": self.products}

    @staticmethod
    def from_json(stored: Any) -> "Mapping":
        """The mapping of a JSON object; BadRequest where it is none."""
        if not isinstance(stored, dict):
            raise BadRequest("A mapping is an object of columns, sheets, date_format, places and products.")
        columns, sheets, order = (stored.get(k) for k in ("columns", "sheets", "date_format"))
        if not all(part is None or isinstance(part, dict) for part in (columns, sheets)):
            raise BadRequest("The columns and sheets of a mapping are objects.")
        chosen = {str(sheet): _texts(named) for sheet, named in (columns or {}).items()}
        if order is not None and not isinstance(order, str):
            raise BadRequest("The date_format of a mapping is mm/dd/yyyy or dd/mm/yyyy.")
        return Mapping(chosen, _texts(sheets or {}), order, places_of(stored.get("places")),
                       products_of(stored.get("products")))


def _texts(named: Any) -> dict[str, str]:
    if not isinstance(named, dict) or not all(isinstance(v, str) or v is None for v in named.values()):
        raise BadRequest("A mapping names a field, or nothing, for each caption.")
    return {str(caption): chosen or NOTHING for caption, chosen in named.items()}
