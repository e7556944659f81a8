"""The source documents of an export, counted."""

from collections.abc import Iterator

from engine.exports.record import ExportRecord

# Beyond this many the list would grow with the export; every row names its document all the same.
_MOST = 50_000


class Sources:
    """Distinct source documents in the order they turn up, with the records each gave."""

    def __init__(self) -> None:
        self._documents: dict[str, list] = {}
        self._others = 0

    def count(self, record: ExportRecord) -> None:
        known = self._documents.get(record.document_sha256)
        if known is not None:
            known[2] += 1
        elif len(self._documents) < _MOST:
            at = record.document_recorded_at
            recorded_at = at.strftime("%Y-%m-%d %H:%M:%S %Z") if at else ""
            self._documents[record.document_sha256] = [record.document_name, recorded_at, 1]
        else:
            self._others += 1

    def rows(self) -> Iterator[tuple]:
        for sha256, (name, recorded_at, records) in self._documents.items():
            yield sha256, name, recorded_at, records
        if self._others:
            yield (
                "further documents",
                "named in the column Source document SHA-256 of each row",
                "",
                self._others,
            )
