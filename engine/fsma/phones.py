"""Telephone numbers: kept as typed, with an E.164 copy where they can be read."""

import re
from functools import lru_cache

import phonenumbers

HOME = "US"


@lru_cache(maxsize=8192)
def e164(text: str, country: str | None = None) -> str | None:
    """The number in E.164 form, extensions left out; None where it is no possible number.

    country: ISO 3166-1 alpha-2 code that a number without + belongs to, the United States by default.
    """
    if len(text) > 60:
        return None
    region = country if country in phonenumbers.SUPPORTED_REGIONS else HOME
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def reaches_someone(text: str) -> bool:
    """True where the text has digits enough to be dialled at all."""
    return len(re.findall(r"\d", text[:60])) >= 7
