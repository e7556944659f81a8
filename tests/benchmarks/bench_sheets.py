"""Reading a workbook of shipments beside bare python-calamine and bare openpyxl (read-only) on the same file.

    python tests/benchmarks/bench_sheets.py [--json FILE] [ROWS ...]

Each figure comes from a process of its own. Ours is timed from bytes to the last event, the survey of the file and
the recognition of its captions included; the others only fetch every cell of the sheet. The file is as Excel
writes it: shared strings, real dates, FDA's 36 columns.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from rich.console import Console
from rich.table import Table

from engine.exports.rows import rows_of
from engine.exports.values import Value
from engine.fsma.template import template
from engine.limits import Limits
from tests.benchmarks.bench_workbook import shipment

SIZES = (1_000, 10_000, 100_000)
READERS = ("lotgraph", "calamine", "openpyxl")
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def write(path: Path, rows: int) -> None:
    """FDA's shipping sheet with so many shipments as Excel writes it: shared strings, dates by style."""
    columns = template().sheet("shipping").columns
    frame = BytesIO()
    book = Workbook()
    book.active.title = "Shipping"
    book.active["A1"] = date(2026, 8, 14)  # so that style 1 is a date's
    book.save(frame)
    numbers: dict[str, int] = {}
    names = [get_column_letter(i + 1) for i in range(len(columns))]

    def cell(name: str, row: int, value: Value) -> str:
        if isinstance(value, str):
            return f'<c r="{name}{row}" t="s"><v>{numbers.setdefault(value, len(numbers))}</v></c>'
        if isinstance(value, date):
            return f'<c r="{name}{row}" s="1"><v>{value.toordinal() - date(1899, 12, 30).toordinal()}</v></c>'
        return f'<c r="{name}{row}"><v>{value}</v></c>'

    with ZipFile(frame) as source, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            data = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                # Without the size stated for the empty sheet, which openpyxl would believe.
                head, _, tail = re.sub("<dimension [^>]*>", "", data).partition("<sheetData>")
                with target.open(name, "w", force_zip64=True) as out:
                    out.write(f"{head}<sheetData>".encode())
                    out.write(_row(1, names, [c.stem for c in columns], cell))
                    for number in range(rows):
                        out.write(
                            _row(number + 2, names, next(iter(rows_of(shipment(number)))).cells[: len(columns)], cell)
                        )
                    out.write(f"</sheetData>{tail.partition('</sheetData>')[2]}".encode())
                continue
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(
                    "</Relationships>",
                    f'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="{STRINGS}"/></Relationships>',
                )
            if name == "[Content_Types].xml":
                data = data.replace(
                    "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TEXTS}"/></Types>'
                )
            target.writestr(name, data)
        entries = "".join(f"<si><t>{escape(text)}</t></si>" for text in numbers)
        target.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPACE}">{entries}</sst>')


def _row(number: int, names: list[str], values: list[Value], cell: Callable[[str, int, Value], str]) -> bytes:
    cells = "".join(cell(name, number, value) for name, value in zip(names, values, strict=True))
    return f'<row r="{number}">{cells}</row>'.encode()


def lotgraph(path: Path) -> int:
    from engine.sheets import read

    file = read(path.read_bytes(), path.name, Limits())
    return sum(1 for group in file.rows() if group.event and group.event["ship_date"] and group.cells)


def calamine(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Shipping")
    return sum(1 for row in sheet.iter_rows() if row[0]) - 1


def openpyxl(path: Path) -> int:
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True)["Shipping"]
    return sum(1 for row in sheet.iter_rows(values_only=True) if row[0]) - 1


def measure(reader: str, path: Path) -> dict:
    """Seconds, rows, and how far the process grew above what it held with everything imported (peak, MB)."""
    __import__({"lotgraph": "engine.sheets", "calamine": "python_calamine", "openpyxl": "openpyxl"}[reader])
    before = _memory("VmRSS")
    started, spent = time.perf_counter(), time.process_time()
    rows = globals()[reader](path)
    seconds, cpu = time.perf_counter() - started, time.process_time() - spent
    return {
        "reader": reader,
        "rows": rows,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "rows_per_cpu_second": round(rows / cpu),
        "peak_mb": round(_memory("VmHWM")),
        "grown_mb": round(_memory("VmHWM") - before),
    }


def _memory(name: str) -> float:
    """VmRSS: what the process holds now; VmHWM: the most it ever held. MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], Path(asked.one[1]))))
        return
    found = []
    for rows in asked.rows:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "shipping.xlsx"
            write(path, rows)
            for reader in READERS:
                told = subprocess.run(
                    [sys.executable, __file__, "--one", reader, str(path)],
                    check=True,
                    capture_output=True,
                    text=True,
                    env={**os.environ, "PYTHONPATH": "."},
                )
                found.append(json.loads(told.stdout) | {"file_mb": round(path.stat().st_size / 2**20, 1)})
    table = Table("reader", "rows", "file MB", "seconds", "CPU s", "rows/CPU s", "peak MB", "grown MB")
    for f in found:
        table.add_row(
            f["reader"],
            f"{f['rows']:,}",
            str(f["file_mb"]),
            str(f["seconds"]),
            str(f["cpu_seconds"]),
            f"{f['rows_per_cpu_second']:,}",
            str(f["peak_mb"]),
            str(f["grown_mb"]),
        )
    Console().print(table)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
