"""The places of a capture: descriptions meet stored places, new ones are created, some prove to be one."""

from collections.abc import Iterable, Mapping

from engine.capture.flows import Statement
from engine.capture.ledger import Ledger
from engine.capture.places import Known, keys_of, partition
from engine.fsma.descriptions import LocationDescription
from engine.fsma.records import Record
from engine.graph import Transaction
from engine.ids import derived_id

Given = tuple[tuple[str, ...], LocationDescription]  # a description with its place keys


class Geography:
    """Places as one capture transaction knows them."""

    def __init__(self, tx: Transaction, ledger: Ledger):
        self._tx = tx
        self._ledger = ledger
        self._place_of_key: dict[str, Known] = {}
        self._place_of: dict[tuple[str, ...], int] = {}
        self._operator: dict[int, int] = {}
        # By identity: records share descriptions, and comparing two takes longer than looking one up.
        self._keys: dict[int, Given] = {}
        self.strangers: set[tuple[str, ...]] = set()

    def learn(self, records: Iterable[Record], recorder: int) -> dict[int, int]:
        """Take in the descriptions of new records; returns stored places absorbed by others."""
        given = {each for each in self._given(records) if each[0]}
        described = {keys for keys, _ in given}
        self._look_up(described)
        found = partition(described, self._place_of_key)
        numbers = self._create(found.keys)
        rows = [row for place, keys in found.keys.items() for row in key_rows(numbers.get(place, place), keys)]
        if rows:
            self._tx.run("capture/place_keys", rows=rows)
        self._place_of_key.update((row["key"], Known(row["no"], False)) for row in rows)
        self._place_of.update((keys, numbers.get(place, place)) for keys, place in found.place_of.items())
        self.strangers.update(found.strangers)
        if found.merged:
            self._tx.run("capture/merge_places", rows=[{"from": f, "to": t} for f, t in sorted(found.merged.items())])
            self._place_of_key = {
                k: Known(found.merged.get(p.no, p.no), p.registered) for k, p in self._place_of_key.items()
            }
        described_as = describe(self._tx, given, self._place_of, recorder)
        also_name(self._tx, {described_as[keys, d]: self._foreign(keys) for keys, d in given if keys in self.strangers})
        return found.merged

    def statements(self, records: Iterable[tuple[str, int, Record]]) -> list[Statement]:
        """Records with their places resolved, from (content key, recorder, record)."""
        records = list(records)
        unknown = {keys for keys, _ in self._given(r for _, _, r in records)} - self._place_of.keys() - {()}
        self._look_up(unknown)
        for keys in unknown:
            known = [self._place_of_key[k] for k in keys if k in self._place_of_key]
            if known:
                self._place_of[keys] = next((p.no for p in known if p.registered), known[0].no)
        return [self._statement(*r) for r in records]

    def _given(self, records: Iterable[Record]) -> Iterable[Given]:
        """What records say of places, each with its keys; the same object once."""
        said = {id(d): d for r in records for d in _descriptions(r)}
        return [self._with_keys(d) for d in said.values()]

    def _with_keys(self, place: LocationDescription) -> Given:
        found = self._keys.get(id(place))
        if found is None:
            found = self._keys[id(place)] = keys_of(place), place
        return found

    def _foreign(self, keys: tuple[str, ...]) -> list[str]:
        place = self._place_of[keys]
        return [k for k in keys if k not in self._place_of_key or self._place_of_key[k].no != place]

    def _statement(self, key: str, recorder: int, record: Record) -> Statement:
        places = {role: no for role, d in record.named_places() if (no := self._number(d)) is not None}
        source = record.stated_source
        parties = {self._operator.get(no) for d in record.counterparts if (no := self._number(d)) is not None}
        return Statement(key, recorder, record, places, None if source is None else self._number(source),
                         tuple(sorted(parties - {None, recorder})))

    def _number(self, place: LocationDescription) -> int | None:
        return self._place_of.get(self._with_keys(place)[0])

    def _look_up(self, described: Iterable[tuple[str, ...]]) -> None:
        keys = sorted({k for keys in described for k in keys} - self._place_of_key.keys())
        if not keys:
            return
        for row in self._tx.run("capture/known_places", keys=keys):
            self._place_of_key[row["key"]] = Known(row["no"], row["registered"])
            if row["operator"] is not None:
                self._operator[row["no"]] = row["operator"]

    def _create(self, keys: dict[int, list[str]]) -> dict[int, int]:
        new = {place: self._ledger.number() for place in keys if place < 0}
        if new:
            self._tx.run("capture/new_places", rows=[
                {"no": no, "id": derived_id("place", keys[place][0], no)} for place, no in new.items()])
        return new


def _descriptions(record: Record) -> list[LocationDescription]:
    stated = record.stated_source
    return [d for _, d in record.named_places()] + ([stated] if stated else [])


def key_rows(no: int, keys: Iterable[str]) -> list[dict]:
    """Rows of capture/place_keys: each key leads to place `no`, and its GLN becomes the place's."""
    return [{"key": key, "no": no, "gln": key.removeprefix("gln:") if key.startswith("gln:") else None}
            for key in keys]


def describe(tx: Transaction, given: set[Given], place_of: dict[tuple[str, ...], int],
             recorder: int) -> dict[Given, str]:
    """Keep descriptions, each once, at the places they speak of; returns their keys."""
    rows, found = {}, {}
    for keys, place in given:
        rows[place.text] = {"key": place.digest, "description": place.text, "keys": list(keys), "no": place_of[keys]}
        found[keys, place] = place.digest
    tx.run("capture/place_descriptions", rows=[rows[t] for t in sorted(rows)], recorder=recorder)
    return found


def also_name(tx: Transaction, foreign: Mapping[str, Iterable[str]]) -> None:
    """Remember which keys descriptions name that are not of their places. foreign: description key -> place keys."""
    rows = [{"key": key, "clue": key_clue(k)} for key, keys in sorted(foreign.items()) for k in keys]
    if rows:
        tx.run("capture/also_names", rows=rows)


def key_clue(key: str) -> str:
    """The clue of a place key."""
    return f"place:{key}"
