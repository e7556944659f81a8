"""Captions reduced to the words that tell them apart."""

import re
from functools import lru_cache

from engine.fsma.text import plain

# A hint follows a blank line in FDA's captions; the first lines are the caption itself.
_HINT = re.compile(r"\n[ \t\u00a0]*\n.*", re.S)
_PART = "(?:mm?|dd?|yyyy|yy)"
_DATE_FORMAT = re.compile(rf"[(\[]?\s*\b{_PART}([/.-]){_PART}\1{_PART}\b\s*[)\]]?", re.I)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# "Quantity (units)" is a quantity, not the unit of one.
_IN_UNITS = re.compile(r"(?<=\w)\s*[(\[]\s*(?:units?|uom|u/m)\.?\s*[)\]]", re.I)
_WORD = re.compile(r"[a-z]+|[0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_SILENT = frozenset(
    (
        "the", "a", "an", "of", "was", "were", "is", "are", "where", "which", "that", "this", "your", "you", "it", "in",
        "at", "by", "and", "i", "e", "g", "eg", "ie", "if",
    )
)  # fmt: skip
_SPELLED = {
    "qty": "quantity", "quant": "quantity", "uom": "unit measure", "um": "unit measure", "units": "unit",
    "tlc": "traceability lot code", "addr": "address", "tel": "phone", "telephone": "phone", "ph": "phone",
    "no": "number", "num": "number", "nbr": "number", "nr": "number", "desc": "description", "descr": "description",
    "doc": "document", "docs": "document", "documents": "document", "ref": "reference", "recd": "received",
    "rcvd": "received", "recv": "received", "rcv": "received", "receive": "received", "receiving": "received",
    "receipt": "received", "shipped": "ship", "shipping": "ship", "shipment": "ship", "harvested": "harvest",
    "harvesting": "harvest", "cooled": "cooling", "packed": "packing", "pack": "packing", "packaging": "package",
    "transformed": "transformation", "landed": "landing", "purchased": "purchase", "zipcode": "zip code",
    "postcode": "postal code", "cte": "cte", "locations": "location", "docs_": "document", "lots": "lot",
    "company": "business", "firm": "business", "postal": "zip", "province": "state", "uoms": "unit measure",
    "dt": "date", "cust": "customer", "dest": "destination", "prod": "product",
}  # fmt: skip


def without_hint(caption: str) -> str:
    """The caption proper: what stands before its first blank line."""
    return _HINT.sub("", caption.replace("\r\n", "\n").strip())


@lru_cache(maxsize=16_384)
def key(caption: str, brackets: bool = True) -> str:
    """The caption's words in one spelling: without hint, date format, small words, marks and case.

    brackets: keep what stands in brackets. "Ship-To (Qty.)" is "ship to quantity".
    """
    text = without_hint(caption)[:1_000]
    text = _CAMEL.sub(" ", _DATE_FORMAT.sub(" ", text)) if not text.isupper() else _DATE_FORMAT.sub(" ", text)
    text = _IN_UNITS.sub(" ", plain(text).lower())
    if not brackets:
        while (bare := _BRACKETS.sub(" ", text)) != text:
            text = bare
    text = text.replace("u/m", "uom").replace("#", " number ").replace("'s", "").replace("n/a", " ")
    text = text.replace("state/region", "state").replace("state or region", "state").replace("state region", "state")
    text = text.replace("zip/postal", "zip").replace("zip or postal", "zip").replace("zip postal", "zip")
    words = (_SPELLED.get(word, word) for word in _WORD.findall(text) if word not in _SILENT)
    return " ".join(words)
