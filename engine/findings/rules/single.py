"""Records that the graph around them calls into question (V-GEN-13, V-X-14, V-X-18, V-X-21, V-X-22, V-TRF-01)."""

from collections.abc import Iterable, Iterator

from engine.clock import epoch_day, from_epoch_day
from engine.findings.noted import Noted
from engine.findings.told import NAMED, Told, World, names
from engine.fsma.cte_types import CteType
from engine.fsma.other import agreements


def same_event(records: list[Told]) -> Iterator[Noted]:
    """Standing records of one recorder that tell of one event differently (V-GEN-13), each told of the others."""
    ordered = sorted(records, key=lambda t: t.rank)
    for told in ordered if len(ordered) > 1 else ():
        others = tuple(t for t in ordered[:NAMED + 1] if t is not told)[:NAMED]
        more = len(ordered) - 1 - len(others)
        said = names(others) + (f" and {more} more" if more else "")
        yield Noted("V-GEN-13", told, f"Tells of the same event as {said}, but differently. All are kept.",
                    "If this one is right, send it again with supersedes_event_id naming the other.",
                    value=said, others=others)


def claimed(told: Told) -> Iterator[Noted]:
    """A receipt that says its source is exempt, but is of the usual kind (V-X-14)."""
    if told.cte_type is CteType.RECEIVING and told.is_exempt:
        yield Noted("V-X-14", told, "The receipt claims an exemption, but is not one from an exempt source.",
                    "If the supplier is exempt, send it as receiving_exempt_source (21 CFR 1.1345(b)).",
                    "exemption_claim", told.record.exemption_claim.paragraph)


def crossed(told: Told, strangers: Iterable[str]) -> Iterator[Noted]:
    """A registered place described otherwise than by its operator (V-X-21). strangers: roles of such places."""
    for role in sorted(strangers):
        yield Noted("V-X-21", told, "A registered place is described otherwise than by its operator.",
                    "Check the GLN against the address; the operator's own description is used.", role)


def no_inputs(told: Told, sister: Told | None) -> Iterator[Noted]:
    """A lot made out of nothing, though others of its GTIN had ingredients on the list (V-TRF-01).

    sister: a standing transformation of that GTIN with inputs.
    """
    if sister is not None and not told.record.inputs:
        used = next((u.input_product.product_name for u in sister.record.inputs if u.input_product
                     and u.input_product.product_name), None)
        what = f"“{used}”" if used else "lots on the Food Traceability List"
        yield Noted("V-TRF-01", told, f"No input is recorded, but {sister.event_id} made the same product out of "
                    f"{what}.", "Add the input lots, or say that the recipe has none on the list.", "inputs",
                    others=(sister,))


def in_circle(told: Told, circle: Iterable[Told]) -> Iterator[Noted]:
    """A lot that was made, through others, out of itself (V-X-18). circle: the records that close it."""
    others = tuple(t for t in sorted(circle, key=lambda t: t.rank) if t is not told)
    if others:
        yield Noted("V-X-18", told, f"The lot made here went into itself again through {names(others)}.",
                    "Check the input lots of each of these records.", "inputs", others=others)


def agreement(told: Told, others: Iterable[Told], world: World) -> Iterator[Noted]:
    """A written agreement that is not signed, or has expired (V-X-22; 21 CFR 1.1305(d)(6), (h)(2)).

    others: standing agreements of the same shipper and receiver; a newer one of its kind takes its place.
    """
    said, newer, today = told.record, [o.record for o in others if o is not told], from_epoch_day(world.today)
    for day in agreements.turning_days(said, newer):
        if day > today:
            world.waits_until(epoch_day(day))
    if agreements.replaced(said, newer, today):
        return
    if not said.signatures:
        yield Noted("V-X-22", told, "The written agreement is not signed.", "Have both parties sign it, and keep it.",
                    "signatures")
    until = agreements.last_day(said)
    if until is not None and until < today:
        yield Noted("V-X-22", told, f"The written agreement expired on {until.isoformat()}.",
                    "Renew it, at least once every three years: until then the exemption it supports does not hold.",
                    "renew_by", until.isoformat())


def carriers(told: Told, named: Iterable[tuple[str, str]]) -> Iterator[Noted]:
    """Parties and lot code sources registered as carriers (V-LOC-06). named: role and name of each such place."""
    for role, seen in named:
        what, hint = ("who assigns no lot codes", "Ask where the lot code was assigned.") if role == "tlc_source" else (
            "who only moves food", "Ask who sent or got the food, and send a correction that names that party.")
        yield Noted("V-LOC-06", told, f"The {told.kind.label_of(role)} is registered as a carrier, {what}.", hint, role,
                    seen)
