"""One capture transaction: records in, places and lots resolved, flows drawn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from engine.capture import correcting, corrections, quarantine
from engine.capture.document import Document
from engine.capture.flows import Flows, LotRef, Statement, flows
from engine.capture.geography import Geography
from engine.capture.ledger import Ledger
from engine.capture.resolution import Clues, clues, party_clue, resolve
from engine.capture.written import Written, record_id_of
from engine.clock import epoch_day
from engine.findings import store
from engine.fsma.judge import Judgement
from engine.fsma.other.records import OtherRecord
from engine.fsma.records import Record, from_text
from engine.graph import Transaction
from engine.ids import derived_id

OPEN = 9_223_372_036_854_775_807  # superseded_at of what still stands

Row = dict[str, Any]


@dataclass(frozen=True)
class Stored:
    """A record already in the graph. drawn: digest of its flows as they stand."""

    no: int
    key: str
    recorded_by: int
    record: Record
    lot: int | None
    drawn: str | None
    stands: bool

    @classmethod
    def of(cls, row: Row) -> "Stored":
        return cls(row["no"], row["key"], row["recorded_by"], from_text(row["record"]), row["lot"],
                   row["drawn"], row["superseded_at"] == OPEN)


class Writer:
    """Writes within one transaction; the ledger is locked from construction to `close`."""

    def __init__(self, tx: Transaction, ledger: Ledger, batch: int):
        self._tx = tx
        self._ledger = ledger
        self._batch = batch
        self._places = Geography(tx, ledger)
        self._recorders: set[int] = set()
        self._parties: set[int] = set()
        self._retired: list[Row] = []
        self._disturbed: set[int] = set()
        self.touched: dict[int, int] = {}  # records whose flows were drawn or closed, with their lots

    def document(self, capture_id: str, recorder: int, document: Document,
                 judged: Sequence[tuple[str, int, Record]], refused: Sequence[tuple[int, Judgement]]) -> Written:
        """Write one document whole. judged: (content key, position, record); refused: what is quarantined."""
        out = Written()
        keys = sorted({key for key, _, _ in judged})
        out.known = {row["key"]: row for part in self._parts(keys)
                     for row in self._tx.run("capture/known_records", keys=part)}
        fresh = {key: (position, record) for key, position, record in reversed(judged) if key not in out.known}
        fresh = dict(sorted(fresh.items()))
        self._state(capture_id, recorder, document, out, refused, len(fresh), len(judged) - len(fresh))
        if fresh:
            out.merged = self._places.learn((r for _, r in fresh.values()), recorder)
        statements = self._places.statements((key, recorder, record) for key, (_, record) in fresh.items())
        out.fresh = {s.key: self._ledger.number() for s in statements}
        rows = [self._row(s, out.fresh[s.key], fresh[s.key][0]) for s in statements]
        for part in self._parts(rows):
            self._tx.run("capture/records", document=capture_id, rows=part)
        others = [out.fresh[s.key] for s in statements if isinstance(s.record, OtherRecord)]
        for part in self._parts(others):
            self._tx.run("capture/other_records", records=part)
        loosened = self._supersede(judged, out, recorder)
        if fresh or loosened or self.touched:
            self._recorders.add(recorder)
            self._settle(statements, out, self._at(out.merged), loosened)
        return out

    def retire(self, recorder: int, numbers: Sequence[int]) -> None:
        """Records stand no longer, from this moment on; what hung on them is settled anew."""
        loosened = self._retire([{"no": no, "at": self._ledger.recorded_at, "by": None} for no in numbers])
        self._recorders.add(recorder)
        self._settle([], Written(), [], loosened)

    def resettle(self, places: Iterable[int], merged: dict[int, int]) -> None:
        """Settle anew every record whose flows or lots hang on these places; `merged` ones may disappear."""
        self._disturbed |= {*places, *merged, *merged.values()}
        self._settle([], Written(merged=merged), self._at(places), set())

    def close(self) -> None:
        """Tell organizations that what they see has changed, mark what findings hang on, and give the ledger back."""
        if self._retired:
            store.close_of_records(self._tx, self._retired)
        store.mark(self._tx, self._ledger.revision, self._ledger.recorded_at, self.touched, places=self._disturbed)
        if self._recorders or self._parties:
            self._tx.run("capture/raise_revisions", recorders=sorted(self._recorders), parties=sorted(self._parties))
        self._ledger.close()

    def _state(self, capture_id: str, recorder: int, document: Document, out: Written,
               refused: Sequence[tuple[int, Judgement]], created: int, duplicates: int) -> None:
        self._tx.run("capture/document", id=capture_id, properties={
            "sha256": document.sha256, "recorded_by": recorder, "recorded_at": self._ledger.recorded_at,
            "revision": self._ledger.revision, "kind": document.kind, "size": document.size,
        }, counts={"created": created, "duplicates": duplicates, "quarantined": len(refused)},
            first=document.first, part=document.part)
        known = sorted(row["no"] for row in out.known.values())
        for part in self._parts(known):
            self._tx.run("capture/restated", document=capture_id, records=part)
        rows = [quarantine.row(capture_id, document, position, judgement)
                | {"recorded_by": recorder, "recorded_at": self._ledger.recorded_at} for position, judgement in refused]
        for part in self._parts(rows):
            self._tx.run("capture/quarantined", document=capture_id, rows=part)

    def _row(self, statement: Statement, no: int, position: int) -> Row:
        record = statement.record
        code = record.lot_code
        record_id = record_id_of(statement.key)
        return {
            "no": no, "id": record_id, "key": statement.key, "event_id": record.event_id or record_id,
            "cte_type": str(record.cte_type), "recorded_by": statement.recorder,
            "counterparties": list(statement.parties), "on": record.on and epoch_day(record.on),
            "recorded_at": self._ledger.recorded_at, "superseded_at": OPEN,
            "gtin": code.gtin if code else None, "tlc": code.raw if code else None,
            "record": record.to_text(), "position": position,
            "natural_key": f"{statement.recorder}:{record.natural_key()}", "supersedes": record.supersedes_event_id,
        }

    def _supersede(self, judged: Sequence[tuple[str, int, Record]], out: Written, recorder: int) -> set[str]:
        """Corrections meet what they correct, whichever came first. Returns the clues of what changed by it."""
        numbers = {**{key: row["no"] for key, row in out.known.items()}, **out.fresh}
        for part in self._parts(correcting.sent_again(judged, numbers, set(out.fresh))):
            self._tx.run("capture/renamed", rows=part)
        verdict = corrections.judge(correcting.ties(judged, out), lambda statement, ids: (
            row for part in self._parts(ids) for row in self._tx.run(statement, recorder=recorder, event_ids=part)))
        for part in self._parts([{"no": no, "by": by} for no, by in sorted(verdict.replaced.items())]):
            self._tx.run("capture/replaced_by", rows=part)
        out.corrected = correcting.noted(self._tx, out, verdict)
        rows = [{"no": no, "at": self._ledger.recorded_at, "by": by} for no, by in sorted(verdict.retired.items())]
        return self._retire(rows) | self._revive(verdict.revived)

    def _retire(self, rows: list[Row]) -> set[str]:
        if not rows:
            return set()
        self._retired += rows
        return self._loosened(self._tx.one("capture/retire", rows=rows), [row["no"] for row in rows])

    def _revive(self, records: Sequence[int]) -> set[str]:
        if not records:
            return set()
        store.reopen_of_records(self._tx, records)
        return self._loosened(self._tx.one("capture/revive", records=list(records)), records)

    def _loosened(self, row: Row, records: Iterable[int]) -> set[str]:
        self.touched.update((no, 0) for no in records)
        self._parties.update(no for parties in row["parties"] for no in parties)
        return set(row["clues"])

    def _at(self, places: Iterable[int]) -> list[Stored]:
        """Stored records whose flows, lots or counterparts hang on places."""
        numbers = sorted(places)
        if not numbers:
            return []
        there = [Stored.of(r) for r in self._tx.run("capture/records_at", places=numbers)]
        return [*there, *self._by_clue("capture/dependents", {party_clue(no) for no in numbers})]

    def _settle(self, fresh: list[Statement], out: Written, stale: list[Stored], loosened: set[str]) -> None:
        """Resolve and draw the fresh records, and every stored one whose lots or places may have changed."""
        changed = set(loosened)
        stored = {s.key: s for s in stale if s.key not in out.fresh}
        if stored:
            numbers = [s.no for s in stored.values()]
            changed.update(self._tx.one("capture/clues_of", records=numbers)["clues"])
            self._tx.run("capture/drop_clues", records=numbers)
        targets = {s.key: s for s in [*fresh, *self._statements(stored.values())]}
        numbers = {**out.fresh, **{s.key: s.no for s in stored.values()}}
        hung = {key: clues(s) for key, s in targets.items()}
        self._hang(hung, {key: s.no for key, s in stored.items()})
        changed.update(c for found in hung.values() for c in found.gives)
        for record in self._by_clue("capture/dependents", changed):
            if record.key not in targets:
                stored[record.key] = record
                numbers[record.key] = record.no
        targets.update((s.key, s) for s in self._statements(r for k, r in stored.items() if k not in targets))
        hung.update((key, clues(s)) for key, s in targets.items() if key not in hung)
        depends = {c for found in hung.values() for c in found.depends}
        known = self._statements(self._by_clue("capture/evidence", depends))
        retired = {row["no"] for row in self._retired}
        new = [s for s in fresh if out.fresh[s.key] not in retired and hung[s.key].gives & depends]
        self._hang(hung, out.fresh)
        resolved, unclear = resolve(targets.values(), sorted([*known, *new], key=lambda s: s.key))
        drawn = {key: flows(s, resolved[key]) for key, s in targets.items()}
        out.lots.update((key, f.lot) for key, f in drawn.items() if f.lot and key in out.fresh)
        self._disturbed |= {*out.merged, *out.merged.values()}
        self._draw(targets, drawn, numbers, stored, out.merged, unclear)

    def _draw(self, targets: dict[str, Statement], drawn: dict[str, Flows], numbers: dict[str, int],
              stored: dict[str, Stored], merged: dict[int, int], unclear: set[str]) -> None:
        digests = {key: _digest(f, targets[key].parties, key in unclear) for key, f in drawn.items()}
        again = {key: s for key, s in stored.items() if digests[key] != s.drawn}
        lots = self._lots(f for key, f in drawn.items() if key not in stored or key in again)
        stocks = self._stocks((f for key, f in drawn.items() if key not in stored or key in again), lots)
        loose = self._erase([s.no for s in again.values()])
        rows = []
        for key, flow in drawn.items():
            if key in stored and key not in again:
                continue
            rows.append({
                "no": numbers[key], "lot": lots.get(flow.lot.key) if flow.lot else None,
                "counterparties": list(targets[key].parties), "drawn": digests[key], "unclear": key in unclear or None,
                **{side: [{"stock": stocks[lots[s.lot.key], s.place], "quantity": s.quantity, "unit": s.unit}
                          for s in ends] for side, ends in (("tails", flow.tails), ("heads", flow.heads))},
            })
            self._recorders.add(targets[key].recorder)
            self._parties.update(targets[key].parties)
        self.touched.update((row["no"], row["lot"] or 0) for row in rows)
        for part in self._parts(rows):
            self._tx.run("capture/draw_flows", rows=part)
        successors = {s.lot: lots.get(drawn[k].lot.key) for k, s in again.items() if s.lot and drawn[k].lot}
        self._sweep(loose, successors, lots, drawn, merged)

    def _lots(self, drawn: Iterable[Flows]) -> dict[str, int]:
        refs: dict[str, LotRef] = {}
        for lot in (s.lot for f in drawn for s in (*f.tails, *f.heads)):
            known = refs.setdefault(lot.key, lot)
            if lot is not known and lot < known:  # spelled otherwise
                refs[lot.key] = lot
        rows = [{"key": ref.key, "no": self._ledger.number(), "id": derived_id("lot", ref.key), "kind": ref.kind,
                 "gtin": ref.gtin, "lot_number": ref.lot_number, "tlc_match": ref.match, "source": ref.source}
                for _, ref in sorted(refs.items())]
        return {row["key"]: row["no"] for part in self._parts(rows) for row in self._tx.run("capture/lots", rows=part)}

    def _stocks(self, drawn: Iterable[Flows], lots: dict[str, int]) -> dict[tuple[int, int], int]:
        pairs = sorted({(lots[s.lot.key], s.place) for f in drawn for s in (*f.tails, *f.heads)})
        named = {f"{lot}@{place}": (lot, place) for lot, place in pairs}
        found = {named[row["key"]]: row["no"] for part in self._parts(sorted(named))
                 for row in self._tx.run("capture/known_stocks", keys=part)}
        rows = [{"key": key, "no": self._ledger.number(), "lot": pair[0], "place": pair[1]}
                for key, pair in named.items() if pair not in found]
        for part in self._parts(rows):
            self._tx.run("capture/new_stocks", rows=part)
        found.update(((row["lot"], row["place"]), row["no"]) for row in rows)
        return found

    def _erase(self, records: list[int]) -> list[int]:
        return self._tx.one("capture/erase_flows", records=records)["stocks"] if records else []

    def _sweep(self, stocks: list[int], successors: dict[int, int], lots: dict[str, int],
               drawn: dict[str, Flows], merged: dict[int, int]) -> None:
        """Remove what nothing flows through any more; ids given out before keep leading to what took its place."""
        if stocks:
            same_code = {s.lot.match: lots[s.lot.key] for f in drawn.values() for s in (*f.tails, *f.heads)
                         if s.lot.match and s.lot.key in lots}
            bare = self._tx.run("capture/bare_stocks", stocks=stocks)
            self._tx.run("capture/bare_lots", rows=[
                {"no": row["lot"], "now": successors.get(row["lot"], same_code.get(row["match"]))} for row in bare])
        if merged:
            self._tx.run("capture/bare_places", places=sorted(merged))

    def _hang(self, hung: dict[str, Clues], numbers: dict[str, int]) -> None:
        """Tie some records to their clues. Fresh ones are tied last, as what they say is known without asking."""
        for statement, side in (("capture/gives", "gives"), ("capture/depends_on", "depends")):
            pairs = sorted((no, clue) for key, no in numbers.items() for clue in getattr(hung[key], side))
            for part in self._parts([{"no": no, "clue": clue} for no, clue in pairs]):
                self._tx.run(statement, rows=part)

    def _by_clue(self, statement: str, keys: set[str]) -> list[Stored]:
        found = {row["key"]: row for part in self._parts(sorted(keys)) for row in self._tx.run(statement, clues=part)}
        return [Stored.of(row) for _, row in sorted(found.items())]

    def _statements(self, stored: Iterable[Stored]) -> list[Statement]:
        return self._places.statements((s.key, s.recorded_by, s.record) for s in stored)

    def _parts(self, rows: Sequence) -> Iterator[Sequence]:
        for start in range(0, len(rows), self._batch):
            yield rows[start:start + self._batch]


def _digest(drawn: Flows, parties: tuple[int, ...], unclear: bool) -> str:
    ends = [[(s.lot.key, s.place, s.quantity, s.unit) for s in side] for side in (drawn.tails, drawn.heads)]
    said = (ends, drawn.lot and drawn.lot.key, parties, unclear)
    return sha256(repr(said).encode()).hexdigest()[:16]
