"""How cells look, and how text is spelled in one so that it stays what it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from math import ceil
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from engine.exports.values import NOT_RECORDED, TEXT_LIMIT, clean

DATE_FORMAT = "mm/dd/yyyy"
# Text that a spreadsheet may take for a formula when the cell is edited or pasted.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Excel reads _x0041_ in a string as the character with that code; this writes the underscore itself as one.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# Excel shows #### for longer text in cells of the Text format.
_TEXT_FORMAT_LIMIT = 255
_FDA, _OURS, _GAP = (PatternFill("solid", fgColor=colour) for colour in ("1F3864", "595959", "FFF2CC"))
_FONT = "Calibri"

TextCell = Callable[[str], tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Head:
    """One column: caption, a hint shown as a comment on it, width in characters, whether FDA's or ours."""

    caption: str
    hint: str | None = None
    width: float = 22
    ours: bool = False


class Looks:
    """The few styles in use. Their numbers are those openpyxl gives them in this book's style table."""

    def __init__(self, book: Workbook) -> None:
        sheet = book.create_sheet("styles")
        left = Alignment(horizontal="left", vertical="top")
        day, number = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        day.number_format = DATE_FORMAT
        day.alignment = number.alignment = left  # beside text columns, figures on the right would run into them
        self.day, self.number = day.style_id, number.style_id
        self._texts = {}
        for quoted, short, wrap, gap in product((False, True), repeat=4):
            cell = WriteOnlyCell(sheet)
            cell.number_format = "@" if short else "General"
            cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=wrap)
            if quoted:
                cell.quotePrefix = True
            if gap:
                cell.fill = _GAP
            self._texts[quoted, short, wrap, gap] = cell.style_id
        book.remove(sheet)
        self._cells = {wrap: lru_cache(maxsize=16_384)(partial(self._cell, wrap=wrap)) for wrap in (False, True)}

    def header(self, sheet, head: Head) -> WriteOnlyCell:
        """A caption cell with its hint."""
        cell = WriteOnlyCell(sheet, head.caption)
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF")
        cell.fill = _OURS if head.ours else _FDA
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if head.hint:
            cell.comment = Comment(head.hint, "lotgraph" if head.ours else "FDA", height=90, width=280)
        return cell

    def prose(self, sheet, text: str, bold: bool = False) -> WriteOnlyCell:
        """A cell of wrapped text."""
        cell = WriteOnlyCell(sheet, text)
        cell.font = Font(name=_FONT, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    def text_cells(self, wrap: bool) -> TextCell:
        """Writes a string cell from behind its address on, and says what had to be done to the text."""
        return self._cells[wrap]

    def _cell(self, text: str, wrap: bool) -> tuple[str, str | None]:
        note = None
        if "_x" in text:
            text = _ESCAPE.sub("_x005F_", text)
        if not text.isprintable() or len(text) > TEXT_LIMIT // 2:
            text, note = clean(text)
        short, gap = len(text) <= _TEXT_FORMAT_LIMIT, text.startswith(NOT_RECORDED)
        style = self._texts[text.startswith(FORMULA_STARTS), short, wrap, gap]
        body = escape(text)
        if "\r" in body:
            body = body.replace("\r", "&#13;")
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f' s="{style}" t="inlineStr"><is><t{space}>{body}</t></is></c>', note


def lines_of(text: object, width: float) -> int:
    """Lines a text takes in a column of so many characters, with room for words that do not fit; at most 27.

    Excel's tallest row is 409 points, 27 lines of 15.
    """
    parts = str(text).split("\n")
    return min(27, sum(max(1, ceil(len(part) * 1.15 / max(width, 1))) for part in parts))
