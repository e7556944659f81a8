"""How long a file is, told without reading it."""

import io
import zipfile

_CHUNK = 1 << 20
_MARK = b"<row "


def rows_about(raw: bytes) -> int:
    """About how many rows a workbook, a CSV text or a ZIP of CSV texts has, headers and blank rows included.

    raw: a file that has been opened within its bounds before.
    """
    if not raw.startswith(b"PK"):
        return raw.count(b"\n")
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = package.namelist()
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return sum(_count(package, name, _MARK if sheets else b"\n") for name in sheets or names)


def _count(package: zipfile.ZipFile, name: str, mark: bytes) -> int:
    found, tail = 0, b""
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            found += (tail + chunk).count(mark)
            tail = chunk[1 - len(mark):] if len(mark) > 1 else b""
    return found
