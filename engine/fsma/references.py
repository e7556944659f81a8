"""References to the traceability lot code source: which texts lead FDA to its location description (21 CFR 1.1310).

The rule names a facility registration number and a web address as examples and closes no list, so whatever may lead
there is kept: telephone and establishment numbers, codes to be scanned, names of firms. Words that lead nowhere are
none.
"""

import re
from functools import lru_cache

from engine.fsma.text import words

# Texts made of nothing but these say that the source is told elsewhere, by somebody, some time.
_POINTING = frozenset((
    "see", "refer", "check", "look", "ask", "contact", "call", "visit", "per", "on", "listed", "shown", "printed",
    "ver", "consultar",
))  # fmt: skip
_PAPERS = frozenset((
    "invoice", "invoices", "inv", "bol", "bill", "bills", "lading", "po", "order", "orders", "purchase", "asn",
    "packing", "list", "slip", "ticket", "label", "labels", "tag", "tags", "case", "cases", "box", "boxes", "carton",
    "package", "pallet", "paperwork", "document", "documents", "doc", "docs", "record", "records", "file", "files",
    "sheet", "spreadsheet", "tab", "row", "column", "line", "page", "attached", "attachment", "attachments", "note",
    "notes", "comment", "comments", "remarks", "certificate", "coa", "spec", "contract", "factura", "etiqueta",
    "archivo", "documento",
))  # fmt: skip
# Names of identifiers, which say nothing without the number.
_NUMBERED = frozenset((
    "gln", "ffrn", "fei", "fda", "usda", "duns", "gs1", "food", "facility", "registration", "registered", "reg",
    "establishment", "est", "permit", "license", "licence", "phone", "telephone", "tel", "fax", "email", "mail",
    "number", "num", "id", "url", "link", "website", "websites", "web", "site", "homepage", "internet", "online", "www",
    "portal", "sitio", "address", "telefono",
))  # fmt: skip
_PARTIES = frozenset((
    "supplier", "suppliers", "vendor", "vendors", "shipper", "sender", "grower", "growers", "farm", "farmer",
    "packer", "processor", "producer", "manufacturer", "distributor", "broker", "importer", "customer", "buyer",
    "office", "head", "headquarters", "hq", "corporate", "company", "co", "corp", "qa", "sales", "manager",
    "department", "dept", "plant", "warehouse", "us", "me", "you", "they", "them", "we", "i", "our", "ours", "your",
    "their", "his", "her", "my", "it", "self", "own", "proveedor", "productor",
))  # fmt: skip
_LITTLE = frozenset((
    "a", "an", "the", "to", "at", "in", "by", "of", "for", "from", "with", "via", "and", "or", "if", "as", "is",
    "are", "be", "will", "has", "have", "can", "only", "upon", "when", "please", "pls", "up", "out", "back", "de",
    "del", "el", "la", "en", "al", "con", "same", "ditto", "do", "idem", "above", "below", "before", "previous",
    "prior", "next", "other", "various", "varies", "multiple", "several", "mixed", "different", "mismo", "misma",
    "igual", "n", "s", "w", "na", "no", "not", "none", "nothing", "null", "nil", "unknown", "unk", "applicable",
    "tbd", "tba", "pending", "missing", "blank", "yes", "y", "x", "ok", "done", "later", "follow", "follows",
    "coming", "soon", "available", "avail", "unavailable", "request", "requested", "required", "needed", "provided",
    "provide", "given", "sent", "kept", "held", "stored", "stated", "noted", "known", "determined", "announced",
    "advised", "added", "confirmed", "pendiente", "aplica", "disponible", "info", "information", "details", "detail",
    "data", "name", "location", "place", "source", "reference", "ref", "tlc", "traceability", "lot", "code", "system",
    "database", "erp", "test", "sample", "locations", "sources", "ship", "house", "internal", "internally", "master",
    "plan", "folder", "shared", "verbal", "verbally", "private", "confidential", "proprietary", "don", "t", "d",
    "does", "know", "one", "req", "onfile",
))  # fmt: skip
_EMPTY = _POINTING | _PAPERS | _NUMBERED | _PARTIES | _LITTLE
# An invoice's number leads nobody to a place; a longer one may be a GLN, a registration or a telephone number.
_SHORT = 7
_DIGITS = re.compile("[0-9]")
# Blanks before or behind the point, or capitals behind it, are those of sentences.
_ADDRESS = re.compile(r"\w{2}\.[a-z]{2,}|@|//")


@lru_cache(maxsize=4096)
def says_nothing(text: str) -> bool:
    """True for words such as "see website", "on file", "supplier" or "see invoice 4711", which lead to no place."""
    said = words(text).split()
    numbers = [word for word in said if word not in _EMPTY]
    if _ADDRESS.search(text) or not all(map(_DIGITS.search, numbers)):
        return False
    if not numbers:
        return True
    points = said[0] in _POINTING and not _PAPERS.isdisjoint(said) and _NUMBERED.isdisjoint(said)
    return points and len(_DIGITS.findall("".join(numbers))) < _SHORT
