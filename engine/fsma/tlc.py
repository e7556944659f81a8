"""Traceability lot codes: one text in, the code as it is matched and, where it says so, its GTIN and lot."""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.fsma import barcodes, gs1
from engine.fsma.text import LONGEST, fold, plain, verbatim


@dataclass(frozen=True, slots=True)
class LotCode:
    """A traceability lot code as understood.

    raw: as received. gtin: fourteen digits. lot: as typed, and only ever beside a GTIN.
    match: what two spellings of one code have in common, upper case.
    check_digit_ok: False where the GTIN fails its check digit, or is none.
    gtin_sent: the digits as they stood in the text or beside it, before padding.
    """

    raw: str
    gtin: str | None
    lot: str | None
    match: str
    check_digit_ok: bool = True
    gtin_sent: str | None = None

    @property
    def is_pair(self) -> bool:
        """True where the code carries both a GTIN and a lot number, which identify the lot everywhere."""
        return self.gtin is not None and self.lot is not None


# Words before a number that name what it is; a hyphen after LOT may belong to the code, so it does not count.
_LOT_WORD = r"(?:(?:TRACEABILITY )?LOT(?: ?(?:CODE|NUMBER|NUM|NO))?|TLC|BATCH(?: ?(?:CODE|NUMBER|NO))?)"
_GTIN_WORD = r"(?:CASE ?(?:CODE|GTIN|UPC)|GTIN(?:-?(?:8|12|13|14))?|UPC(?:-?[AE])?|EAN(?:-?(?:8|13))?|SKU)"
_TAIL = r"\s*(?:\.?\s*[#:=]+\s*|\.\s+)+"
_LABELLED = re.compile(
    rf"{_GTIN_WORD}(?:\s?(?:CODE|NUMBER|NO))?(?:{_TAIL}|\s+)(?P<gtin>[0-9](?:[ -]?[0-9]){{3,17}})"
    rf"\s*[,;+&/|-]*\s*{_LOT_WORD}(?:{_TAIL}|\s+)(?P<lot>\S.*)",
    re.I,
)
_REVERSED = re.compile(
    rf"{_LOT_WORD}(?:{_TAIL}|\s+)(?P<lot>\S.*?)\s*[,;+&/|-]*\s*"
    rf"{_GTIN_WORD}(?:\s?(?:CODE|NUMBER|NO))?(?:{_TAIL}|\s+)(?P<gtin>[0-9](?:[ -]?[0-9]){{3,17}})",
    re.I,
)
_COMMA = re.compile(r"(?P<gtin>[0-9]{8}|[0-9]{12,14})\s*,\s*(?P<lot>[^\s,][^,]*)")
_WORDS = re.compile(rf"(?:(?:{_LOT_WORD}|{_GTIN_WORD})(?:{_TAIL}|\s+))+(?=\S)", re.I)
_PREFIX = re.compile(rf"(?:(?:{_LOT_WORD}|{_GTIN_WORD})(?:{_TAIL}|\s+)|\((?:01|10)\)\s*)+(?=\S)", re.I)


def normal_gtin(text: str | None) -> str | None:
    """The GTIN in fourteen digits; None where the text is none.

    A length no GTIN has is padded only where the check digit then passes (lost zeros).
    """
    return _normal_gtin(text) if text and len(text) <= 40 else None


@lru_cache(maxsize=8192)
def _normal_gtin(text: str) -> str | None:
    digits = re.sub(r"[ -]", "", plain(text))
    digits = digits.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{6,14}", digits):
        return None
    padded = digits.zfill(14)
    return padded if len(digits) in gs1.GTIN_LENGTHS or gs1.check_digit_ok(padded) else None


def parse(text: str, gtin: str | None = None, lot: str | None = None) -> LotCode:
    """The lot code a text means, in any of the styles firms use; raises nothing.

    gtin, lot: fields sent beside the text; both together count where the text carries no GTIN and lot itself.
    """
    # Long texts are no codes, and would only crowd the memory of those already parsed.
    return (_parse if len(text) <= LONGEST else _parse.__wrapped__)(text, gtin, lot)


@lru_cache(maxsize=16384)
def _parse(text: str, gtin: str | None, lot: str | None) -> LotCode:
    raw = verbatim(text)
    seen_gtin, seen_lot = _pair(raw)
    if (seen_gtin is None or seen_lot is None) and gtin and lot and normal_gtin(gtin):
        seen_gtin, seen_lot = gtin, plain(lot) or None
    sent = seen_gtin or gtin or None
    code = normal_gtin(sent)
    if code and seen_lot:
        return LotCode(raw, code, seen_lot, f"(01){code}(10){fold(seen_lot)}", gs1.check_digit_ok(code), sent)
    match = fold(f"{seen_gtin} {seen_lot}") if seen_gtin and seen_lot else _match(raw)
    ok = sent is None or (code is not None and gs1.check_digit_ok(code))
    return LotCode(raw, code, None, match, ok, sent)


def _pair(raw: str) -> tuple[str | None, str | None]:
    """GTIN (as it stands) and lot that the text itself carries; (gtin, None) where it names a GTIN alone."""
    spelled = plain(raw)
    pair = barcodes.read(raw)
    if not pair and len(spelled) <= 300 and (label := _WORDS.match(spelled)):
        pair = barcodes.read(spelled[label.end() :])
    if pair or len(spelled) > 300:
        return pair or (None, None)
    for pattern in (_LABELLED, _REVERSED):
        if match := pattern.fullmatch(spelled):
            return re.sub(r"[ -]", "", match["gtin"]), match["lot"].strip()
    if (match := _COMMA.fullmatch(spelled)) and _one_code(match["gtin"], match["lot"]):
        return match["gtin"], match["lot"].strip()
    return None, None


def _one_code(gtin: str, lot: str) -> bool:
    # Two numbers of one length are two codes; a GTIN beside its lot differs in length or has letters.
    return gs1.check_digit_ok(gtin) and not (lot.isdigit() and len(lot) == len(gtin))


def _match(raw: str) -> str:
    folded = fold(raw)
    return fold(_PREFIX.sub("", folded, count=1)) if len(folded) <= 300 and _PREFIX.match(folded) else folded
