"""From touched records to the neighbourhoods in which their findings lie, and what is noted in each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from engine.findings import agreed, circles, near_places
from engine.findings.lookup import Lookup, agreed_lane
from engine.findings.noted import Noted
from engine.findings.rules import amounts, codes, crops, ends, movements, order, pairs, single
from engine.findings.store import MARKED_AT_ONCE
from engine.findings.told import Story, Told, World, called
from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.other.kinds import OtherType
from engine.fsma.records import Record
from engine.fsma.rules.transporters import PARTIES
from engine.graph import Transaction

_LOT_RULES = (movements.judge, order.judge, amounts.judge, codes.judge, ends.judge)
_LOTS_AT_ONCE = 2 * MARKED_AT_ONCE


class Neighbourhoods:
    """Scopes, each a name such as `lot:12`: findings of a scope follow from the records in it alone."""

    def __init__(self, tx: Transaction, lookup: Lookup, world: World):
        self._tx = tx
        self._look = lookup
        self._world = world
        world.places, world.number, world.agreements = lookup.places, lookup.number, lookup.agreements
        self._numbers: dict[str, set[Any]] = defaultdict(set)
        self._due: dict[tuple[str, int], int | None] = {}
        self._seen: set[int] = set()  # places where food of touched records was
        self._made: set[str] = set()  # GTINs that touched records made, whether they still stand or not
        self.lots_left: set[int] = set()
        self.records_left: set[int] = set()

    def touch(self, records: set[int], lots: set[int], places: set[int]) -> None:
        """Find every scope that the touched may have changed."""
        if places:
            self._seen |= places
            found = set(self._tx.one("findings/records_at", places=sorted(places))["records"])
            self._take((found | self._packed_of(places)) - records, records, self.records_left, MARKED_AT_ONCE)
            lots = lots | set(self._tx.one("findings/lots_at", places=sorted(places), sources=[])["lots"])
            self._numbers["place"] |= places
        lots = lots | (self._records(records) if records else set()) | self._news()
        self._take(lots, self._numbers["lot"], self.lots_left, _LOTS_AT_ONCE)
        self._numbers["lot"].discard(None)

    def judge(self) -> dict[str, list[Noted]]:
        """The findings of every scope, an empty list where there are none."""
        found: dict[str, list[Noted]] = defaultdict(list)
        for scope, noted in (*self._lots(), *self._small(), *self._alone(), *self._places()):
            found[scope] += noted
        if self._due:
            self._tx.run("findings/wait", rows=[{"key": f"{kind}:{no}", kind: no, "on": on}
                                                for (kind, no), on in sorted(self._due.items())])
        return dict(found)

    @staticmethod
    def _take(found: set[int], into: set[int], left: set[int], most: int) -> None:
        """As many as fit; the rest is left."""
        ordered = sorted(n for n in found if n is not None)
        into.update(ordered[:most])
        left.update(ordered[most:])

    def _records(self, records: set[int]) -> set[int]:
        """Note the scopes of records, bring up to date what is kept on them, and return their lots."""
        rows = self._tx.run("findings/touched", records=sorted(records))
        told = {row["no"]: Told.of(row) for row in rows}
        self._look.told.update((row["no"], told[row["no"]]) for row in rows if row["stands"])
        self._look.descriptions(place for t in told.values() for place in _named(t.record))
        lots: set[int] = set()
        kept, agreements = [], []
        for row in rows:
            each = told[row["no"]]
            now = self._facts(each)
            was = {**{name: row[name] for name in ("own", "source", "lane", "mate")}, "lots": row["lots"] or []}
            if now != was:
                kept.append({"no": each.no, **now})
            each.source = now["source"]
            lots.update(now["lots"], was["lots"])
            self._numbers["record"].add(each.no)
            self._numbers["event"].add(row["natural_key"])
            self._numbers["crop"].update(row["crops"])
            if each.cte_type is OtherType.WRITTEN_AGREEMENT:
                agreements.append((each, {now["lane"], was["lane"]}))
            else:
                self._numbers["lane"].update((now["lane"], was["lane"]))
            self._numbers["mate"].update((now["mate"], was["mate"]))
            if each.cte_type is CteType.TRANSFORMATION and (gtin := _gtin(each)):
                self._made.add(gtin)
        if kept:
            self._tx.run("findings/enrich", rows=kept)
        others, explained = agreed.touched(self._tx, agreements)
        self._numbers["record"] |= others
        lots |= explained
        self._old_scopes(records)
        for name in ("lane", "mate"):
            self._numbers[name].discard(None)
        self._fresh_places(told.values())
        self._seen.update(end.place for t in told.values() for end in (*t.tails, *t.heads))
        return lots

    def _facts(self, told: Told) -> dict[str, Any]:
        source = told.record.stated_source
        lane = f"{told.lane[0]}>{told.lane[1]}" if told.lane else None
        if told.cte_type is OtherType.WRITTEN_AGREEMENT and (ends := self._look.agreed(told)):
            lane = agreed_lane(*ends)
        mate = pairs.mate_key(told)
        if told.cte_type is CteType.TRANSFORMATION and not told.record.inputs:
            gtin = _gtin(told)
            mate = f"made {gtin}" if gtin else None
        return {"own": told.place, "source": self._look.number(source) if source else None,
                "lane": lane, "mate": mate,
                "lots": sorted({end.lot for end in (*told.tails, *told.heads)})}

    def _old_scopes(self, records: set[int]) -> None:
        """Scopes that records have left still hold findings of theirs."""
        for scope in self._tx.one("findings/scopes_of", records=sorted(records))["scopes"]:
            kind, _, name = scope.partition(":")
            if kind in ("crop", "event", "lane", "mate", "code"):
                self._numbers[kind].add(name if kind != "crop" else scope)
            elif kind == "circle":
                self._numbers["record"].add(int(name))

    def _fresh_places(self, told: Iterable[Told]) -> None:
        for each in told:
            for place in _named(each.record):
                found = self._look.described(place)
                if found and found.fresh:
                    self._numbers["place"].add(found.no)
                    self._numbers["compared"].add(found.key)

    def _news(self) -> set[int]:
        """Lots judged otherwise because food was at a place after all, or because its events are now recorded."""
        new = self._tx.one("findings/news_of", places=sorted(self._seen))
        if new["reporting"]:
            self.records_left |= self._packed_of(new["reporting"]) - self._numbers["record"]
        sources = sorted({*new["handled"], *new["reporting"]})
        if not sources:
            return set()
        return set(self._tx.one("findings/lots_at", places=new["reporting"], sources=sources)["lots"])

    def _packed_of(self, farms: Iterable[int]) -> set[int]:
        """Records of crops of farms; whether their harvest is missed depends on whether the farm reports."""
        return set(self._tx.one("findings/packed_of", places=sorted(farms))["records"])

    def _stories(self, lots: Iterable[int]) -> Iterator[tuple[Story, bool]]:
        rows = self._tx.run("findings/lots", lots=sorted(lots))
        records: dict[int, list[Told]] = defaultdict(list)
        unmarked = []
        for lot in self._tx.run("findings/lot_records", lots=[row["no"] for row in rows]):
            for row in lot["records"]:
                told = self._look.told.get(row["no"])
                if told is None:
                    told = self._look.told[row["no"]] = Told.of(row)
                records[lot["of"]].append(told)
                if row["unmarked"]:
                    unmarked.append({"no": row["no"], "lot": lot["of"]})
        if unmarked:
            # Their own marks wait still. Should they leave the lot before these are taken up, it is judged again.
            self._tx.run("findings/judged_in", rows=unmarked)
        for row in rows:
            yield Story(row["no"], row["kind"], row["match"], records[row["no"]]), row["pair"]

    def _lots(self) -> Iterator[tuple[str, list[Noted]]]:
        lots = self._numbers["lot"]
        for lot in lots:
            self._due["lot", lot] = None
            yield f"lot:{lot}", []
        if not lots:
            return
        stories = list(self._stories(lots))
        self._look.read_places(no for story, _ in stories for told in story.records
                               for no in (told.source, *(end.place for end in (*told.tails, *told.heads))))
        for story, pair in stories:
            self._world.due = None
            yield f"lot:{story.no}", [noted for rule in _LOT_RULES for noted in rule(story, self._world)]
            self._due["lot", story.no] = self._world.due
            self._numbers["mate"].update(key for t in story.moves if (key := pairs.mate_key(t)))
            if story.match and not pair:
                self._numbers["code"].add(story.match)

    def _small(self) -> Iterator[tuple[str, list[Noted]]]:
        """Scopes of a few records each: events, crops, mates, lanes, codes."""
        for kind, statement, parameter, column in (
                ("event", "findings/same_event", "keys", "key"), ("crop", "findings/same_crop", "clues", "clue"),
                ("mate", "findings/mates", "keys", "key"), ("lane", "findings/lane", "lanes", "lane"),
                ("code", "findings/of_code", "codes", "code")):
            names = sorted(self._numbers[kind])
            if not names:
                continue
            yield from ((name if kind == "crop" else f"{kind}:{name}", []) for name in names)
            if kind == "crop":
                self._look.read_places(crops.farms(names))
            rows = self._tx.run(statement, **{parameter: names})
            self._look.records(no for row in rows for no in row.get("records", ()))
            for row in rows:
                name = row[column]
                yield name if kind == "crop" else f"{kind}:{name}", list(self._noted(kind, name, row))

    def _noted(self, kind: str, name: str, row: dict[str, Any]) -> Iterator[Noted]:
        if kind == "code":
            yield from codes.of_code(name, {s.no: [t for t in s.records if t.lot == s.no]
                                            for s, _ in self._stories(row["lots"])})
            return
        told = self._look.records(row["records"])
        if kind == "event":
            yield from single.same_event(told)
        elif kind == "mate":
            yield from pairs.strangers(told)
        elif kind == "lane":
            yield from pairs.lane({t.cte_type: t for t in told})
        elif crop := crops.Crop.of_clue(name):
            self._look.descriptions(b.harvest_farm for t in told for b in getattr(t.record, "received", ()) or ()
                                    if b.harvest_farm)
            yield from crops.judge(crop, told, self._world)

    def _alone(self) -> Iterator[tuple[str, list[Noted]]]:
        """Records by themselves, among others of their product, and in circles of lots."""
        touched = sorted(self._numbers["record"])
        made = [t for t in self._look.records(touched) if t.cte_type is CteType.TRANSFORMATION]
        gtins = sorted(self._made | {gtin for t in made if (gtin := _gtin(t))})
        rows = self._tx.run("findings/sisters", gtins=gtins) if gtins else []
        sister = {no: row["with"] for row in rows for no in row["without"]}
        self._look.read_places(found.no for t in self._look.records(touched) for _, place in _parties(t.record)
                               if (found := self._look.described(place)))
        for no in sorted({*touched, *sister}):
            yield f"record:{no}", []
            for told in self._look.records([no]):
                strangers = {role for role, place in told.record.named_places()
                             if (found := self._look.described(place)) and found.stranger}
                other = next(iter(self._look.records([sister[no]])), None) if sister.get(no) else None
                self._world.due = None
                yield f"record:{no}", [*single.claimed(told), *single.crossed(told, strangers),
                                       *single.no_inputs(told, other), *single.carriers(told, self._carriers(told)),
                                       *self._agreement(told)]
        yield from circles.judge(self._tx, self._look, touched)

    def _carriers(self, told: Told) -> Iterator[tuple[str, str]]:
        for role, place in _parties(told.record):
            if self._world.place(self._look.number(place)).carrier:
                yield role, called(place)

    def _agreement(self, told: Told) -> list[Noted]:
        if told.cte_type is not OtherType.WRITTEN_AGREEMENT:
            return []
        ends = self._look.agreed(told)
        found = list(single.agreement(told, self._look.agreements(ends) if ends else (), self._world))
        self._due["record", told.no] = self._world.due
        return found

    def _places(self) -> Iterator[tuple[str, list[Noted]]]:
        if self._numbers["place"]:
            yield from near_places.judge(self._tx, self._numbers["place"])
            self._tx.run("findings/compared", keys=sorted(self._numbers["compared"]))


def _named(record: Record) -> list[LocationDescription]:
    stated = record.stated_source
    return [place for _, place in record.named_places()] + ([stated] if stated else [])


def _parties(record: Record) -> Iterator[tuple[str, LocationDescription]]:
    """Who sent or got the food, or assigned its lot code: nobody who only moves it."""
    return ((role, place) for role, place in record.named_places() if role in (*PARTIES, "tlc_source"))


def _gtin(told: Told) -> str | None:
    code = told.record.lot_code
    return code.gtin if code and code.gtin else codes.food(told)[0]
