"""The catalogue of what can be said about cells and rows as a spreadsheet holds them, and how it is said."""

from types import MappingProxyType

from engine.fsma.findings import Rule, Severity
from engine.fsma.text import excerpt
from engine.sheets.grid import Value, letters, shown
from engine.sheets.seen import SheetNote

RULES = MappingProxyType(
    {
        "V-SHT-01": Rule("error", "A spreadsheet program destroyed a code: digits lost, or turned into a date."),
        "V-SHT-02": Rule("info", "A cell holds a formula; its last result was read, or it has none (a warning)."),
        "V-SHT-03": Rule("info", "The row is hidden; it was read all the same."),
        "V-SHT-04": Rule("info", "Merged cells were filled down; a quantity never is (a warning)."),
        "V-SHT-05": Rule("info", "Dates that can be read two ways were read by what their column shows."),
        "V-SHT-06": Rule("warning", "Rows that make one record differ where they should repeat."),
        "V-SHT-07": Rule("warning", "A cell holds an error value such as #N/A or #REF!."),
        "V-SHT-08": Rule("warning", "Two columns hold one data element; the first that says something counts."),
        "V-SHT-09": Rule("info", "A column was not understood; nothing was read from it."),
        "V-SHT-10": Rule("info", "A number was read as the day it stands for in the spreadsheet's calendar."),
        "V-SHT-11": Rule("error", "One cell holds a whole address that can be divided in more than one way."),
        "V-SHT-12": Rule("info", "A row repeats another of the same record and was counted once."),
        "V-SHT-13": Rule("info", "A column was recognised although its caption is misspelled."),
        "V-SHT-15": Rule("info", "The sheet is hidden, or its calendar begins in 1904."),
        "V-SHT-16": Rule("warning", "A code has digits after the point; a program may have added them."),
        "V-SHT-17": Rule("info", "A row of our own export was changed since, or lost what only we write."),
        "V-SHT-18": Rule("info", "Numbers written with a decimal comma were read so."),
        "V-SHT-19": Rule("error", "A number can be read two ways, as 1.200 can."),
        "V-SHT-20": Rule("error", "A cell points elsewhere, as “same as above” does, where a code or a name is due."),
        "V-SHT-21": Rule("info", "A name was read as the sender's mapping says; if the row says otherwise, a warning."),
        "V-SHT-22": Rule("info", "A quantity has the unit its caption says; an error where the cell says another."),
        "V-SHT-23": Rule("warning", "A sheet was not understood; nothing was read from it."),
        "V-SHT-24": Rule("error", "Several columns may be the quantity, each in its unit; none of them was read."),
    }
)  # fmt: skip


def note(
    rule: str,
    message: str,
    hint: str,
    *,
    row: int | None = None,
    column: int | None = None,
    field: str | None = None,
    value: Value = None,
    severity: Severity | None = None,
) -> SheetNote:
    """A note; its severity is the rule's own unless another is given. column: number from 0."""
    name = None if column is None else letters(column)
    seen = None if value is None else excerpt(shown(value))
    return SheetNote(rule, severity or RULES[rule].severity, row, name, field, seen, message, hint)
