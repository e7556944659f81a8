"""Small sets of events in which everything meets: few codes, few places, described now one way, now another."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.worked_example import LOCATIONS

Event = dict[str, Any]
Sent = tuple[int, Event]  # which recorder sends the event, or registers the place in it
REGISTERS = "registers"

CODES = ("LOT 7", "lot-7", "PFS 44")
FIRST = date(2026, 8, 1)
_FULL = [{k: v for k, v in LOCATIONS[name].items() if k != "ffrn"} for name in ("L03", "L06", "L07", "L08")]
_PRODUCT = {"product_name": "Romaine", "commodity": "Leafy greens (fresh)", "variety": "Romaine",
            "packaging_size": "25 lb", "packaging_style": "Carton", "ftl_category": "leafy_greens_fresh"}
_PAPERS = [{"document_type": "BOL", "document_number": "1"}]
_LEAFY = {"commodity": "Leafy greens (fresh)"}

variants = st.sampled_from(["gln", "gln", "address", "address", "both", "crossed"])
places = st.builds(
    lambda i, j, variant: described(i, j, variant), st.integers(0, 3), st.integers(0, 3), variants)
maybe_place = st.none() | places
codes = st.sampled_from(CODES)
days = st.integers(0, 9).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
recorders = st.integers(0, 2)


def described(i: int, j: int, variant: str) -> dict[str, Any]:
    """Place i by its GLN, by its name and address, or both; crossed: by the GLN of i and the address of j."""
    if variant == "gln":
        return {"gln": _FULL[i]["gln"]}
    address = {k: v for k, v in _FULL[j if variant == "crossed" else i].items() if k != "gln"}
    return address if variant == "address" else {**address, "gln": _FULL[i]["gln"]}


def lot_event(cte_type: str, code: str, on: str, source: dict | None, **fields: Any) -> Event:
    event = {"cte_type": cte_type, "tlc": code, "quantity": 5, "unit_of_measure": "case", "product": _PRODUCT,
             "reference_documents": _PAPERS, **fields}
    dated = {"shipping": "ship_date", "transformation": "transformation_date"}.get(cte_type, "received_date")
    return {k: v for k, v in {**event, dated: on, "tlc_source": source}.items() if v is not None}


shipments = st.builds(lambda c, a, b, on, s: lot_event(
    "shipping", c, on, s, ship_from_location=a, ship_to_location=b), codes, places, places, days, maybe_place)
receipts = st.builds(lambda c, a, b, on, s: lot_event(
    "receiving", c, on, s, immediate_previous_source=a, receiving_location=b), codes, maybe_place, places, days,
    maybe_place)
receipts_without_code = st.builds(lambda a, b, on: lot_event(
    "receiving", None, on, None, immediate_previous_source=a, receiving_location=b), places, places, days)
exempt = st.builds(lambda c, a, b, on: lot_event(
    "receiving_exempt_source", c, on, None, immediate_previous_source=a, receiving_location=b,
    exemption_claim={"paragraph": "(a)(1)"}), codes, places, places, days)
used = st.builds(lambda c, s: {"input_tlc": c, "input_product": _PRODUCT, "input_quantity_used": 2,
                               "input_unit_of_measure": "case", **({"tlc_source": s} if s else {})},
                 codes, st.none() | st.none() | places)
transformations = st.builds(lambda c, at, on, inputs: lot_event(
    "transformation", c, on, None, transformation_location=at, inputs=inputs),
    codes, places, days, st.lists(used, min_size=1, max_size=2))
repacks = st.builds(lambda c, at, on: lot_event(
    "transformation", c, on, None, transformation_location=at, inputs=[
        {"input_tlc": c, "input_product": _PRODUCT, "input_quantity_used": 2, "input_unit_of_measure": "case"}]),
    codes, places, days)
harvests = st.builds(lambda farm, to, area, on, kind: {
    **_LEAFY, "cte_type": "harvesting", "harvest_farm": farm, "immediate_subsequent_recipient": to,
    "growing_area_name": area, "harvest_date": on, "variety": kind, "quantity": 4, "unit_of_measure": "bin",
    "reference_documents": _PAPERS, "harvester_business_name": "H", "harvester_phone": "+1 831 555 0111"},
    places, places, st.sampled_from(["F1", "F2"]), days, st.sampled_from(["Romaine", "Bibb"]))
coolings = st.builds(lambda farm, at, to, on, kind: {
    **_LEAFY, "cte_type": "cooling", "harvest_farm": farm, "cooling_location": at,
    "immediate_subsequent_recipient": to, "cooling_date": on, "variety": kind, "quantity": 4,
    "unit_of_measure": "bin", "reference_documents": _PAPERS},
    places, places, places, days, st.sampled_from(["Romaine", "Bibb"]))


def _packing(code: str, farm: dict, cooler: dict | None, at: dict, area: str, cut: str, later: int) -> Event:
    packed = (date.fromisoformat(cut) + timedelta(days=later)).isoformat()
    cooled = {"cooling_location": cooler, "cooling_date": packed} if cooler else {}
    return {"cte_type": "initial_packing", "tlc": code, "commodity_received": _LEAFY["commodity"],
            "variety_received": "Romaine", "received_date": packed, "quantity_received": 4,
            "unit_of_measure_received": "bin", "harvest_farm": farm, "growing_area_name": area, "harvest_date": cut,
            "harvester_business_name": "H", "harvester_phone": "+1 831 555 0111", **cooled, "product": _PRODUCT,
            "quantity_packed": 9, "unit_of_measure_packed": "case", "packing_location": at, "packing_date": packed,
            "reference_documents": _PAPERS}


packings = st.builds(_packing, codes, places, maybe_place, places, st.sampled_from(["F1", "F2"]), days,
                     st.integers(0, 3))
# In force while the others happen, before, or never; by the middle of September some have expired.
agreements = st.builds(lambda a, b, begins, ends, signed: {
    "record_type": "written_agreement", "shipper": a, "receiver": b, "kind": "kill_step", "effective_date": begins,
    "renew_by": ends, "printed_names": ["A", "B"], "signatures": signed, "substance": "The receiver cooks it."},
    places, places, st.sampled_from(["2023-08-05", "2026-01-01", "2026-08-05"]),
    st.sampled_from(["2026-08-05", "2026-09-01", "2027-01-01"]), st.sampled_from([["A", "B"], ["A", "B"], []]))
records = st.one_of(shipments, receipts, transformations, repacks, packings, coolings, harvests, exempt,
                    receipts_without_code)


@st.composite
def record_sets(draw: st.DrawFn) -> list[Sent]:
    """7 to 17 events of three recorders, some sent twice under other ids, some correcting others; places registered."""
    sent = [(draw(recorders), {**draw(records), "event_id": f"R{n}"}) for n in range(draw(st.integers(6, 10)))]
    sent += [(draw(recorders), {**draw(agreements), "event_id": f"A{n}"}) for n in range(draw(st.integers(0, 3)))]
    for n in range(draw(st.integers(1, 4))):
        who, other = draw(st.sampled_from(sent))
        if draw(st.booleans()):
            sent.append((who, {**other, "event_id": draw(st.sampled_from([other["event_id"], f"D{n}"]))}))
        else:
            correction = {**draw(records), "supersedes_event_id": other["event_id"]}
            sent.append((who, {**correction, "event_id": draw(st.sampled_from([other["event_id"], f"C{n}"]))}))
    # Each place by its own firm, of which one records as well: two that want one place are told no, in turn.
    for i, variant in draw(st.dictionaries(st.integers(0, 3), st.sampled_from(["gln", "address", "both"]),
                                           max_size=2)).items():
        sent.append((2 + i, {REGISTERS: described(i, i, variant)}))
    return sent
