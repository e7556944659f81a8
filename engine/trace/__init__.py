"""Where a lot went and where it came from."""

from engine.trace.listing import List
from engine.trace.question import Direction, Question, Ring
from engine.trace.trace import Trace

__all__ = ["Direction", "List", "Question", "Ring", "Trace"]
