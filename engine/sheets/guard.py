"""What a file is by its first bytes, and the bounds within which its parts are unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from engine.errors import Impossible, TooLarge, UnsupportedMedia
from engine.limits import Limits

Kind = Literal["xlsx", "csv", "zip"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"{\\rtf", "an RTF document"), (b"MZ", "a program"), (b"\x7fELF", "a program"),
)  # fmt: skip
ENTITIES = "The workbook declares XML entities, as no spreadsheet does; it was not read."
# What zipfile raises for archives that are none, cut off, or of a kind it cannot unpack.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
# Parts of a workbook are a few dozen; a package with more members than this was not made by a spreadsheet.
_MOST_MEMBERS = 4_000
_CHUNK = 1 << 16
# Below this nothing a part unpacks to can hurt, whatever its ratio: short sheets of one repeated row reach 300 to 1.
_RATIO_COUNTS_FROM = 16 * 2**20


def kind_of(raw: bytes, limits: Limits) -> Kind:
    """Whether the bytes are a workbook, a CSV text or a ZIP of CSV files.

    Raises TooLarge, UnsupportedMedia or Impossible with what the file is instead.
    """
    if len(raw) > limits.workbook_bytes:
        raise TooLarge(f"The file is larger than {_megabytes(limits.workbook_bytes)}; send it in parts.")
    if not raw.strip(b" \t\r\n\0"):
        raise Impossible("The file is empty.")
    if raw.startswith(_OLE):
        raise UnsupportedMedia(_what_ole_is(raw))
    if raw.startswith(b"PK"):
        return _zip_kind(Package(raw, limits))
    for start, what in _NOT_TABLES:
        if raw.startswith(start):
            raise UnsupportedMedia(f"The file is {what}; send a workbook (.xlsx) or CSV.")
    head = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<html", b"<!doctype", b"<table")):
        raise UnsupportedMedia("The file is XML or HTML; open it in your spreadsheet and save it as .xlsx or CSV.")
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedMedia("The file is neither a workbook (.xlsx) nor CSV text.")
    return "csv"


def declares_types(head: bytes) -> bool:
    """True where the first bytes of an XML part, in whatever encoding, hold a document type declaration."""
    bare = head.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in bare or b"<!ENTITY" in bare


def _what_ole_is(raw: bytes) -> str:
    # Names in the directory of a compound file are UTF-16; an encrypted workbook is wrapped in two such streams.
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return "The workbook is protected by a password; save it without one and send it again."
    return "The file is an old Excel or other Office file (.xls); save it as .xlsx and send it again."


def _zip_kind(package: "Package") -> Kind:
    names = {name.lower() for name in package.names}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnsupportedMedia("The workbook holds macros; save it as .xlsx, without them, and send it again.")
    if "xl/workbook.bin" in names:
        raise UnsupportedMedia("The file is a binary workbook (.xlsb); save it as .xlsx and send it again.")
    if "[content_types].xml" in names:
        if not any(name.startswith("xl/") for name in names):
            raise UnsupportedMedia("The file is an Office document that is no workbook; send an .xlsx or CSV.")
        return "xlsx"
    if "mimetype" in names or "content.xml" in names:
        raise UnsupportedMedia("The file is an OpenDocument file; save it as .xlsx and send it again.")
    if any(name.endswith(".iwa") for name in names):
        raise UnsupportedMedia("The file is a Numbers document; export it as .xlsx and send it again.")
    files = [name.lower() for name in package.files]
    if files and all(name.endswith((".csv", ".txt", ".tsv")) for name in files):
        return "zip"
    raise UnsupportedMedia("The ZIP file is no workbook, and holds other files than CSV.")


class Package:
    """A ZIP archive whose members are unpacked as streams, within limits.

    Sizes an archive states of itself are not trusted: what comes out is counted.
    """

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            members = self._zip.infolist()
        except _DAMAGE as fault:
            raise Impossible("The file is damaged or was cut off: it does not unpack. Send it again.") from fault
        if len(members) > _MOST_MEMBERS:
            raise TooLarge(f"The file is a package of more than {_MOST_MEMBERS:,} parts.")
        if any(member.flag_bits & 0x1 for member in members):
            raise UnsupportedMedia("The file is protected by a password; send it without one.")
        if sum(member.file_size for member in members) > limits.workbook_unzipped_bytes:
            raise self._too_much()
        self._members = {member.filename: member for member in members}
        self._folded = {name.lower(): name for name in self._members}
        self._sizes: dict[str, int] = {}

    @property
    def names(self) -> list[str]:
        """Names of all members, as they stand in the archive."""
        return list(self._members)

    @property
    def files(self) -> list[str]:
        """Names of members that somebody put there: no folders, and not what macOS adds to every archive."""
        return [name for name in self._members if not (
            name.endswith("/") or name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("."))]

    def has(self, name: str) -> bool:
        """True where there is such a member; part names do not depend on case (ECMA-376 part 2)."""
        return name.lower() in self._folded

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member, unpacked piece by piece; raises TooLarge or Impossible on the way."""
        member = self._members[self._folded[name.lower()]]
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > _RATIO_COUNTS_FROM and size > self._limits.workbook_ratio * max(1, member.compress_size):
                        raise TooLarge(
                            f"A part of the file unpacks to more than {self._limits.workbook_ratio:,} times "
                            "its size, as no table does."
                        )
                    if size + self._others(name) > self._limits.workbook_unzipped_bytes:
                        raise self._too_much()
                    yield chunk
        except _DAMAGE as fault:
            raise Impossible("The file is damaged or was cut off: a part does not unpack. Send it again.") from fault
        self._sizes[name] = size

    def refuse_declarations(self) -> None:
        """Raises UnsupportedMedia where an XML part declares a document type, as no workbook does and attacks do."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                head = next(self.chunks(name), b"")[:4096]
                if declares_types(head):
                    raise UnsupportedMedia(ENTITIES)

    def read(self, name: str, most: int) -> bytes:
        """A whole member of at most so many bytes."""
        found = bytearray()
        for chunk in self.chunks(name):
            found += chunk
            if len(found) > most:
                raise TooLarge(f"The part {name[:80]} of the file is larger than {_megabytes(most)}.")
        return bytes(found)

    def _others(self, name: str) -> int:
        return sum(size for other, size in self._sizes.items() if other != name)

    def _too_much(self) -> TooLarge:
        return TooLarge(
            f"The file unpacks to more than {_megabytes(self._limits.workbook_unzipped_bytes)}; send it in parts."
        )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB" if size >= 2**20 else f"{size:,} bytes"
