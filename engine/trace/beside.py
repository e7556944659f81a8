"""What records beside the critical tracking events say of an end: why it is one by design, or whom to ask next."""

from collections.abc import Mapping

from engine.clock import from_epoch_day
from engine.fsma.descriptions import LocationDescription
from engine.fsma.other import agreements
from engine.fsma.other.kinds import OtherType
from engine.fsma.other.records import KillStep, OneUpOneBack, OtherRecord, Purchase, WrittenAgreement
from engine.fsma.text import words
from engine.trace.details import Asked, Details, LotDetail, Passage, PlaceDetail
from engine.trace.question import Direction

_KILLED = ("A kill step was applied here on {day}{what}: the rule asks for no record of where the food went after that "
           "(21 CFR 1.1305(d)).")
_AGREED = ("Came under the written agreement of {day} by which the receiver {does}: the rule asks for no record of "
           "where the food went after that (21 CFR {paragraph}).")
_UNDERTAKEN = {"kill_step": "applies a kill step", "change_of_form": "changes its form", "commingling": "commingles it"}
_BOUGHT = "Bought{day} from {seller}: name and address of the seller are all that is owed (21 CFR 1.1305{paragraph})."
_PURCHASES = {OtherType.FARM_DIRECT_PURCHASE: "(j)", OtherType.AD_HOC_PURCHASE: "(k)",
              OtherType.FARM_TO_SCHOOL_PURCHASE: "(l)"}
_PASSED = " A one-up one-back record of {day} without a lot code names {party} as {role} of {food}: ask there too."
_ROLES = {Direction.FORWARD: "the next recipient", Direction.BACKWARD: "the previous source"}
_ZONES = 1  # days; the two ends of a movement keep their own calendars
_TOLD = 3


class Beside:
    """What there is beside the events at the ends of one direction.

    ends: stock -> its place. lots: stock -> its lot. passages: by stock.
    """

    def __init__(self, details: Details, direction: Direction, ends: Mapping[int, int], lots: Mapping[int, LotDetail]):
        self._direction = direction
        self._ends = ends
        self._told = details.told({lot.code for lot in lots.values() if lot.code})
        self._passages = details.passages(direction, sorted(ends))
        asked = {self._passed(stock) for stock in ends if self._passages[stock]}
        if direction is Direction.FORWARD:
            asked.update(self._agreed(stock, p) for stock in ends for p in self._passages[stock] if p.on is not None)
        self._named = details.named(asked)

    def explained(self, stock: int, lot: LotDetail, place: PlaceDetail) -> str | None:
        """Why nothing is owed beyond this end; None where no record says that."""
        here = (r for r in self._told.get(lot.code, ()) if place.is_named(getattr(r, "location", None)))
        told = next(filter(None, (_of_lot(self._direction, record) for record in here)), None)
        return told or (self._under_agreement(stock, place) if self._direction is Direction.FORWARD else None)

    def leads(self, stock: int, lot: LotDetail, place: PlaceDetail) -> str:
        """Whom else to ask, a sentence each: parties of records that say no lot code, but may mean this food."""
        if not self._passages[stock]:
            return ""
        found = dict.fromkeys(
            _PASSED.format(day=record.on, party=_called(party), role=_ROLES[self._direction],
                           food=record.food_name or "food")
            for record in self._named[self._passed(stock)]
            if record.lot_code is None and _may_be_one(record.food_name, lot.product_name)
            and (party := _beyond(self._direction, record, place)))
        return "".join(list(found)[:_TOLD])

    def _under_agreement(self, stock: int, place: PlaceDetail) -> str | None:
        """Told where every movement that brought the lot here fell under an agreement that held on its day."""
        found = [self._agreement(stock, passage, place) for passage in self._passages[stock]]
        if not found or None in found:
            return None
        first = found[0]
        return _AGREED.format(day=first.effective_date, does=_UNDERTAKEN[first.agreement_kind],
                              paragraph=agreements.paragraph(first))

    def _agreement(self, stock: int, passage: Passage, place: PlaceDetail) -> WrittenAgreement | None:
        if passage.on is None:
            return None
        return next((r for r in self._named[self._agreed(stock, passage)]
                     if place.is_named(r.receiver) and agreements.holds(r, from_epoch_day(passage.on))), None)

    def _agreed(self, stock: int, passage: Passage) -> Asked:
        return Asked(OtherType.WRITTEN_AGREEMENT, self._ends[stock], passage.other, last=passage.on)

    def _passed(self, stock: int) -> Asked:
        """Food is passed on after it came, and came before it was passed on; undated movements set no bound."""
        days = [passage.on for passage in self._passages[stock]]
        if None in days:
            return Asked(OtherType.ONE_UP_ONE_BACK, self._ends[stock])
        if self._direction is Direction.FORWARD:
            return Asked(OtherType.ONE_UP_ONE_BACK, self._ends[stock], first=min(days) - _ZONES)
        return Asked(OtherType.ONE_UP_ONE_BACK, self._ends[stock], last=max(days) + _ZONES)


def _of_lot(direction: Direction, record: OtherRecord) -> str | None:
    """Why nothing is owed beyond a record that tells of the lot at this place; None where it tells nothing of that."""
    match record:
        case KillStep() if direction is Direction.FORWARD:
            what = ", ".join(filter(None, (record.process, record.record_number and f"record {record.record_number}")))
            return _KILLED.format(day=record.on, what=f" ({what})" if what else "")
        case Purchase() if direction is Direction.BACKWARD:
            name, address = record.seller
            seller = ", ".join(filter(None, (name, _called(address) if address else None))) or "a seller not named"
            day = f" on {record.on}" if record.on else ""
            return _BOUGHT.format(day=day, seller=seller, paragraph=_PURCHASES[record.cte_type])
        case _:
            return None


def _beyond(direction: Direction, record: OneUpOneBack, place: PlaceDetail) -> LocationDescription | None:
    """Who had the food next, or before, according to a record that names this place in any of its roles."""
    chain = [record.previous_source, record.location, record.next_recipient]
    if direction is Direction.BACKWARD:
        chain.reverse()
    named = [party for party in chain if party is not None]
    here = next((i for i, party in enumerate(named) if place.is_named(party)), len(named))
    return named[here + 1] if here + 1 < len(named) else None


def _may_be_one(food: str | None, product: str | None) -> bool:
    """Whether two names may mean one food: a word in common, or one of them missing."""
    one, other = set(words(food).split()), set(words(product).split())
    return not one or not other or bool(one & other)


def _called(place: LocationDescription) -> str:
    parts = (place.business_name, place.street_address, place.city, place.phone)
    return ", ".join(part for part in parts if part) or (f"GLN {place.gln}" if place.gln else "a party not named")
