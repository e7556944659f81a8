"""Values of accounts: how they are cleaned, and what is wrong with those that cannot be."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from engine.clock import epoch_ms, from_epoch_ms
from engine.errors import Invalid

LONGEST_NAME = 255
MOST_METADATA = 50
LONGEST_METADATA_KEY = 40
LONGEST_METADATA_VALUE = 500
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>\"]{1,64}@[^@\s\x00-\x1f<>\"]+\.[^@\s\x00-\x1f<>\"]+")
_LONGEST_EMAIL = 254


def invalid(field: str, message: str) -> Invalid:
    return Invalid(details=[{"loc": ["body", field], "msg": message, "type": "value_error"}])


def name(text: str, field: str = "name") -> str:
    """Blanks put right. Raises Invalid."""
    cleaned = " ".join(text.split())
    if not cleaned or len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
        raise invalid(field, f"A name has 1 to {LONGEST_NAME} characters.")
    return cleaned


def email(text: str) -> str:
    """Blanks around it dropped. Raises Invalid."""
    cleaned = text.strip()
    if len(cleaned) > _LONGEST_EMAIL or not _EMAIL.fullmatch(cleaned):
        raise invalid("email", "Not an e-mail address.")
    return cleaned


def email_key(text: str) -> str:
    """What two spellings of one address share. Mailboxes that differ only by case are one in practice."""
    return text.strip().casefold()


def metadata(present: Mapping[str, str], given: Mapping[str, str] | None) -> dict[str, str]:
    """What a metadata map becomes: {} or None clears, an empty text deletes its key, keys not named stay.

    Raises Invalid beyond 50 keys, keys of 40 characters or values of 500.
    """
    if not given:
        return {}
    for key, value in given.items():
        if not key or len(key) > LONGEST_METADATA_KEY:
            raise invalid("metadata", f"A key has 1 to {LONGEST_METADATA_KEY} characters.")
        if len(value) > LONGEST_METADATA_VALUE:
            raise invalid("metadata", f"A value has at most {LONGEST_METADATA_VALUE} characters.")
    merged = {key: value for key, value in {**present, **given}.items() if value != ""}
    if len(merged) > MOST_METADATA:
        raise invalid("metadata", f"At most {MOST_METADATA} keys.")
    return merged


def to_json(kept: Mapping[str, str]) -> str:
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def from_json(text: str | None) -> dict[str, str]:
    return json.loads(text) if text else {}


def moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_epoch_ms(ms)


def ms(at: datetime | None, field: str = "expires_at") -> int | None:
    """Raises Invalid for a moment without a time zone."""
    if at is None:
        return None
    if at.tzinfo is None:
        raise invalid(field, "A time zone is required.")
    return epoch_ms(at)
