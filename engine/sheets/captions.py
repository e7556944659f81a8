"""Which data element a caption means on a sheet of one type of record."""

import re
from functools import lru_cache

from engine.fsma.kdes import INPUT_ITEM
from engine.fsma.other.kinds import OtherType
from engine.fsma.template import template
from engine.sheets import vocabulary as words
from engine.sheets.forms import KINDS_OF_RECORD, is_event, kind_called
from engine.sheets.wordings import NO_ELEMENT, Match, table
from engine.sheets.words import key, without_hint

_LISTS = "inputs|received|reference_documents|harvest_locations"
_INDEXED = re.compile(rf"({_LISTS})(?:\[(\d{{0,3}})\]|[ ._](\d{{1,3}}))?[._ ](\w.*)", re.I)
_NORMALISED = re.compile(r",\s*normali[sz]ed\s*$", re.I)
_ORDINAL = re.compile(r"\D([2-9])\s*$|\bsecond\b|\b2nd\b", re.I)


def find(kind: str, caption: str) -> Match | None:
    """What a caption means for a type of record (engine.fsma.cte_types, or one of 21 CFR 1.1305); None if nothing."""
    return exact(kind, caption) or _similar(key(caption, brackets=False) or key(caption), kind)


def exact(kind: str, caption: str) -> Match | None:
    """As find(), without captions that are misspelled."""
    return _exact(kind, caption) if len(caption) <= 2_000 else None


@lru_cache(maxsize=16_384)
def anywhere(caption: str) -> bool:
    """True where a caption means something for any type of record; a quick look that spares texts of records."""
    if len(caption) > 2_000 or not (said := key(caption)):
        return False
    known = _all_words()
    return (
        said in known
        or key(caption, brackets=False) in known
        or bool(
            _INDEXED.fullmatch(caption.strip())
            or _NORMALISED.search(caption)
            or (_ORDINAL.search(without_hint(caption)) and "reference" in said)
        )
    )


@lru_cache
def _all_words() -> frozenset[str]:
    return frozenset(said for kind in SHEET_KINDS for said in table(kind))


@lru_cache(maxsize=16_384)
def _exact(kind: str, caption: str) -> Match | None:
    if _NORMALISED.search(caption):
        return Match(NO_ELEMENT, "ours")
    said, bare = key(caption), key(caption, brackets=False)
    if not said:
        return None
    if listed := _listed(kind, caption):
        return listed
    known = table(kind)
    for spelled in (said, bare):
        if spelled in known:
            return known[spelled]
    return _numbered(caption, known)


def _listed(kind: str, caption: str) -> Match | None:
    """A path of ours with a place in a list: inputs[0].input_tlc, received.harvest_date."""
    match = _INDEXED.fullmatch(caption.strip())
    if not match:
        return None
    head, number = match.group(1).lower(), match.group(2) or match.group(3) or ""
    inner = match.group(4).lower()
    if head in ("inputs", "received") and is_event(kind):
        path = f"{head}[{number}].{inner}" if number else (f"inputs[].{inner}" if head == "inputs" else inner)
        return Match(path, "field name") if inner.partition(".")[0] in _inner_fields(kind, head) else None
    if head == "reference_documents" and inner in words.DOCUMENT_PARTS:
        return Match(f"reference_documents[{number or 0}].{inner}", "field name")
    return None


def _inner_fields(kind: str, head: str) -> frozenset[str]:
    if head == "inputs":
        return _INPUTS if "inputs" in kind_called(kind).fields else frozenset()
    return frozenset(kind_called(kind).fields) if kind_called(kind).is_packing else frozenset()


_INPUTS = frozenset(k.field for k in INPUT_ITEM)


def _numbered(caption: str, known: dict[str, Match]) -> Match | None:
    """The second, third... pair of document columns: Reference Document Type2, Document No. 3."""
    caption = without_hint(caption)
    ordinal = _ORDINAL.search(caption)
    if not ordinal:
        return None
    place = int(ordinal.group(1) or 2) - 1
    # A digit is matched with the character before it, which belongs to the caption.
    start = ordinal.start() + bool(ordinal.group(1))
    stem = key(caption[:start] + caption[ordinal.end() :])
    found = known.get(stem)
    if found and found.field.startswith("reference_documents[0]."):
        return Match(found.field.replace("[0]", f"[{place}]"), found.how)
    return None


def _similar(said: str, kind: str) -> Match | None:
    """The one caption that differs in a letter or two of its longer words."""
    wanted = said.split()
    close = {
        match.field: match
        for known, match in _by_length(kind).get(len(wanted), ())
        if all(a == b or _close(a, b) for a, b in zip(wanted, known, strict=True))
    }
    if len(close) != 1:
        return None
    return next(iter(close.values()))._replace(how="similar")


def _close(a: str, b: str) -> bool:
    """True for words of five letters or more one slip apart: a letter wrong, missing, doubled or swapped."""
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b[1:] or rest_a == rest_b[1:] or rest_a[1:] == rest_b or swapped


@lru_cache
def _by_length(kind: str) -> dict[int, tuple[tuple[tuple[str, ...], Match], ...]]:
    found: dict[int, list[tuple[tuple[str, ...], Match]]] = {}
    for spelled, match in table(kind).items():
        parts = tuple(spelled.split())
        found.setdefault(len(parts), []).append((parts, match))
    return {length: tuple(entries) for length, entries in found.items()}


_FDA_KINDS = tuple(sheet.cte_type for sheet in template().data_sheets if sheet.cte_type)
# Types that have a sheet of their own: FDA's thirteen and ours.
SHEET_KINDS: tuple[str, ...] = tuple(dict.fromkeys((*_FDA_KINDS, *(str(kind) for kind in OtherType))))


@lru_cache(maxsize=4_096)
def kind_named(text: str) -> str | None:
    """The type of record a text names, as a value of a type column does; None where it names none we know."""
    word = key(text)
    return next((kind for kind in KINDS_OF_RECORD if key(kind) == word), None) or next(
        (s.cte_type for s in template().data_sheets if key(s.name) == word), None
    )


@lru_cache(maxsize=4_096)
def kind_of_sheet(name: str) -> str | None:
    """The type of record a sheet's name speaks of: FDA's names, ours for continued sheets, usual ones."""
    bare = re.sub(r"\s*\(\d+\)\s*$", "", name).strip()
    for sheet in template().data_sheets:
        known = sheet.name.strip().lower()
        # Excel cuts names at 31 characters, so that one of ours with a number behind it is cut shorter.
        if known == bare.lower() or (len(bare) > 12 and known.startswith(bare.lower())):
            return sheet.cte_type
    return kind_named(bare) or next((kind for kind, names in words.SHEET_NAMES.items() if bare.lower() in names), None)
