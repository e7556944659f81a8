"""GS1 numbers: check digits and lengths of GTIN and GLN."""

import re
from functools import lru_cache

from biip.checksums import gs1_standard_check_digit

GTIN_LENGTHS = (8, 12, 13, 14)


# Firms send the same few numbers all day, and one record names each many times.
@lru_cache(maxsize=8192)
def check_digit_ok(digits: str) -> bool:
    """True where the last digit is the GS1 modulo 10 check digit of the others."""
    if len(digits) < 2 or not re.fullmatch(r"[0-9]+", digits):
        return False
    return int(digits[-1]) == gs1_standard_check_digit(digits[:-1])


def with_check_digit(payload: str) -> str:
    """The digits followed by their check digit."""
    return payload + str(gs1_standard_check_digit(payload))


def gln_like(text: str) -> bool:
    """True for thirteen digits: mistyped, they still tell one place from another."""
    return re.fullmatch(r"[0-9]{13}", text) is not None


def gln_ok(text: str | None) -> bool:
    """True for thirteen digits with a right check digit."""
    return text is not None and len(text) == 13 and check_digit_ok(text)
