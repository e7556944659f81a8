"""FDA's workbook beside bare openpyxl writing the same cells: seconds, rows a second, peak memory, file size.

Each figure comes from a process of its own. Ours is timed from record to saved file, rendering included; bare
openpyxl gets the finished cells of 1,000 such records over and over, write-only mode, lxml, no styles but the date's.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from engine.exports.record import About, ExportRecord
from engine.exports.rows import rows_of
from engine.exports.workbook import write_workbook


def place(number: int) -> dict:
    return {
        "business_name": f"Heartland Fresh Markets - Store {number}", "phone": f"+1 785 555 {number % 10_000:04d}",
        "street_address": f"{number} Gage Boulevard", "city": "Topeka", "state_region": "KS",
        "postal_code": f"{number % 100_000:05d}", "country": "US", "gln": f"9521004{number:06d}",
    }  # fmt: skip


def shipment(number: int) -> dict:
    """One of many shipments of 5,000 lots from 20 centres to 1,000 stores."""
    lot = f"PF{number % 5_000}"
    return {
        "event_id": f"EV{number}", "cte_type": "shipping", "tlc": f"(01)19521003000319(10){lot}",
        "quantity": 24 + number % 10, "unit_of_measure": "case", "unit_raw": "cases",
        "product": {
            "product_name": "Prairie Fork Garden Romaine Blend 12 x 10 oz", "brand": "Prairie Fork",
            "commodity": "Leafy greens (fresh-cut)", "variety": "Romaine, green leaf, parsley, carrot",
            "packaging_size": "12 x 10 oz", "packaging_style": "Carton of sealed bags", "gtin": "19521003000319",
        },
        "ship_to_location": place(number % 1_000), "ship_from_location": place(5_000 + number % 20),
        "ship_date": f"2026-08-{number % 28 + 1:02d}", "tlc_source": place(9_000 + number % 30),
        "tlc_source_reference": {"type": "gs1_digital_link", "value": f"https://id.gs1.org/01/19521003000319/10/{lot}"},
        "reference_documents": [{"document_type": "Transfer Order", "document_number": f"TO {number}"}],
    }  # fmt: skip


def records(rows: int) -> Iterator[ExportRecord]:
    for number in range(rows):
        sha256 = f"{number // 1_000:064x}"
        yield ExportRecord(
            shipment(number), f"{number:022d}", f"EV{number}", "Heartland Fresh Markets", "recorded", sha256, "day.json"
        )


def ours(path: Path, rows: int) -> None:
    at = datetime(2026, 8, 20, tzinfo=UTC)
    write_workbook(path, records(rows), About("benchmark", at, at, "lotgraph"))


def bare(path: Path, rows: int) -> None:
    finished = [row.cells for record in records(1_000) for row in rows_of(record.record, origin=record)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Shipping")
    for number in range(rows):
        cells = list(finished[number % 1_000])
        for position, value in enumerate(cells):
            if isinstance(value, date):
                cells[position] = WriteOnlyCell(sheet, value)
                cells[position].number_format = "mm/dd/yyyy"
        sheet.append(cells)
    book.save(path)


def measure(way: str, rows: int) -> dict:
    """One way at one size, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        begun = time.perf_counter()
        {"ours": ours, "bare": bare}[way](path, rows)
        seconds = time.perf_counter() - begun
        peak = _peak_mib()
        return {"way": way, "rows": rows, "seconds": seconds, "peak_mib": peak, "file_mib": path.stat().st_size / 2**20}


def _peak_mib() -> float:
    """Most memory this process has held; what getrusage says may be its parent's."""
    for line in Path("/proc/self/status").read_text().splitlines() if Path("/proc/self/status").exists() else ():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_fresh_process(way: str, rows: int) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_workbook", way, str(rows)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return json.loads(done.stdout)


def measure_all(sizes: Iterable[int]) -> list[dict]:
    """Both ways at each size, each in a process of its own."""
    return [in_fresh_process(way, rows) for rows in sizes for way in ("bare", "ours")]


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
