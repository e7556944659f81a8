"""The worked example: 18 places, 10 lots, 41 events of 14 firms, all invented."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "demo_data" / "worked_example.json"

# Prairie Fork Salads makes lot E; Lakeshore Sprouts has nothing to do with it.
MAIN, OTHER = "L06", "L15"
# The romaine chain but for Mesa Leaf Growers (L04), whose records Prairie Fork sees only where they name it.
SHARING_WITH_MAIN = ("L01", "L02", "L03", "L07", "L08", "L09")


@dataclass(frozen=True)
class Example:
    """locations: descriptions by id (L01..). lots: by letter. recorded_by: location id by event id."""

    locations: dict[str, dict[str, Any]]
    lots: dict[str, dict[str, str]]
    recorded_by: dict[str, str]
    events: list[dict[str, Any]]

    @property
    def recorders(self) -> list[str]:
        """Ids of the locations whose firms record events."""
        return sorted(set(self.recorded_by.values()))

    def events_of(self, place: str) -> list[dict[str, Any]]:
        """The events one firm records, in the JSON form the API takes."""
        return [event for event in self.events if self.recorded_by[event["event_id"]] == place]


def load() -> Example:
    """Read the example."""
    data = json.loads(_FILE.read_text("utf-8"))
    return Example(data["locations"], data["lots"], data["recorded_by"], data["events"])
