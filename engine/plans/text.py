"""A plan as a document for people, in Markdown; equal plans give equal text."""

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from engine.plans.plan import GrowingArea, Plan


def as_text(plan: Plan, organization: str, version: int, author: str) -> str:
    """The whole plan, section by section of 21 CFR 1.1315(a)."""
    lines = [
        f"# Traceability plan of {organization}", "",
        f"Version {version}, in effect from {plan.effective_date.isoformat()}, by {author}.",
        *_section("Places this plan is for", "", plan.locations),
        *_section("(a)(1) How records are kept", plan.procedures,
                  (_joined(store.name, store.format, store.location) for store in plan.record_stores)),
        *_section("(a)(2) How foods on the Food Traceability List are identified", plan.ftl_identification,
                  (_joined(p.product_name, p.gtin or "", p.ftl_category) for p in plan.products)),
        *_section("(a)(3) How traceability lot codes are assigned",
                  plan.lot_code_assignment if plan.assigns_lot_codes else "This firm assigns none.",
                  (f"{codes.location}: {codes.pattern}" for codes in plan.lot_codes)),
        *_section("(a)(4) Point of contact", "", [_joined(plan.contact.name, plan.contact.job_title,
                                                          plan.contact.phone, plan.contact.email)]),
    ]
    if plan.grows_food:
        lines += _section("(a)(5) Farm map", "", map(_area, plan.fields))
    if plan.notes:
        lines += _section("Notes", plan.notes, ())
    return "\n".join(lines) + "\n"


def difference(before: str, after: str, names: tuple[str, str]) -> str:
    """What changed between two texts, as a unified diff; empty where nothing did."""
    return "".join(unified_diff(before.splitlines(True), after.splitlines(True), *names))


def _section(heading: str, text: str, items: Iterable[str]) -> Iterator[str]:
    listed = [f"- {item}" for item in items if item]
    yield from ("", f"## {heading}", "")
    if text:
        yield text.strip()
    if text and listed:
        yield ""
    yield from listed or ([] if text else ["Not stated."])


def _area(area: GrowingArea) -> str:
    at = f"{area.latitude:.6f}, {area.longitude:.6f}" if None not in (area.latitude, area.longitude) else ""
    outline = "outline " + " ".join(f"{lat:.6f},{lon:.6f}" for lon, lat in area.points) if area.points else ""
    return _joined(area.farm, area.name, at, outline, area.note)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
