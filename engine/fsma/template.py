"""FDA's electronic sortable spreadsheet template as data: sheets, columns, captions, hints."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("fda_template.json")


@dataclass(frozen=True)
class Column:
    """One column of FDA's template.

    stem: header text, `hint`: FDA's examples or explanation for it (may be None).
    field: where the value stands in a record; `inputs[].x` speaks of one input a row.
    type: text, phone, street_or_coordinates, date, decimal, unit, tlc, tlc_source_reference or
        harvest_locations.
    section: paragraph of 21 CFR Part 1 Subpart S. req: R required, C conditional, A if applicable,
        one_of (TLC source or its reference), optional (second reference document).
    flags: event_date, assigns_tlc, is_tlc_source, repeats.
    """

    stem: str
    hint: str | None
    field: str
    type: str
    section: str
    req: str
    flags: frozenset[str]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: `text` sheets have rows of FDA's own words, the others columns to fill."""

    name: str
    kind: str
    cte_type: str | None = None
    cfr: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, eq=False)
class Template:
    """The whole template and the FDA document it was taken from."""

    source: dict[str, str]
    sheets: tuple[Sheet, ...]

    def sheet(self, cte_type: str) -> Sheet:
        """The sheet of a record type; KeyError for a type without one."""
        return self._by_type[cte_type]

    @cached_property
    def data_sheets(self) -> tuple[Sheet, ...]:
        """The 13 sheets that hold records."""
        return tuple(s for s in self.sheets if s.kind != "text")

    @property
    def edition(self) -> str:
        return f"{self.source['document']}, {self.source['url']}, SHA-256 {self.source['sha256']}"

    @cached_property
    def _by_type(self) -> dict[str, Sheet]:
        return {s.cte_type: s for s in self.data_sheets}


@lru_cache
def template() -> Template:
    """FDA's template of June 2024, read once."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Template(data["source"], tuple(_sheet(s) for s in data["sheets"]))


def _sheet(data: dict) -> Sheet:
    if data["kind"] == "text":
        return Sheet(data["name"], "text", rows=tuple(tuple(row) for row in data["rows"]))
    columns = tuple(Column(*values[:-1], frozenset(values[-1])) for values in data["columns"])
    return Sheet(data["name"], data["kind"], data["cte_type"], data["cfr"], columns=columns)
