"""How each column of a table fills the event."""

import re
from typing import Any, NamedTuple

from engine.fsma.text import is_placeholder
from engine.sheets.forms import Reads, reads
from engine.sheets.wordings import PAPER, Match

_LISTED = re.compile(r"(\w+)\[(\d*)\]\.(.+)")


class Step(NamedTuple):
    """How one column fills the event. into: list it belongs to with its place there, "" for the row's own item."""

    column: int
    path: str
    reads: Reads
    match: Match
    into: tuple[str, str] | None
    head: str | None
    leaf: str
    plain: bool


def step_of(kind: str, column: int, match: Match) -> Step:
    """The step of a column with its match for a type of record."""
    path, into = match.field, None
    if path.startswith(PAPER):
        return Step(column, path, Reads.CODE, match, ("reference_documents", ""), None, "document_number", False)
    inner = path
    if listed := _LISTED.fullmatch(path):
        into, inner = (listed.group(1), listed.group(2)), listed.group(3)
    head, _, leaf = inner.rpartition(".")
    how = reads(kind, path)
    plain = into is None and match.paper is None and how is not Reads.PLACE
    return Step(column, path, how, match, into, head or None, leaf.removesuffix("[]"), plain)


_CANDIDATE = re.compile(r"(.+?) \(((?:method|confidence): .+)\)")


def candidates(text: str) -> list[dict[str, Any]] | None:
    """Candidate codes as our export lists them: `A1 (method: ends of a range; confidence: 0.5); A9 (...)`."""
    if is_placeholder(text):
        return None
    found = []
    for part in re.split(r";\s*(?!confidence: )", text):
        match = _CANDIDATE.fullmatch(part.strip())
        code, rest = (match.group(1), match.group(2)) if match else (part.strip(), "")
        details = dict(pair.split(": ", 1) for pair in rest.split("; ") if ": " in pair)
        found.append({"tlc": code, **details})
    return found
