"""What a settlement reads more than once."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.findings.told import Place, Told
from engine.fsma.descriptions import LocationDescription
from engine.fsma.rules.transporters import TYPES
from engine.graph import Transaction


@dataclass(frozen=True)
class Described:
    """Where a description leads. stranger: it pairs a registered place with other keys. fresh: not yet compared."""

    key: str
    no: int
    stranger: bool
    fresh: bool


def agreed_lane(shipper: int, receiver: int) -> str:
    """The lane of an agreement, apart from those of movements."""
    return f"agreed:{shipper}>{receiver}"


class Lookup:
    """Records, places and descriptions as one transaction sees them, each read once."""

    def __init__(self, tx: Transaction):
        self._tx = tx
        self._described: dict[str, Described | None] = {}
        self._agreements: dict[tuple[int, int], list[Told]] = {}
        self.places: dict[int, Place] = {}
        self.told: dict[int, Told] = {}

    def descriptions(self, places: Iterable[LocationDescription]) -> None:
        """Read where descriptions lead."""
        unknown = sorted({place.digest for place in places} - self._described.keys())
        if unknown:
            self._described.update(dict.fromkeys(unknown))
            self._described.update((row["key"], Described(**row))
                                   for row in self._tx.run("findings/described", keys=unknown))

    def described(self, place: LocationDescription) -> Described | None:
        """Where a description leads, None where it leads nowhere."""
        if place.digest not in self._described:
            self.descriptions([place])
        return self._described[place.digest]

    def number(self, place: LocationDescription) -> int | None:
        """Number of the place a description means."""
        found = self.described(place)
        return found.no if found else None

    def records(self, numbers: Iterable[int]) -> list[Told]:
        """Standing records by number."""
        wanted = sorted(set(numbers))
        missing = [no for no in wanted if no not in self.told]
        if missing:
            for row in self._tx.run("findings/touched", records=missing):
                if row["stands"]:
                    self.told[row["no"]] = Told.of(row)
        return [self.told[no] for no in wanted if no in self.told]

    def agreements(self, lane: tuple[int, int]) -> list[Told]:
        """Standing written agreements of the shipper at the first place and the receiver at the second."""
        if lane not in self._agreements:
            rows = self._tx.run("findings/agreed", lanes=[agreed_lane(*lane)])
            self._agreements[lane] = self.records(no for row in rows for no in row["records"])
        return self._agreements[lane]

    def agreed(self, told: Told) -> tuple[int, int] | None:
        """The places of an agreement's shipper and receiver, None where it names one of them only."""
        ends = tuple(self.number(place) if place else None for place in (told.record.shipper, told.record.receiver))
        return None if None in ends else ends

    def read_places(self, numbers: Iterable[int]) -> None:
        """Read what rules ask of places."""
        missing = sorted(set(numbers) - self.places.keys() - {None})
        if missing:
            self.places.update((row["no"], Place(**row)) for row in self._tx.run(
                "findings/places", places=missing, carriers=sorted(TYPES)))
