"""What a settlement reads more than once."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import orjson

from engine.findings.told import Place, Told
from engine.fsma.descriptions import LocationDescription
from engine.graph import Transaction


@dataclass(frozen=True)
class Described:
    """Where a description leads. stranger: it pairs a registered place with other keys. fresh: not yet compared."""

    key: str
    no: int
    stranger: bool
    fresh: bool


class Lookup:
    """Records, places and descriptions as one transaction sees them, each read once."""

    def __init__(self, tx: Transaction):
        self._tx = tx
        self._described: dict[str, Described | None] = {}
        self._keys: dict[LocationDescription, str] = {}
        self.places: dict[int, Place] = {}
        self.told: dict[int, Told] = {}

    def descriptions(self, places: Iterable[LocationDescription]) -> None:
        """Read where descriptions lead."""
        unknown = sorted({self._key(place) for place in places} - self._described.keys())
        if unknown:
            self._described.update(dict.fromkeys(unknown))
            self._described.update((row["key"], Described(**row))
                                   for row in self._tx.run("findings/described", keys=unknown))

    def described(self, place: LocationDescription) -> Described | None:
        """Where a description leads, None where it leads nowhere."""
        if self._key(place) not in self._described:
            self.descriptions([place])
        return self._described[self._key(place)]

    def number(self, place: LocationDescription) -> int | None:
        """Number of the place a description means."""
        found = self.described(place)
        return found.no if found else None

    def records(self, numbers: Iterable[int]) -> list[Told]:
        """Standing records by number."""
        missing = sorted(set(numbers) - self.told.keys())
        if missing:
            for row in self._tx.run("findings/touched", records=missing):
                if row["stands"]:
                    self.told[row["no"]] = Told.of(row)
        return [self.told[no] for no in sorted(set(numbers)) if no in self.told]

    def read_places(self, numbers: Iterable[int]) -> None:
        """Read what rules ask of places."""
        missing = sorted(set(numbers) - self.places.keys() - {None})
        if missing:
            self.places.update((row["no"], Place(**row)) for row in self._tx.run("findings/places", places=missing))

    def _key(self, place: LocationDescription) -> str:
        """The key of a description: SHA-256 of its JSON form, as captures keep it."""
        found = self._keys.get(place)
        if found is None:
            text = orjson.dumps(place.model_dump(exclude_none=True), option=orjson.OPT_SORT_KEYS)
            found = self._keys[place] = sha256(text).hexdigest()
        return found
