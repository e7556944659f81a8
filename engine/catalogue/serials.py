"""Serial numbers of lots: made in runs, or taken in one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from secrets import choice
from typing import Any

from engine.catalogue.books import Books, Fault, fresh_lot, refuse, repeated
from engine.catalogue.entries import A_MOMENT, LotRun, Serial
from engine.catalogue.forms import RunIn, SerialIn, SerialMode, SerialPatch, SerialStatus, given
from engine.errors import Conflict, Impossible, NotFound
from engine.graph import Transaction
from engine.identity import LotRef, Organization
from engine.ids import derived_id, new_id

ORDERINGS = ("created",)
_TAKEN = "You have this serial for this GTIN."
# No letters that are read for digits. 8 of 32 characters leave one in 20 million to collide among 50,000.
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUVWXY"
_RANDOM_LENGTH = 12
_LONGEST = 20
_DIGITS = 6
_BATCH = 5_000


@dataclass(frozen=True)
class SerialQuery:
    """Which serials to list. gtin: 14 digits. serial: exactly."""

    lot_id: str | None = None
    lot_run_id: str | None = None
    gtin: str | None = None
    status: SerialStatus | None = None
    serial: str | None = None
    unprinted: bool = False


class Serials:
    """Serials of an organization, unique by GTIN and serial (GS1 General Specifications, AI 21)."""

    def __init__(self, books: Books):
        self._books = books

    # Runs

    def allocate(self, organization: Organization, lot: LotRef, form: RunIn) -> LotRun:
        """Make a run of serials for a lot, all of them or none.

        Random serials cannot be guessed; a sequence goes on where the last one of its prefix ended, passing over what
        is taken. Raises Impossible where the lot has no GTIN and lot number.
        """
        def write(tx: Transaction) -> LotRun:
            held = self._held(tx, organization, lot)
            now, run_id = self._books.now(), new_id()
            ids = _Ids(organization.no, held["gtin"])
            if form.serial_mode is SerialMode.RANDOM:
                serials = _free(tx, ids, _randoms(form.serial_prefix), form.quantity)
            else:
                serials = _sequence(tx, ids, form.serial_prefix, form.quantity)
            properties = {
                "id": run_id, "organization": organization.no, "quantity": form.quantity, "created_at": now,
                "serial_mode": form.serial_mode.value, "serial_prefix": form.serial_prefix,
                "first": serials[0], "last": serials[-1],
            }
            tx.run("catalogue/create_run", lot=held["lot"]["key"], properties=properties)
            self._write(tx, organization.no, held, serials, run_id, now)
            return LotRun.of(properties, lot.id)

        return self._books.change(organization.no, write)

    def runs(self, organization: Organization, lot: LotRef, order: str, skip: int,
             limit: int) -> tuple[list[LotRun], int]:
        row = self._books.graph.one("catalogue/runs", organization=organization.no, lot=lot.id, skip=skip, limit=limit,
                                    sign=-1 if order.startswith("-") else 1)
        return [LotRun.of(each, lot.id) for each in row["rows"]], row["total"]

    def run(self, organization: Organization, run_id: str) -> LotRun:
        """Raises NotFound."""
        row = self._books.graph.one("catalogue/run", organization=organization.no, id=run_id)
        if row is None:
            raise NotFound
        return LotRun.of(row["run"], row["lot_id"])

    # Serials

    def create(self, organization: Organization, form: SerialIn, lot_of: Callable[[str], LotRef | None]) -> Serial:
        """Take in one serial. lot_of: the lot of an id, None where the caller knows of none.

        Raises Invalid for an unknown lot, Conflict where GTIN and serial are taken.
        """
        def write(tx: Transaction) -> str:
            ids, faults = self.add(tx, organization, [form], lot_of)
            refuse(faults)
            return ids[0]

        return self.find(organization, self._books.change(organization.no, write))

    def add(self, tx: Transaction, organization: Organization, forms: list[SerialIn],
            lot_of: Callable[[str], LotRef | None]) -> tuple[list[str], list[Fault]]:
        """Write many, unless there are faults; returns their ids."""
        lots = {lot_id: lot_of(lot_id) for lot_id in {form.lot_id for form in forms}}
        faults = [Fault(position, "lot_id", "You have no such lot.", "lot")
                  for position, form in enumerate(forms) if lots[form.lot_id] is None]
        if faults:
            return [], faults
        held = {lot_id: self._held(tx, organization, lot) for lot_id, lot in lots.items()}
        ids = [_Ids(organization.no, held[form.lot_id]["gtin"]).of(form.serial) for form in forms]
        taken = {row["id"] for row in tx.run("catalogue/taken_serials", ids=ids)}
        if faults := repeated(ids, taken, "serial", _TAKEN):
            return [], faults
        now = self._books.now()
        for lot_id, lot in held.items():
            self._write(tx, organization.no, lot, [f.serial for f in forms if f.lot_id == lot_id], None, now)
        return ids, []

    def find(self, organization: Organization, serial_id: str) -> Serial:
        """Raises NotFound."""
        row = self._books.graph.one("catalogue/serial", organization=organization.no, id=serial_id)
        if row is None:
            raise NotFound
        return Serial.of(row)

    def page(self, organization: Organization, wanted: SerialQuery, order: str, skip: int,
             limit: int) -> tuple[list[Serial], int]:
        among, named = "all", {}
        if wanted.lot_run_id is not None:
            if wanted.lot_id is not None and not self._is_run_of(organization, wanted.lot_run_id, wanted.lot_id):
                return [], 0
            among, named = "run", {"run": wanted.lot_run_id}
        elif wanted.lot_id is not None:
            among, named = "lot", {"lot": wanted.lot_id}
        params = {**named, "organization": organization.no, "gtin": wanted.gtin, "serial": wanted.serial,
                  "status": wanted.status.value if wanted.status else None, "unprinted": wanted.unprinted}
        way = "down" if order.startswith("-") else "up"

        def read(tx: Transaction) -> tuple[list[dict], int]:
            rows = tx.run(f"catalogue/serials_{among}_{way}", skip=skip, limit=limit, **params)
            return rows, tx.one(f"catalogue/serials_{among}_count", **params)["total"]

        rows, total = self._books.graph.reading(read)
        return [Serial.of(row) for row in rows], total

    def change(self, organization: Organization, serial_id: str, patch: SerialPatch) -> Serial:
        """Raises NotFound."""
        found = self.find(organization, serial_id)
        changes = {name: value.value for name, value in given(patch).items()}
        self._books.change(organization.no, lambda tx: tx.run(
            "catalogue/change_serial", id=found.id, changes=changes))
        return self.find(organization, serial_id)

    def _is_run_of(self, organization: Organization, run_id: str, lot_id: str) -> bool:
        row = self._books.graph.one("catalogue/run", organization=organization.no, id=run_id)
        return row is not None and row["lot_id"] == lot_id

    def _held(self, tx: Transaction, organization: Organization, lot: LotRef) -> dict[str, Any]:
        """The lot in the organization's catalogue, into which it comes where it was only in records."""
        key = f"{organization.no}:{lot.no}"
        tx.run("catalogue/hold_lots", rows=[
            {"no": lot.no, "properties": fresh_lot(organization.no, key, self._books.now())}])
        held = tx.one("catalogue/held_lot", organization=organization.no, id=lot.id)
        if held is None:  # gone since it was found: its records were settled anew
            raise NotFound
        if held["gtin"] is None or held["lot_number"] is None:
            raise Impossible("Serials need a lot whose code carries a GTIN and a lot number.")
        return held

    def _write(self, tx: Transaction, organization: int, held: dict[str, Any], serials: list[str], run: str | None,
               now: int) -> None:
        ids = _Ids(organization, held["gtin"])
        start = (tx.one("catalogue/next_serials", key=f"{organization}:", count=len(serials))["first"]) % A_MOMENT
        rows = [{"id": ids.of(serial), "serial": serial, "run": run, "seq": now * A_MOMENT + start + position}
                for position, serial in enumerate(serials)]
        for at in range(0, len(rows), _BATCH):
            tx.run("catalogue/create_serials", lot=held["lot"]["key"], rows=rows[at:at + _BATCH])


@dataclass(frozen=True)
class _Ids:
    """Ids of the serials of one GTIN: they follow from what must be unique, so one index keeps both."""

    organization: int
    gtin: str

    def of(self, serial: str) -> str:
        return derived_id("serial", self.organization, self.gtin, serial)


def _randoms(prefix: str) -> Iterator[str]:
    length = min(_RANDOM_LENGTH, _LONGEST - len(prefix))
    while True:
        yield prefix + "".join(choice(_LETTERS) for _ in range(length))


def _sequence(tx: Transaction, ids: _Ids, prefix: str, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        wanted = count - len(found)
        first = tx.one("catalogue/next_serials", key=f"{ids.organization}:{ids.gtin}:{prefix}", count=wanted)["first"]
        numbers = [prefix + str(n).zfill(_DIGITS) for n in range(first, first + wanted)]
        if len(numbers[-1]) > _LONGEST:
            raise Conflict("The sequence of this prefix is used up.")
        found += _not_taken(tx, ids, numbers)
    return found


def _free(tx: Transaction, ids: _Ids, candidates: Iterator[str], count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = dict.fromkeys(islice(candidates, count - len(found)))
        found.update(dict.fromkeys(_not_taken(tx, ids, list(drawn))))
    return list(found)


def _not_taken(tx: Transaction, ids: _Ids, serials: list[str]) -> list[str]:
    named = {ids.of(serial): serial for serial in serials}
    every = list(named)
    for at in range(0, len(every), _BATCH):
        for row in tx.run("catalogue/taken_serials", ids=every[at:at + _BATCH]):
            del named[row["id"]]
    return list(named.values())
