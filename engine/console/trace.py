"""`lotgraph trace LOT`: where a lot went and where it came from."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from engine.console.api import Api, connect
from engine.console.output import AsJson, people, print_json, table


class Direction(StrEnum):
    """Which way along the flows."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


class Ring(StrEnum):
    """How much must be on record (docs: rings)."""

    IN_ORDER = "in_order"
    RECORDED = "recorded"
    WORST_CASE = "worst_case"


Lot = Annotated[str, typer.Argument(help="Traceability lot code in any spelling, or lot id.")]


def trace(
    lot: Lot,
    direction: Annotated[Direction, typer.Option(help="Which way.")] = Direction.BOTH,
    ring: Annotated[Ring, typer.Option(help="How much must be on record.")] = Ring.RECORDED,
    as_known_at: Annotated[str | None, typer.Option(help="Moment of knowledge, RFC 3339.")] = None,
    date_from: Annotated[str | None, typer.Option(help="First day of events, YYYY-MM-DD.")] = None,
    date_to: Annotated[str | None, typer.Option(help="Last day of events, YYYY-MM-DD.")] = None,
    as_json: AsJson = False,
) -> None:
    """Trace a lot through everything you can see."""
    api = connect()
    wanted = {
        "direction": direction.value,
        "ring": ring.value,
        "as_known_at": as_known_at,
        "date_from": date_from,
        "date_to": date_to,
    }
    said = ask_trace(api, api.lot_id(lot), **{name: value for name, value in wanted.items() if value})
    if as_json:
        print_json(said)
    else:
        _print_answer(said)


def ask_trace(api: Api, lot_id: str, **wanted: Any) -> dict[str, Any]:
    """One trace answer with the pages of each of its lists put together."""
    path = f"/compliance/api/v1/lots/{lot_id}/trace"
    whole = page = api.ask("GET", path, params=wanted)
    number = 1
    # Later pages are asked for as of the same moment, whatever is captured meanwhile.
    moment = {"as_known_at": whole["as_known_at"]}
    while any(one["has_next"] for one in page.get("pagination", {}).values()):
        number += 1
        page = api.ask("GET", path, params=wanted | moment | {"page": number})
        for name in page["pagination"]:
            whole[name] += page[name]
    whole.pop("pagination", None)
    return whole


def _print_answer(said: dict[str, Any]) -> None:
    counts = said["counts"]
    people.print(
        f"{counts['lots']} lots, {counts['locations']} locations, {counts['events']} events, "
        f"{counts['organizations']} organizations; {said['direction']}, {said['ring']}",
        highlight=False,
    )
    if not said["complete"]:
        cut = said["cut"] or {}
        people.print(f"NOT COMPLETE: {cut.get('where')}: {cut.get('why')}", style="bold red", markup=False)
    lots = sorted(said["lots"], key=lambda lot: (lot["depth"], lot["tlc"] or ""))
    people.print(
        table(
            "Lots",
            ("Depth", "TLC", "Product", "Kind", "Ring", "Id"),
            ((x["depth"], x["tlc"], x.get("product_name"), x["kind"], x["ring"], x["lot_id"]) for x in lots),
        )
    )
    places = {place["location_id"]: place.get("business_name") for place in said["locations"]}
    people.print(
        table(
            "Events",
            ("Date", "Event", "From", "To", "Quantity"),
            (
                (
                    event["date"],
                    event["cte_type"],
                    _places(event["from"], places),
                    _places(event["to"], places),
                    f"{event.get('quantity') or ''} {event.get('unit_of_measure') or ''}".strip(),
                )
                for event in sorted(said["events"], key=lambda event: event["date"] or "")
            ),
        )
    )
    if said.get("ends"):
        rows = ((x["direction"], x["tlc"], x["business_name"], x["phone"], x["reason"]) for x in said["ends"])
        people.print(table("Where your view ends, and whom to ask", ("Way", "TLC", "Firm", "Phone", "Why"), rows))


def _places(ids: list[str], names: dict[str, str | None]) -> str:
    return ", ".join(names.get(one) or one for one in ids)
