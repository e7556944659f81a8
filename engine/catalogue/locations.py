"""An organization's registered places: the very locations of the trace, with what the organization says of them."""

from dataclasses import dataclass
from typing import Any

import orjson

from engine.capture.ledger import Ledger
from engine.capture.merging import PlaceState, place_state, unregister
from engine.capture.places import keys_of
from engine.capture.registration import Registered, register
from engine.capture.writer import Writer
from engine.catalogue.books import CONFLICT, Books, Fault, foreign_organizations, invalid, raise_revisions, refuse
from engine.catalogue.entries import Location
from engine.catalogue.forms import LocationIn, LocationPatch, given
from engine.catalogue.proof import UNPROVEN, Proof
from engine.catalogue.values import metadata
from engine.errors import Conflict, NotFound
from engine.findings import store
from engine.fsma import phones
from engine.fsma.descriptions import LocationDescription
from engine.fsma.rules import transporters
from engine.fsma.text import fold
from engine.graph import Transaction
from engine.identity import Organization

ORDERINGS = ("created", "name")

# Field of the catalogue -> field of a description.
FIELDS = {
    "name": "business_name", "phone": "phone", "street_address": "street_address", "latitude": "latitude",
    "longitude": "longitude", "city": "city", "state_region": "state_region", "postal_code": "postal_code",
    "country": "country", "gln": "gln", "fda_facility_number": "ffrn",
}
_NOWHERE = "A place needs a GLN, an address (street with city or postal code), or coordinates."
_UNPROVEN = "unproven"
_FOREIGN = "Another organization has registered this place."


@dataclass(frozen=True)
class LocationQuery:
    """Which locations to list. gln: 13 digits. name: part of it, in any case."""

    gln: str | None = None
    name: str | None = None
    country: str | None = None
    location_type: str | None = None


class Locations:
    """Places of an organization. Registering one makes its GLN and address lead here, for everybody's records."""

    def __init__(self, books: Books, batch: int, proof: Proof):
        self._books = books
        self._batch = batch
        self._proof = proof

    def on_trust(self) -> "Locations":
        """The same for operators, who may register any place for an organization."""
        return Locations(self._books, self._batch, Proof(on_trust=True))

    def create(self, organization: Organization, form: LocationIn) -> Location:
        """Raises Conflict where the place is registered already, by the organization or another."""
        def write(tx: Transaction) -> str:
            ids, faults = self.add(tx, organization, [form])
            refuse(faults)
            return ids[0]

        return self.find(organization, self._books.change(organization.no, write))

    def add(self, tx: Transaction, organization: Organization,
            forms: list[LocationIn]) -> tuple[list[str], list[Fault]]:
        """Register many, one after the other; returns their ids. With faults nothing may be kept."""
        ledger = Ledger(tx, self._books.clock.now())
        writer = Writer(tx, ledger, self._batch)
        ids, faults = [], foreign_organizations(forms, organization.id)
        disturbed: set[int] = set()
        absorbed: dict[int, int] = {}
        proven = self._proof.of(tx, organization)
        for position, form in enumerate(forms):
            place = described(form.model_dump())
            keys = proven(place)
            if fault := self._refused(tx, organization, position, place, keys):
                faults.append(fault)
                continue
            registered = register(tx, ledger, organization.no, place, keys)
            self._say(tx, organization, registered.no, place, form.location_types, metadata({}, form.metadata))
            ids.append(registered.location_id)
            disturbed |= registered.disturbed
            absorbed.update(dict.fromkeys(registered.absorbed, registered.no))
        if not faults:
            writer.resettle(disturbed, absorbed)
            raise_revisions(tx, organization.no)
        writer.close()
        return ids, faults

    def find(self, organization: Organization, location_id: str) -> Location:
        """A location by its id, or by the id of one that was taken for it. Raises NotFound."""
        row = self._books.graph.one("catalogue/registered_places", organization=organization.no, id=location_id)
        if row is None:
            raise NotFound
        return Location.of(row, organization.id)

    def page(self, organization: Organization, wanted: LocationQuery, order: str, skip: int,
             limit: int) -> tuple[list[Location], int]:
        rows = self._books.graph.read("catalogue/registered_places", organization=organization.no, id=None)
        found = [place for row in rows if _fits(place := Location.of(row, organization.id), wanted)]
        found.sort(key=lambda place: place.id)
        by_name = order.endswith("name")
        found.sort(key=lambda p: fold(p.place.business_name or "") if by_name else p.created.timestamp() if p.created
                   else 0, reverse=order.startswith("-"))
        return found[skip:skip + limit], len(found)

    def change(self, organization: Organization, location_id: str, patch: LocationPatch) -> Location:
        """Register the place anew with what the patch names.

        Its former names and addresses keep leading here, so that records under them stay; a GLN that is replaced is
        let go. Raises NotFound, Conflict where what it becomes is registered already or is another place altogether.
        """
        changes = dict(given(patch))
        if changes.pop("organization_id", organization.id) != organization.id:
            raise Conflict("A location's organization is set once.")

        def write(tx: Transaction) -> str:
            ledger = Ledger(tx, self._books.clock.now())
            writer = Writer(tx, ledger, self._batch)
            state, present = self._own(tx, organization, location_id)
            words = {**{name: getattr(present.place, field) for name, field in FIELDS.items()}, **changes}
            place = described(words)
            types = changes.get("location_types", present.location_types)
            kept = metadata(present.metadata, patch.metadata) if "metadata" in changes else \
                metadata({}, present.metadata)
            if place != present.place:
                registered = self._move(tx, ledger, organization, state, present.place, place)
                writer.resettle(registered.disturbed, dict.fromkeys(registered.absorbed, registered.no))
            self._say(tx, organization, state.no, place, types, kept)
            if transporters.is_one(types) != transporters.is_one(present.location_types):
                store.mark(tx, ledger.revision, ledger.recorded_at, places=[state.no])
            raise_revisions(tx, organization.no)
            writer.close()
            return state.id

        return self.find(organization, self._books.change(organization.no, write))

    def remove(self, organization: Organization, location_id: str) -> None:
        """Give a place back: it stays in the graph as anybody's place, and others may register it.

        Raises NotFound, Conflict while another location is merged into it.
        """
        def write(tx: Transaction) -> None:
            ledger = Ledger(tx, self._books.clock.now())
            writer = Writer(tx, ledger, self._batch)
            state, _ = self._own(tx, organization, location_id)
            if tx.run("catalogue/later_merges", organization=organization.no, places=[state.no], after=0):
                raise Conflict("A location has been merged into this one. Undo that first.")
            moved = unregister(tx, ledger, state.no)
            tx.run("catalogue/remove_registration", key=_key(organization, state.no))
            writer.resettle(moved.disturbed, moved.absorbed)
            raise_revisions(tx, organization.no)
            writer.close()

        self._books.change(organization.no, write)

    def _move(self, tx: Transaction, ledger: Ledger, organization: Organization, state: PlaceState,
              before: LocationDescription, place: LocationDescription) -> Registered:
        proven = self._proof.of(tx, organization)(place)
        keys = tuple(key for key in keys_of(place) if key in proven or key in state.registered)
        if place.gln and f"gln:{place.gln}" not in keys:
            raise invalid("gln", UNPROVEN, _UNPROVEN)
        known = tx.run("capture/known_places", keys=list(keys))
        if any(row["operator"] not in (None, organization.no) for row in known):
            raise Conflict(_FOREIGN)
        if any(row["registered"] and row["no"] != state.no for row in known):
            raise Conflict("You have registered this place as another location. Merge the two instead.")
        kept = [key for key in state.registered if key != f"gln:{before.gln}" or key in keys]
        if not keys or not {*keys} & {*kept}:
            raise Conflict("This describes another place altogether. Register it as a location of its own.")
        tx.run("capture/operate", place=state.no, organization=organization.no, keys=kept)
        return register(tx, ledger, organization.no, place, keys)

    def _own(self, tx: Transaction, organization: Organization, location_id: str) -> tuple[PlaceState, Location]:
        row = tx.one("catalogue/registered_places", organization=organization.no, id=location_id)
        if row is None:
            raise NotFound
        return place_state(tx, row["id"]), Location.of(row, organization.id)

    def _refused(self, tx: Transaction, organization: Organization, position: int,
                 place: LocationDescription, keys: tuple[str, ...]) -> Fault | None:
        if all(key.startswith("name:") for key in keys_of(place)):
            return Fault(position, "street_address", _NOWHERE, "nowhere")
        if not keys:
            return Fault(position, "gln", UNPROVEN, _UNPROVEN)
        for row in tx.run("capture/known_places", keys=list(keys)):
            if row["registered"]:
                field = "gln" if row["key"].startswith("gln:") else "name"
                mine = row["operator"] == organization.no
                return Fault(position, field, "You have registered this place." if mine else _FOREIGN, CONFLICT)
        return None

    def _say(self, tx: Transaction, organization: Organization, no: int, place: LocationDescription,
             types: list[str], kept: str) -> None:
        text = orjson.dumps(place.model_dump(exclude_none=True), option=orjson.OPT_SORT_KEYS).decode()
        tx.run("catalogue/registration", key=_key(organization, no), no=no, created_at=self._books.now(), properties={
            "organization": organization.no, "description": text, "location_types": list(types), "metadata": kept})


def described(words: dict[str, Any]) -> LocationDescription:
    """What the catalogue's fields say, as a record would."""
    parts = {field: words.get(name) for name, field in FIELDS.items()}
    if parts["phone"]:
        parts["phone_e164"] = phones.e164(parts["phone"], parts["country"])
    return LocationDescription(**parts)


def _fits(location: Location, wanted: LocationQuery) -> bool:
    place = location.place
    return (
        wanted.gln in (None, place.gln)
        and wanted.country in (None, place.country)
        and (wanted.name is None or fold(wanted.name) in fold(place.business_name or ""))
        and (wanted.location_type is None
             or wanted.location_type.casefold() in (t.casefold() for t in location.location_types))
    )


def _key(organization: Organization, no: int) -> str:
    return f"{organization.no}:{no}"
