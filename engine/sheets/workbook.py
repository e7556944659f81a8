"""An .xlsx workbook: which sheets it has, in which parts, and what their cells refer to."""

import posixpath
from dataclasses import dataclass

from engine.errors import Impossible, TooLarge, UnsupportedMedia
from engine.limits import Limits
from engine.sheets.guard import Package
from engine.sheets.sheet_rows import Book, SheetRows
from engine.sheets.strings import Strings
from engine.sheets.styles import meanings
from engine.sheets.xml_parts import elements, local


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook in their order. from_1904: its calendar begins in 1904, as old Macs' did."""

    sheets: tuple[SheetRows, ...]
    from_1904: bool


def open_workbook(raw: bytes, limits: Limits) -> Workbook:
    """The workbook in the bytes; raises engine.errors with the reason where there is none that can be read."""
    package = Package(raw, limits)
    types = _content_types(package)
    part = _workbook_part(package)
    _refuse_macros(types.get(part.lower(), ""))
    related = _relations(package, part)
    named, from_1904 = _sheets(package, part)
    if len(named) > limits.workbook_sheets:
        raise TooLarge(f"The workbook has more than {limits.workbook_sheets:,} sheets.")
    strings = Strings(package, _first(package, related, "/sharedStrings"))
    book = Book(package, strings, meanings(package, _first(package, related, "/styles")), from_1904, limits)
    sheets = []
    for name, identifier, hidden in named:
        kind, target = related.get(identifier, ("", ""))
        # Chart and dialog sheets hold no rows.
        if kind.endswith("/worksheet"):
            if not package.has(target):
                raise Impossible(f"The workbook is damaged: the sheet “{name}” is missing from it.")
            sheets.append(SheetRows(book, name, target, hidden))
    if not sheets:
        raise Impossible("The workbook has no sheets with rows.")
    return Workbook(tuple(sheets), from_1904)


def _content_types(package: Package) -> dict[str, str]:
    found = {}
    for element in elements(package, "[Content_Types].xml", "Override"):
        found[(element.get("PartName") or "").lstrip("/").lower()] = element.get("ContentType") or ""
    return found


def _refuse_macros(content_type: str) -> None:
    if "macroEnabled" in content_type:
        raise UnsupportedMedia("The workbook is of a kind that holds macros; save it as .xlsx and send it again.")


def _workbook_part(package: Package) -> str:
    for kind, target in _relations(package, "").values():
        if kind.endswith("/officeDocument") and package.has(target):
            return target
    if package.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    raise Impossible("The workbook is damaged: the list of its sheets is missing.")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target of what a part refers to, by its id there; targets outside the file are left out."""
    folder, _, name = part.rpartition("/")
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if not package.has(listing):
        return found
    for element in elements(package, listing, "Relationship"):
        target = element.get("Target") or ""
        if element.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id") or ""] = (element.get("Type") or "", path)
    return found


def _sheets(package: Package, part: str) -> tuple[list[tuple[str, str, bool]], bool]:
    named, from_1904 = [], False
    for element in elements(package, part, "workbookPr", "sheet"):
        if local(element) == "workbookPr":
            from_1904 = element.get("date1904") in ("1", "true", "on")
        else:
            identifier = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            named.append((element.get("name") or "", identifier, element.get("state") in ("hidden", "veryHidden")))
    return named, from_1904


def _first(package: Package, related: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for k, target in related.values() if k.endswith(kind) and package.has(target)), None)
