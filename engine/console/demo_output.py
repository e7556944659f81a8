"""What the demo prints for people."""

from typing import Any

from engine.console.demo_tree import TraceTrees
from engine.console.output import people, table

# All records of the demo come late; a table of that would say nothing.
_LATE = "V-X-23"


def show(said: dict[str, Any]) -> None:
    """Everything the main job found, in reading order."""
    captures, trace = said["captures"], said["trace"]
    people.rule(f"lotgraph: the view of {said['organization']}", align="left")
    people.print(
        f"{len(captures)} firms sent in their records, each with its own key: "
        f"{_sum(captures, 'created')} new, {_sum(captures, 'duplicates')} known before, "
        f"{_sum(captures, 'quarantined')} quarantined.\n",
        highlight=False,
    )
    trees = TraceTrees(trace, said["inputs"])
    people.print(trees.backward())
    people.print()
    people.print(trees.forward())
    counts = trace["counts"]
    people.print(
        f"\n{counts['lots']} lots, {counts['locations']} locations, {counts['events']} events recorded by "
        f"{counts['organizations']} organizations; {'nothing was cut' if trace['complete'] else 'CUT'}.\n",
        highlight=False,
    )
    _show_ends(trace["ends"])
    _show_findings(said["findings"])
    _show_workbook(said)
    _show_addresses(said)


def _show_ends(ends: list[dict[str, Any]]) -> None:
    order = {"ask": 0, "by_design": 1, "last_known_holder": 2}
    called = {"ask": "ask", "by_design": "by design", "last_known_holder": "last holder"}
    rows = (
        (called[end["kind"]], end["tlc"] or "before packing", end["business_name"], end["phone"], end["reason"])
        for end in sorted(ends, key=lambda end: order[end["kind"]])
    )
    people.print(table("Where the view ends, and whom to ask", ("End", "Lot", "Firm", "Phone", "Why"), rows))


def _show_findings(findings: list[dict[str, Any]]) -> None:
    told = [one for one in findings if one["rule"] != _LATE]
    late = len(findings) - len(told)
    if told:
        order = ("error", "warning", "info")
        rows = (
            (one["severity"], one["rule"], one["event_id"], one["firm"], one["message"])
            for one in sorted(told, key=lambda one: order.index(one["severity"]))
        )
        people.print(table("Findings of the records", ("Severity", "Rule", "Event", "Firm", "What"), rows))
    if late:
        people.print(f"{late} records were captured more than a day after their events ({_LATE}).\n")


def _show_workbook(said: dict[str, Any]) -> None:
    book = said["workbook"]
    rows = ((sheet["name"], sheet["rows"] or "-") for sheet in book["sheets"])
    people.print(table("FDA's sortable spreadsheet of lot E, both directions", ("Sheet", "Rows"), rows))
    people.print(f"Workbook: {book['path']} ({book['bytes']:,} bytes)", highlight=False, soft_wrap=True)
    since = "; nothing had changed since it was last made" if said["ready_before"] else ""
    people.print(f"In hand {said['seconds']} s after the request{since}.\n", highlight=False)


def _show_addresses(said: dict[str, Any]) -> None:
    for name, address in said["addresses"].items():
        people.print(f"{name:<19} {address}", highlight=False, soft_wrap=True)
    people.print("\nAll of it is left running; `make down` stops it and keeps the data.", highlight=False)


def _sum(captures: list[dict[str, Any]], name: str) -> int:
    return sum(capture[name] for capture in captures)
