"""Balances of lots on the wire."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.deps import Page, Pagination
from api.trace.schemas import DescriptionOut, cell_text
from engine.trace.amounts import Amounts


class BalanceList(StrEnum):
    """The lists of a balance."""

    HELD = "held"
    SHORTFALLS = "shortfalls"


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class HeldOut(_Out):
    location_id: str
    location: DescriptionOut
    unit: str | None = Field(description="As recorded; kilogram where records use several units that can be weighed.")
    received: float
    created: float
    shipped: float
    used: float
    unaccounted: float | None = Field(description="Received and created less shipped and used; null where no record in "
                                                  "view says how any of it came there.")


class ShortfallOut(_Out):
    from_location_id: str
    from_name: str | None
    to_location_id: str
    to_name: str | None
    unit: str | None
    shipped: float
    received: float
    missing: float = Field(description="Shipped less received.")


_ROWS: dict[BalanceList, type[_Out]] = {BalanceList.HELD: HeldOut, BalanceList.SHORTFALLS: ShortfallOut}


class BalanceOut(BaseModel):
    """How much of a lot is where: one page of each list."""

    lot_id: str
    as_known_at: datetime
    held: list[HeldOut] = Field(description="By place and unit; a movement counts at each end in that end's words.")
    shortfalls: list[ShortfallOut] = Field(description="Movements on which shipper and receiver disagree.")
    pagination: dict[BalanceList, Pagination]
    watermark: int = Field(description="Number of the last capture the answer knows of.")

    @classmethod
    def of(cls, found: Amounts, page: Page) -> "BalanceOut":
        lists = {name: getattr(found, name) for name in BalanceList}
        rows = {str(name): [_ROWS[name].model_validate(row) for row in rows[page.skip:page.skip + page.size]]
                for name, rows in lists.items()}
        return cls(lot_id=found.lot_id, as_known_at=found.as_known_at, watermark=found.watermark, **rows,
                   pagination={name: Pagination.of(page, len(rows)) for name, rows in lists.items()})


def balance_table(found: Amounts, name: BalanceList) -> tuple[list[str], Iterator[list[Any]]]:
    """Columns and rows of a list as CSV."""
    made = _ROWS[name]
    rows = ([cell_text(value) for value in made.model_validate(row).model_dump(mode="json").values()]
            for row in getattr(found, name))
    return list(made.model_fields), rows
