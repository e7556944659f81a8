"""GTIN and lot out of the GS1 notations: element strings, Digital Links and EPC class URNs."""

import re
from functools import lru_cache
from urllib.parse import unquote

from biip import ParseError
from biip.gs1_messages import GS1Message

from engine.fsma import gs1
from engine.fsma.text import plain

Pair = tuple[str | None, str | None]

FNC1 = "\x1d"
_AIM = re.compile(r"\](?:C1|e0|d2|Q3|J1)", re.I)
_BRACKETED = re.compile(r"[(\[]\s*([0-9]{2,4})\s*[)\]]")
_RAW = re.compile(r"01[0-9]{14}(?:1[1-7][0-9]{6})*10\S+")
_LINK = re.compile(
    r"(?:https?://\S+?|[a-z0-9-]+(?:\.[a-z0-9-]+)+\S*?)?/(?:01|gtin)/([0-9]{6,14})([/?#]\S*)?", re.I
)
_LINK_LOT = re.compile(r"/(?:10|lot)/([^/?#]+)", re.I)
_QUERY_LOT = re.compile(r"[?&](?:10|lot)=([^&#]+)", re.I)
_LGTIN = re.compile(r"urn:epc:class:lgtin:([0-9]+)\.([0-9]+)\.(.+)", re.I)


def read(text: str) -> Pair | None:
    """GTIN as it stands and lot, either None where not named; None where the text is no GS1 notation."""
    return _read(text) if len(text) <= 1_000 else None


@lru_cache(maxsize=8192)
def _read(text: str) -> Pair | None:
    spelled = plain(text.replace(FNC1, "\ufffc")).replace("\ufffc", FNC1)
    for notation in (_link, _urn, _bracketed, _unbracketed):
        pair = notation(spelled)
        if pair:
            return pair
    return None


def _link(text: str) -> Pair | None:
    match = _LINK.fullmatch(text) if "/" in text else None
    if not match:
        return None
    rest = match.group(2) or ""
    lot = _LINK_LOT.match(rest) or _QUERY_LOT.search(rest)
    return match.group(1), (plain(unquote(lot.group(1))) or None) if lot else None


def _urn(text: str) -> Pair | None:
    match = _LGTIN.fullmatch(text)
    if not match:
        return None
    prefix, item, lot = match.groups()
    # The item reference opens with the packaging indicator, which stands before the company prefix in a GTIN.
    payload = item[0] + prefix + item[1:]
    return (gs1.with_check_digit(payload) if len(payload) == 13 else None), plain(unquote(lot)) or None


def _bracketed(text: str) -> Pair | None:
    if not re.match(r"[(\[]", text):
        return None
    parts = _BRACKETED.split(text)
    found: dict[str, str] = {}
    for identifier, value in zip(parts[1::2], parts[2::2], strict=True):
        found.setdefault(identifier, plain(value))
    gtin = re.sub(r"[ -]", "", found.get("01", found.get("02", "")))
    return (gtin, found.get("10") or None) if re.fullmatch(r"[0-9]{6,14}", gtin) else None


def _unbracketed(text: str) -> Pair | None:
    marked = _AIM.match(text)
    body = (text[3:] if marked else text).lstrip(FNC1)
    if not marked and FNC1 not in text and not (_RAW.fullmatch(body) and gs1.check_digit_ok(body[2:16])):
        return None
    try:
        message = GS1Message.parse(body)
    except ParseError:
        return None
    found = {e.ai.ai: e.value for e in message.element_strings}
    gtin = found.get("01", found.get("02"))
    return (gtin, found.get("10")) if gtin else None
