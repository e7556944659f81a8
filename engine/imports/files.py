"""Files of long dry runs: on S3 from the request until the dry run has ended, however it ends."""

from datetime import timedelta

import structlog

from engine.clock import Clock, epoch_ms
from engine.errors import Unavailable
from engine.graph import Graph
from engine.ids import new_id
from engine.imports.job import Import
from engine.limits import Limits
from engine.storage import Storage

_log = structlog.get_logger("lotgraph.imports")

_AT_ONCE = 100


class DryRunFiles:
    """Each is noted in the graph before it is put, under a key of its own, and forgotten after it is removed.

    So a process that dies in between leaves a note, and whoever tidies up next goes on from there.
    """

    def __init__(self, graph: Graph, storage: Storage, clock: Clock, limits: Limits):
        self._graph = graph
        self._storage = storage
        self._clock = clock
        # Whoever asks for an import is answered long before.
        self._patience = timedelta(seconds=limits.heartbeat_lost_seconds)

    def put(self, of: Import, raw: bytes, media_type: str) -> str:
        """Keep the file of a dry run that is about to be asked for; its key."""
        key = f"{of.folder}file-{new_id()}"
        self._graph.write("imports/lend", key=key, of=of.id, now=epoch_ms(self._clock.now()))
        self._storage.put(key, raw, media_type)
        return key

    def remove(self, keys: list[str]) -> None:
        """Remove files from S3, then the notes of them."""
        for key in keys:
            self._storage.delete(key)
        self._graph.write("imports/returned", keys=keys)

    def tidy(self, import_id: str | None = None) -> int:
        """Remove what is needed no more, of one import or of all; how many files there were."""
        before = epoch_ms(self._clock.now() - self._patience)
        rows = self._graph.read("imports/lent", of=import_id, before=before, limit=_AT_ONCE)
        if rows:
            self.remove([row["key"] for row in rows])
        return len(rows)

    def tidy_soon(self, import_id: str) -> None:
        """The same of an import that has just ended; what cannot be reached now is left to the sweeper."""
        try:
            self.tidy(import_id)
        except Unavailable as error:
            _log.warning("dry_run_file_left", job=import_id, fault=error.detail)
