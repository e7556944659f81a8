"""The same network in plain Python: the smallest thing that can be right, to choose lots by and to test others with."""

from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import Part


class Plainly:
    """Loads parts and walks over the flows in view."""

    def __init__(self, seen: Seen):
        self._seen = seen
        self._next: dict[str, dict[int, list[int]]] = {"forward": {}, "backward": {}}
        self._stocks: dict[str, dict[int, list[int]]] = {"lot": {}, "place": {}}

    def load(self, part: Part) -> None:
        """Take in some rows."""
        for tail, head, flow in part.flows():
            if self._seen.shows(flow):
                for near, far, way in ((tail, head, "forward"), (head, tail, "backward")):
                    self._next[way].setdefault(near, []).append(far)
        for stock in part.stocks:
            for of, held in self._stocks.items():
                held.setdefault(stock[of], []).append(stock["no"])

    def nodes(self, question: Question) -> int:
        """Stocks and events within reach of the visible stocks, those included."""
        onward = self._next[question.direction]
        held = self._stocks[question.of].get(question.no, ())
        reached = {no for no in held if any(no in ways for ways in self._next.values())}
        waiting = list(reached)
        while waiting:
            fresh = set(onward.get(waiting.pop(), ())) - reached
            reached |= fresh
            waiting += fresh
        return len(reached)
