"""Text of workbooks: the table of shared strings, held small, and rich text made plain."""

import re
from array import array
from functools import lru_cache

from lxml import etree

from engine.errors import Impossible
from engine.sheets.guard import Package
from engine.sheets.xml_parts import elements, local

# Excel writes a character that XML cannot hold as _x0000_, and the underscore of such a text as _x005F_. Half a
# surrogate pair is no character.
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")


class Strings:
    """The shared strings of a workbook as one block of UTF-8, eight bytes more a string."""

    def __init__(self, package: Package, part: str | None) -> None:
        self._block = bytearray()
        self._ends = array("Q", [0])
        for item in elements(package, part, "si") if part else ():
            self._block += rich_text(item).encode("utf-8", "replace")
            self._ends.append(len(self._block))
        self.text = lru_cache(maxsize=8_192)(self._text)

    def _text(self, number: str) -> str:
        """The string of a number as cells state it."""
        try:
            index = int(number)
            if index < 0:
                raise IndexError(number)
            return self._block[self._ends[index] : self._ends[index + 1]].decode()
        except (ValueError, IndexError) as fault:
            raise Impossible("The workbook is damaged: a cell refers to a text that is not there.") from fault


def rich_text(item: etree._Element) -> str:
    """The text of an entry or inline string, runs joined, pronunciation guides left out."""
    if len(item) == 1 and item[0].tag.endswith("}t"):
        return unescaped(item[0].text or "")
    found = []
    for part in item:
        name = local(part)
        if name == "t":
            found.append(part.text or "")
        elif name == "r":
            found.extend(t.text or "" for t in part if local(t) == "t")
    return unescaped("".join(found))


def unescaped(text: str) -> str:
    """Text without Excel's escapes for characters that XML cannot hold."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text
