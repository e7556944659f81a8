"""Flows as plain arrays."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Edges:
    """Flows in the direction of a walk, stock to event to stock.

    onward: node number -> next node numbers. days: event number -> day, growing along the walk, None where undated.
    Forwards in time a day is an epoch day; backwards it is the negated one.
    """

    onward: dict[int, list[int]] = field(default_factory=dict)
    days: dict[int, int | None] = field(default_factory=dict)

    def leaving(self, node: int) -> Iterator[tuple[int, int | None]]:
        """Next nodes, each with the day of the event the flow belongs to."""
        next_nodes = self.onward.get(node, ())
        if node in self.days:
            day = self.days[node]
            for head in next_nodes:
                yield head, day
        else:
            for head in next_nodes:
                yield head, self.days[head]
