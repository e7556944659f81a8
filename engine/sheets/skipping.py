"""Rows below a header that are no records, and what they are instead."""

import re
from functools import lru_cache

from engine.sheets.grid import Line
from engine.sheets.words import key

_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b.*|sum\b.*|count\b.*|average\b.*", re.I | re.S)
_REMARK = re.compile(
    r"(?:\*|†|notes?\b|legend|source:|page \d|printed|(?:prepared|reviewed) by|see |end of|\(?[ei]\.?[ge]\."
    r"|---|===|___)",
    re.I,
)
_LEGEND = frozenset(
    (
        "required", "optional", "conditional", "mandatory", "text", "date", "number", "numeric", "string", "integer",
        "decimal", "alphanumeric", "varchar", "r", "c", "a", "o", "m", "y", "n", "yes", "no", "x", "example", "format",
        "type", "enter",
    )
)  # fmt: skip
_FORMAT = re.compile(r"\(?(?:mm?|dd?|yyyy|yy)([/.-])(?:mm?|dd?|yyyy|yy)\1(?:mm?|dd?|yyyy|yy)\)?", re.I)
_PLACEHOLDER = "enter kdes here"
_LONG_REMARK = 60


def why_skipped(line: Line, captions: tuple[str, ...], understood: frozenset[int]) -> str | None:
    """Why a row makes no record; None where it may make one.

    captions: of the table's columns. understood: columns that fill a field.
    """
    said = [(column, value) for column, value in enumerate(line.values) if value is not None]
    texts = [value for _, value in said if isinstance(value, str)]
    if not said:
        return "The row is blank but for formulas or error values."
    if texts and all(key(text) in ("enter kdes", _PLACEHOLDER) for text in texts):
        return "It is the placeholder row of FDA's blank template."
    if len(texts) == 1 and len(said) == 1 and key(texts[0]) in ("number records", "no records"):
        return "It says that there are no records."
    if _repeats(said, captions):
        return "It repeats the captions."
    first = said[0][1]
    if isinstance(first, str) and _TOTAL.fullmatch(first.strip()) and len(said) <= max(3, len(captions) // 3):
        return "It is a total."
    if not any(column in understood for column, _ in said):
        return "None of its cells stands in a column that was understood."
    if len(said) == 1 and texts and _is_remark(first.strip()):
        return "It is a remark, not a record."
    if len(said) <= 2 and isinstance(first, str) and first.lstrip().startswith("*"):
        return "It is a footnote."
    if len(texts) == len(said) >= 2 and sum(map(_is_legend, texts)) * 4 >= len(texts) * 3:
        return "It explains the columns (a legend)."
    return None


def _is_remark(text: str) -> bool:
    """True for a text alone in its row that no lot code looks like: long, without a digit, or begun as remarks are."""
    return bool(_REMARK.match(text)) or len(text) > _LONG_REMARK or not any(map(str.isdigit, text))


def _repeats(said: list[tuple[int, object]], captions: tuple[str, ...]) -> bool:
    # A row of a record is told by its first cells; the rest of a long row needs no look.
    return _alike(said[:3], captions) > 0 and _alike(said, captions) * 2 > len(said) >= 2


def _alike(said: list[tuple[int, object]], captions: tuple[str, ...]) -> int:
    """How many cells say what stands above them."""
    return sum(
        1
        for column, value in said
        if isinstance(value, str) and column < len(captions) and captions[column] and _same(value, captions[column])
    )


@lru_cache(maxsize=4_096)
def _same(value: str, caption: str) -> bool:
    return bool(key(value)) and (key(value) == key(caption) or caption.endswith(f" - {value.strip()}"))


@lru_cache(maxsize=4_096)
def _is_legend(text: str) -> bool:
    bare = text.strip().lower().rstrip(".:")
    if _FORMAT.fullmatch(bare) or bare.startswith(("e.g", "(e.g", "ex:", "example")):
        return True
    words = re.findall("[a-z]+", bare)
    return bool(words) and len(words) <= 3 and all(word in _LEGEND for word in words)
