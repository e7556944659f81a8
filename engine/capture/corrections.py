"""Which records corrections retire.

A record goes by its own id and by every event id under which it was sent; it corrects whatever goes by the id in its
`supersedes_event_id`. It is retired by what corrects it, unless the two stand in a ring: unless it corrects, directly
or through others, what corrects it. So of A <- B <- C the first two are retired, and of a ring, however long, none is
retired by its members: none of them is the last word, and without all of them the event would be lost. What corrects a
ring from outside retires what it names there, and what a ring corrects outside of it is retired. Whether a corrector
stands itself, was corrected or was voided makes no difference, nor does the order in which records came.

Records and the ids they go by are the nodes here: a record leads to the id that it corrects, an id to its bearers. As
nothing is ever unsaid, rings only grow, and only those that a new tie is part of.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Node = int | str  # a record's number, or an id that records go by
Ask = Callable[[str, list[str]], Iterable[Row]]  # rows of a statement, asked for event ids

# How far a ring is looked for beyond the records of one document, in links either way; seconds under the ledger lock.
LINKS = 1_000


@dataclass(frozen=True)
class Tie:
    """A record that is new, or came under new names. names: the new ones. ended, by: as in capture/known_records."""

    no: int
    names: frozenset[str]
    supersedes: str | None
    is_new: bool = True
    ended: str | None = None
    by: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What new ties change. retired, replaced: record -> what corrects it. revived: records that stand again.

    before: those retired that go by an id of which another record had been corrected before.
    """

    retired: dict[int, int] = field(default_factory=dict)
    replaced: dict[int, int] = field(default_factory=dict)
    revived: tuple[int, ...] = ()
    before: frozenset[int] = frozenset()


def judge(ties: Iterable[Tie], ask: Ask) -> Verdict:
    """What becomes of records now that these ties are in the graph. ask: of capture/superseded and superseding."""
    new = {tie.no: tie for tie in ties}
    web = _Web(ask, new.values())
    corrects: dict[str, set[int]] = defaultdict(set)
    named: dict[str, set[int]] = defaultdict(set)
    for tie in new.values():
        if tie.supersedes and tie.is_new:
            corrects[tie.supersedes].add(tie.no)
        for name in tie.names:
            named[name].add(tie.no)
    web.walk({tie.supersedes for tie in new.values() if tie.supersedes}, set(named))
    at = {*web.corrected_by}  # most records correct nothing, and nothing corrects them
    if not at:
        return Verdict()
    ring = rings({**{no: [name] for no, name in web.corrects.items()}, **{name: web.bearers[name] for name in at}})
    retired: dict[int, int] = {}
    for name in sorted(at & {*corrects, *named}):
        for sources, bearers in ((corrects[name], web.bearers[name]), (web.corrected_by[name], named[name])):
            foreign = _foreign(sources, ring)
            for no in bearers:
                by = foreign(no)
                if by is not None and web.ended[no] is None:
                    retired[no] = min(by, retired.get(no, by))
    replaced, revived = _freed(web, ring)
    return Verdict(retired, replaced, revived, _corrected_before(web, retired, new))


def _corrected_before(web: "_Web", retired: Mapping[int, int], new: Mapping[int, Tie]) -> frozenset[int]:
    """Which of the new were retired by what had retired another record already."""
    names = {no: web.corrects[by] for no, by in retired.items() if no in new and (by not in new or not new[by].is_new)}
    web.down(set(names.values()))
    ended = {name for name in set(names.values()) if any(web.ended[no] for no in web.bearers[name])}
    return frozenset(no for no, name in names.items() if name in ended)


def _freed(web: "_Web", ring: Mapping[Node, int]) -> tuple[dict[int, int], tuple[int, ...]]:
    """What is in a ring now with what had retired it: those that something else corrects, and those that stand again.

    A new tie closed such a ring, so all of it is known; of rings closed before, perhaps not all.
    """
    caught = sorted(no for no in web.names
                    if web.ended[no] == "corrected" and web.by[no] in ring and ring[web.by[no]] == ring.get(no))
    web.down({name for no in caught for name in web.names[no]})
    names = {name for no in caught for name in web.names[no]}
    web.up(names)
    foreign = {name: _foreign(web.corrected_by[name], ring) for name in names}
    replaced, revived = {}, []
    for no in caught:
        outside = [by for name in web.names[no] if (by := foreign[name](no)) is not None]
        if outside:
            replaced[no] = min(outside)
        else:
            revived.append(no)
    return replaced, tuple(revived)


def _foreign(sources: Iterable[int], ring: Mapping[Node, int]) -> Callable[[int], int | None]:
    """Answers the first of the sources that is in another ring than a record. What has no number is in none."""
    first: dict[int | None, int] = {}
    for no in sorted(sources):
        first.setdefault(ring.get(no), no)
        if len(first) == 2:
            break
    return lambda no: next((by for of, by in first.items() if of != ring[no]), None)


class _Web:
    """Records around new ties, as far as they have been asked for."""

    def __init__(self, ask: Ask, ties: Iterable[Tie]):
        self._ask = ask
        self._down: set[str] = set()
        self._up: set[str] = set()
        self.names: dict[int, set[str]] = defaultdict(set)
        self.corrects: dict[int, str] = {}
        self.ended: dict[int, str | None] = {}
        self.by: dict[int, int | None] = {}
        self.bearers: dict[str, set[int]] = defaultdict(set)
        self.corrected_by: dict[str, set[int]] = defaultdict(set)
        for tie in ties:
            self._learn(vars(tie))

    def walk(self, down: set[str], up: set[str]) -> None:
        """Ask on from ids: down for what goes by them and what that corrects, up for what corrects them and its names.

        Where either way ends, every ring that leads through both is known; of an ordinary correction one ends at once.
        """
        for _ in range(LINKS):
            down, up = self.down(down), self.up(up)
            if not down or not up:
                return

    def down(self, names: set[str]) -> set[str]:
        """Learn of the bearers of ids. Returns the ids that lead on."""
        asked = names - self._down
        self._down |= asked
        found = [self._learn(row) for row in self._ask("capture/superseded", sorted(asked))]
        return {self.corrects[no] for no in found if no in self.corrects} - self._down

    def up(self, names: set[str]) -> set[str]:
        """Learn what corrects ids. Returns the ids that lead on."""
        asked = names - self._up
        self._up |= asked
        found = [self._learn(row) for row in self._ask("capture/superseding", sorted(asked))]
        return {name for no in found for name in self.names[no]} - self._up

    def _learn(self, row: Row) -> int:
        no, name = row["no"], row["supersedes"]
        self.ended[no], self.by[no] = row["ended"], row["by"]
        self.names[no].update(row["names"])
        for each in row["names"]:
            self.bearers[each].add(no)
        if name:
            self.corrects[no] = name
            self.corrected_by[name].add(no)
        return no


def rings(leads: Mapping[Node, Iterable[Node]]) -> dict[Node, int]:
    """For each node the number of its ring: two have the same where each leads to the other, by whatever way."""
    back: dict[Node, list[Node]] = defaultdict(list)
    for node, heads in leads.items():
        for head in heads:
            back[head].append(node)
    found: dict[Node, int] = {}
    for number, start in enumerate(reversed(_left(leads))):
        todo = [start]
        while todo:
            node = todo.pop()
            if node not in found:
                found[node] = number
                todo += back[node]
    return found


def _left(leads: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """All nodes, each after what is first reached through it."""
    order: list[Node] = []
    seen: set[Node] = set()
    for start in leads:
        todo = [] if start in seen else [(start, iter(leads[start]))]
        seen.add(start)
        while todo:
            node, heads = todo[-1]
            for head in heads:
                if head not in seen:
                    seen.add(head)
                    todo.append((head, iter(leads.get(head, ()))))
                    break
            else:
                order.append(node)
                todo.pop()
    return order
