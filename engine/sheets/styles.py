"""What a number in a cell means by its format: a date, digits with leading zeros, or just a number."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from openpyxl.styles.numbers import BUILTIN_FORMATS

from engine.sheets.guard import Package
from engine.sheets.xml_parts import elements, local

# Digits with text between them, as in "L"00000 or 000-0000: "0" for each digit, and the texts.
Mask = tuple[str, ...]
Meaning = Literal["number", "date", "time"] | int | Mask

# Date formats of other languages that have numbers but no code of their own (ECMA-376 part 1, 18.8.30).
_OTHER_DATES = frozenset((*range(27, 37), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
_ZEROS = re.compile(r"0{2,20}")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(.)', re.S)
_DATED, _TIMED = re.compile("[ydeg]|m(?!.*[hs])", re.I), re.compile("[hs]", re.I)


def meanings(package: Package, part: str | None) -> list[Meaning]:
    """What each cell style makes of a number; an int n means: whole numbers of n digits, zeros in front.

    A Mask means that the digits of a whole number are shown with text between them.
    """
    if part is None:
        return []
    codes: dict[int, str] = {}
    found: list[Meaning] = []
    for element in elements(package, part, "numFmt", "cellXfs"):
        if local(element) == "numFmt":
            if (number := _int(element.get("numFmtId"))) is not None:
                codes[number] = element.get("formatCode") or ""
        else:
            for style in element:
                number = _int(style.get("numFmtId")) or 0
                code = codes.get(number) or BUILTIN_FORMATS.get(number, "General")
                found.append("date" if number in _OTHER_DATES and number not in codes else _meaning(code))
    return found


@lru_cache(maxsize=1024)
def _meaning(code: str) -> Meaning:
    section = code[:255].split(";")[0]
    if _ELAPSED.search(section):
        return "time"
    if mask := _mask(section):
        return mask
    bare = _QUOTED.sub("", section)
    if _ZEROS.fullmatch(bare.strip()) and '"' not in section:
        return len(bare.strip())
    if "general" in bare.lower() or re.search("[#?0]", bare):
        return "number"
    if _DATED.search(bare):
        return "date"
    return "time" if _TIMED.search(bare) else "number"


def _mask(section: str) -> Mask | None:
    """The mask a format is; None for one that shows numbers as numbers."""
    found = []
    for quoted, escaped, bare in _TOKEN.findall(section):
        if bare and bare not in "0-/() ":
            return None
        if text := quoted or escaped or bare:
            found.append(text if text != "0" or bare else "\\0")
    # A quantity may be shown with its unit; a minus or bracket alone beside one digit is how amounts are written.
    said = any(c.isalnum() for text in found if text != "0" for c in text)
    return tuple(found) if "0" in found and (said or found.count("0") > 1 and found.count("0") < len(found)) else None


def masked(digits: str, mask: Mask) -> str:
    """The digits as the mask shows them: zeros in front where it has more places, more digits at its first place."""
    places = mask.count("0")
    digits = digits.zfill(places)
    shown, at = [], 0
    for text in mask:
        if text != "0":
            shown.append(text.removeprefix("\\") if text == "\\0" else text)
            continue
        until = at + 1 if at else len(digits) - places + 1
        shown.append(digits[at:until])
        at = until
    return "".join(shown).strip()


def _int(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def moment(serial: float, from_1904: bool) -> date | datetime | None:
    """The date, or date and time, a serial number stands for; None where no calendar has it.

    Excel's first calendar has a 29 February 1900 that never was, so its days before 1 March 1900 are one off.
    """
    if not 0 <= serial < 2_958_466:
        return None
    if not from_1904 and serial < 61:
        serial += 1
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    found = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=days, seconds=seconds)
    return found if seconds % 86_400 else found.date()
