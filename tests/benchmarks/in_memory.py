"""The same network in memory: a rustworkx graph of the flows in view."""

import rustworkx

from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import Part


class InMemory:
    """Loads parts and counts what is reached; knows no predicate, so it is given visible flows only."""

    def __init__(self, seen: Seen):
        self._seen = seen
        self._graph = rustworkx.PyDiGraph()
        self._index: dict[int, int] = {}
        self._stocks: dict[str, dict[int, list[int]]] = {"lot": {}, "place": {}}

    def load(self, part: Part) -> None:
        """Take in some rows."""
        flows = [(self._node(tail), self._node(head)) for tail, head, flow in part.flows() if self._seen.shows(flow)]
        self._graph.add_edges_from_no_data(flows)
        for stock in part.stocks:
            for of, held in self._stocks.items():
                held.setdefault(stock[of], []).append(stock["no"])

    def nodes(self, question: Question) -> int:
        """Stocks and events within reach of the visible stocks, those included."""
        starts = [self._index[no] for no in self._stocks[question.of].get(question.no, ()) if no in self._index]
        forward = question.direction == "forward"
        # One walk from all starts: they hang on a node that is there for the moment.
        hub = self._graph.add_node(None)
        self._graph.add_edges_from_no_data([(hub, s) if forward else (s, hub) for s in starts])
        walk = rustworkx.descendants if forward else rustworkx.ancestors
        found = len(walk(self._graph, hub))
        self._graph.remove_node(hub)
        return found

    def _node(self, no: int) -> int:
        if no not in self._index:
            self._index[no] = self._graph.add_node(no)
        return self._index[no]
