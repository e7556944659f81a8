"""Spreadsheets in: the bytes of a workbook or CSV file become events, each with the cells it came from."""

from engine.sheets.annotate import annotate
from engine.sheets.file import SheetFile, read
from engine.sheets.mapping import Mapping
from engine.sheets.seen import Cell, CellNote, Column, RowGroup, SheetNote, SheetSeen

__all__ = [
    "Cell",
    "CellNote",
    "Column",
    "Mapping",
    "RowGroup",
    "SheetFile",
    "SheetNote",
    "SheetSeen",
    "annotate",
    "read",
]
