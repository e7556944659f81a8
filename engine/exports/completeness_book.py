"""The completeness report as a workbook: one sheet a list."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from engine.clock import rfc3339
from engine.completeness import By, Report
from engine.completeness.rows import Row
from engine.exports.book import Book
from engine.exports.looks import Head
from engine.exports.values import Value

_TITLES = {
    By.LOCATION: "By location", By.PARTNER: "By trading partner", By.CTE: "By event", By.KDE: "By data element",
    By.GAP: "Whom to ask",
}
_WHO = (("Business Name", 40), ("Phone Number", 20), ("Id", 26))
_KIND = (("Event", 34), ("21 CFR", 18))
_KDE = (("Data element", 44), ("Our field", 34))
_COUNTS = (("Records", 12), ("Complete", 12), ("Share complete", 16))
_SHARES = (*_COUNTS, ("Owe a lot code", 16), ("With lot code", 16), ("Share with lot code", 18),
           ("With lot code source", 20), ("Share with lot code source", 24))
_COLUMNS = {
    By.LOCATION: (*_WHO, *_SHARES), By.PARTNER: (*_WHO, *_SHARES), By.CTE: (*_KIND, *_SHARES),
    By.KDE: (*_KIND, *_KDE, ("Missing", 12), *_COUNTS),
    By.GAP: (*_WHO, *_KIND, *_KDE, ("Priority", 12), ("Missing", 12), *_COUNTS),
}  # fmt: skip


def completeness_workbook(report: Report, generated_at: datetime) -> bytes:
    """The report as an .xlsx file. generated_at: aware."""
    file = BytesIO()
    with Book(file) as book:
        about = book.table("About this file", _heads((("Subject", 30), ("Statement", 90))), wrap=True)
        for line in _about(report, rfc3339(generated_at)):
            about.append(line)
        for by, title in _TITLES.items():
            table = book.table(title, _heads(_COLUMNS[by]))
            for row in report.rows(by):
                table.append(tuple(_cells(by, row)))
        book.save()
    return file.getvalue()


def _heads(columns: tuple[tuple[str, float], ...]) -> tuple[Head, ...]:
    return tuple(Head(caption, None, width, ours=True) for caption, width in columns)


def _about(report: Report, generated_at: str) -> Iterator[tuple[str, Value]]:
    totals, wanted = report.totals, report.wanted
    yield "What this is", (
        "How complete the traceability records in view are. A record is complete where no check finds a data element"
        " missing that the rule asks for (21 CFR Part 1 Subpart S).")
    yield "Organization", report.viewer.name
    yield "Generated at", generated_at
    for subject, value in (("From", wanted.date_from), ("To", wanted.date_to), ("Location", wanted.location),
                           ("Event", wanted.cte_type), ("Trading partner", wanted.partner)):
        if value is not None:
            yield f"Filter: {subject}", str(value)
    yield "Records", totals.records
    for subject, share in (("Share complete", totals.complete_share), ("Share with lot code", totals.tlc_share),
                           ("Share with lot code source", totals.source_share)):
        yield subject, _number(share)


def _cells(by: By, row: Row) -> Iterator[Value]:
    tally = row.tally
    if row.about is not None:
        yield from (row.about.name or "", row.about.phone or "", row.about.id or "")
    if row.cte_type is not None:
        yield from (row.cte_type, row.section or "")
    if row.field is not None:
        yield from (row.label or "", row.field)
        if by is By.GAP:
            yield "top" if row.top else "normal"
        yield row.missing
    yield from (tally.records, tally.complete, _number(tally.complete_share))
    if row.field is None:
        yield from (tally.owing, tally.with_tlc, _number(tally.tlc_share), tally.with_source,
                    _number(tally.source_share))


def _number(share: float | None) -> Value:
    return "n/a" if share is None else share
