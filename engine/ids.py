"""Public ids: 22 characters of shortuuid over a 128-bit UUID."""

import re
import uuid
from functools import lru_cache

import shortuuid

from engine.errors import Invalid

PATTERN = r"^[23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz]{22}$"
_SHAPE = re.compile(PATTERN)
_NAMESPACE = uuid.UUID("b2a5f6e0-6a0e-5d0c-9d5c-2f3f6c1c7a01")


def new_id() -> str:
    """A fresh random id."""
    return shortuuid.encode(uuid.uuid4())


# A capture asks for the id of one lot again and again; typed, as 1 and 1.0 are spelled apart.
@lru_cache(maxsize=16_384, typed=True)
def derived_id(*parts: object) -> str:
    """The id that belongs to these parts, the same in every process and after every rebuild."""
    return shortuuid.encode(uuid.uuid5(_NAMESPACE, "\x1f".join(map(str, parts))))


def is_id(text: str) -> bool:
    """Whether the text is an id: about one in five strings of the right shape exceeds 128 bits and is none."""
    if not _SHAPE.match(text):
        return False
    try:
        shortuuid.decode(text)
    except ValueError:
        return False
    return True


def parse_id(text: str, *loc: str) -> str:
    """The id itself, or Invalid naming `loc` (for example "path", "lot_id")."""
    if not is_id(text):
        fault = {"loc": list(loc), "msg": "Not an id: 22 characters of the shortuuid alphabet.", "type": "short_id"}
        raise Invalid(details=[fault])
    return text
