"""What became of the rows of an import, kept on S3 part by part: a hundred thousand rows are no business of a graph."""

import gzip
from collections.abc import Iterator
from dataclasses import astuple

import orjson

from engine.imports.answers import OUTCOMES, CellFinding, Outcome, RowOutcome
from engine.imports.job import Import
from engine.imports.judging import JudgedPart
from engine.storage import Storage

_GZIP = "application/gzip"


class Reports:
    """Rows and findings of imports."""

    def __init__(self, storage: Storage):
        self._storage = storage

    def put(self, of: Import, part: JudgedPart) -> None:
        """Keep the report of one part; again for the same part is harmless."""
        said = {"rows": [astuple(row) for row in part.rows], "findings": [astuple(f) for f in part.findings]}
        packed = gzip.compress(orjson.dumps(said), compresslevel=3, mtime=0)
        self._storage.put(_key(of, part.document.first), packed, _GZIP)

    def rows(self, of: Import, skip: int, limit: int, outcome: Outcome | None = None) -> tuple[list[RowOutcome], int]:
        """Rows in the order of the file, and how many there are; only the parts that hold them are read."""
        found: list[RowOutcome] = []
        begin = 0
        for first, counts in _parts(of):
            size = sum(counts.values()) if outcome is None else counts[outcome]
            if begin + size > skip and begin < skip + limit:
                rows = [row for row in self._rows(of, first) if outcome in (None, row.outcome)]
                found += rows[max(skip - begin, 0):skip + limit - begin]
            begin += size
        return found, begin

    def all_rows(self, of: Import, outcome: Outcome | None = None) -> Iterator[RowOutcome]:
        """Every row, a part at a time."""
        for first, _ in _parts(of):
            yield from (row for row in self._rows(of, first) if outcome in (None, row.outcome))

    def parts(self, of: Import) -> Iterator[tuple[int, list[RowOutcome], list[CellFinding]]]:
        """Each part: its first group, its rows, and what was noticed in them."""
        for first, _ in _parts(of):
            said = self._part(of, first)
            yield first, list(_rows(said)), [CellFinding(*f) for f in said["findings"]]

    def _rows(self, of: Import, first: int) -> Iterator[RowOutcome]:
        return _rows(self._part(of, first))

    def _part(self, of: Import, first: int) -> dict:
        return orjson.loads(gzip.decompress(self._storage.get(_key(of, first))))


def _rows(said: dict) -> Iterator[RowOutcome]:
    for sheet, row, outcome, *rest in said["rows"]:
        yield RowOutcome(sheet, row, Outcome(outcome), *rest)


def _key(of: Import, first: int) -> str:
    return f"{of.folder}run-{of.runs}/rows-{first:07}.json.gz"


def _parts(of: Import) -> Iterator[tuple[int, dict[Outcome, int]]]:
    for first, *counts in of.tally.parts:
        yield first, dict(zip(OUTCOMES, counts, strict=True))
