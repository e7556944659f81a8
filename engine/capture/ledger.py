"""The ledger: captures follow one another, and every number in the graph is handed out once."""

from datetime import datetime

from engine.clock import epoch_ms
from engine.graph import Transaction


class Ledger:
    """The ledger as one transaction holds it, locked from its first statement to its end.

    revision: number of this capture, the watermark of answers. recorded_at: epoch ms, later than any before.
    """

    def __init__(self, tx: Transaction, now: datetime):
        row = tx.one("capture/lock", now=epoch_ms(now))
        self.revision: int = row["revision"]
        self.recorded_at: int = row["recorded_at"]
        self._last: int = row["last_no"]
        self._tx = tx

    def number(self) -> int:
        """The next number."""
        self._last += 1
        return self._last

    def close(self) -> None:
        """Write back the last number handed out."""
        self._tx.run("capture/numbers", last=self._last)
