"""What the figures are measured against: ratios of one run, so that the machine matters little."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Aim:
    """One aim and what came of it. at_most: otherwise it is a least."""

    name: str
    bound: float
    found: float
    at_most: bool = True

    @property
    def met(self) -> bool:
        return self.found <= self.bound if self.at_most else self.found >= self.bound

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "bound": self.bound, "found": self.found, "met": self.met}


def judge(figures: dict[str, Any]) -> list[Aim]:
    """The aims that these figures (see tests.benchmarks.run) speak of."""
    return [aim for part, aims in _AIMS.items() if part in figures for aim in aims(figures[part])]


def _capture(paces: list[dict[str, Any]]) -> Iterator[Aim]:
    for pace in paces:
        name = f"capture against the raw rate, documents of {pace['document']:,}, {pace['clients']} at a time"
        yield Aim(name, 0.5, pace["ratio"], at_most=False)


def _trace(trace: dict[str, Any]) -> Iterator[Aim]:
    timed = trace["questions"]
    small, large = min(t["network"] for t in timed), max(t["network"] for t in timed)
    of = {(t["network"], t["label"]): t for t in timed}
    for label in dict.fromkeys(t["label"] for t in timed):
        one_lot = label.startswith("one lot")
        yield Aim(f"{label} against Postgres, {large:,} events", 1.5 if one_lot else 0.5, of[large, label]["ratio"])
    for label in dict.fromkeys(t["label"] for t in timed if t["label"].startswith("one lot")) if large > small else ():
        grown = of[large, label]["neo4j"] / of[small, label]["neo4j"]
        yield Aim(f"{label}, network {large / small:.0f} times larger", 1.3, grown)


def _export(exports: dict[str, Any]) -> Iterator[Aim]:
    yield Aim("first export of a fresh stack, seconds", 2, exports["first"]["in_hand"])
    yield Aim("a later export, seconds (median)", 2, exports["warm_median_in_hand"])


def _workbook(files: list[dict[str, Any]]) -> Iterator[Aim]:
    seconds = {(f["way"], f["rows"]): f["seconds"] for f in files}
    sizes = sorted({f["rows"] for f in files})
    yield Aim("workbook against bare openpyxl (median of sizes)", 1.3,
              median(seconds["ours", rows] / seconds["bare", rows] for rows in sizes))


_AIMS: dict[str, Callable[[Any], Iterator[Aim]]] = {
    "export": _export, "capture": _capture, "trace": _trace, "workbook": _workbook,
}
