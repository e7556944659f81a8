"""Values as the catalogue takes them: text, GTINs, set 82, metadata; each cleaned, or refused with a reason."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from engine.fsma import countries, gs1
from engine.fsma.text import tidy
from engine.fsma.tlc import normal_gtin
from engine.identity import fields
from engine.ids import is_id

# GS1 General Specifications, figure 7.11-1: what a lot or serial number may hold, up to 20 of them.
SET_82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
_LOT_NUMBER = re.compile(rf"{SET_82}{{1,20}}")
_PREFIX = re.compile(rf"{SET_82}{{0,12}}")
_ALL_ZERO = "0" * 14


class Form(BaseModel):
    """Base of what clients send: unknown names are refused, so that a typing error is told."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _tidied(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


def _tidied_or_none(value: Any) -> Any:
    return (tidy(value) or None) if isinstance(value, str) else value


def said(most: int) -> Any:
    """Text that must say something."""
    return Annotated[str, BeforeValidator(_tidied), Field(min_length=1, max_length=most)]


def maybe(most: int) -> Any:
    """Text, or None; blank text is None."""
    return Annotated[Annotated[str, Field(max_length=most)] | None, BeforeValidator(_tidied_or_none)]


def _gtin(text: str) -> str:
    found = normal_gtin(text)
    if found is None or found == _ALL_ZERO or not gs1.check_digit_ok(found):
        raise PydanticCustomError("gtin", "Not a GTIN of 8, 12, 13 or 14 digits with a right check digit.")
    return found


def is_number(text: str) -> bool:
    """Whether the text can be a lot or serial number."""
    return _LOT_NUMBER.fullmatch(text) is not None


def _set_82(text: str) -> str:
    if not is_number(text):
        raise PydanticCustomError("set_82", "1 to 20 characters of GS1 set 82: letters, digits and "
                                            "!\"%&'()*+,-./:;<=>?_ are allowed.")
    return text


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise PydanticCustomError("set_82", "At most 12 characters of GS1 set 82.")
    return text


def _gln(text: str | None) -> str | None:
    if text is None:
        return None
    digits = re.sub(r"[ -]", "", text)
    if not gs1.gln_ok(digits):
        raise PydanticCustomError("gln", "Not a GLN: 13 digits, the last of them the check digit.")
    return digits


def _country(text: str | None) -> str | None:
    code = countries.code(text, None)
    if code is not None and not countries.is_code(code):
        raise PydanticCustomError("country", "Not a country: ISO 3166-1, two letters.")
    return code


def _id(text: str) -> str:
    if not is_id(text):
        raise PydanticCustomError("short_id", "Not an id: 22 characters of the shortuuid alphabet.")
    return text


Gtin = Annotated[str, Field(max_length=40), AfterValidator(_gtin)]
Set82 = Annotated[str, BeforeValidator(lambda v: v.strip() if isinstance(v, str) else v), AfterValidator(_set_82)]
SerialPrefix = Annotated[str, AfterValidator(_prefix)]
Gln = Annotated[maybe(40), AfterValidator(_gln)]
Country = Annotated[maybe(60), AfterValidator(_country)]
Id = Annotated[str, AfterValidator(_id)]
Metadata = dict[str, str]


def metadata(present: Mapping[str, str], given: Mapping[str, str] | None) -> str:
    """The JSON of a metadata map after a change: {} or None clears, an empty text deletes its key, others stay.

    Raises Invalid beyond 50 keys, keys of 40 characters or values of 500.
    """
    cleaned = {tidy(key): tidy(value) for key, value in given.items()} if given else given
    return fields.to_json(fields.metadata(present, cleaned))
