"""Records that correct each other at random, and what of them stands, worked out naively."""

from collections.abc import Mapping, Set
from random import Random

Sending = tuple[int, str, str | None]  # record, a name it goes by, and the name it corrects


def sendings(random: Random) -> list[Sending]:
    """Up to nine records under few names: forks, chains, rings, versions of one name, records under two names."""
    names = [f"N{i}" for i in range(random.randint(2, 7))]
    sent = []
    for no in range(random.randint(2, 9)):
        name = random.choice(names)
        others = [other for other in names if other != name]
        corrects = random.choice([None, *others, *others])
        sent.append((no, name, corrects))
        if random.random() < 0.2:
            sent.append((no, random.choice([other for other in names if other != corrects]), corrects))
    return sent


def correctors(names: Mapping[int, Set[str]], corrects: Mapping[int, str | None]) -> dict[int, set[int]]:
    """What retires each record: whatever names it, unless the record leads back to that by any way."""
    leads = {a: {b for b in names if b != a and corrects[a] in names[b]} for a in names}
    reach = {a: set(there) for a, there in leads.items()}
    while True:
        more = {a: there.union(*(reach[b] for b in there)) for a, there in reach.items()}
        if more == reach:
            break
        reach = more
    return {b: {a for a, there in leads.items() if b in there and a not in reach[b]} for b in names}


def standing(sent: list[Sending]) -> set[int]:
    """The records that nothing retires."""
    retiring = correctors({no: {name for n, name, _ in sent if n == no} for no, _, _ in sent},
                          {no: corrects for no, _, corrects in sent})
    return {no for no, by in retiring.items() if not by}
