"""docs/webhooks.md names every event with its meaning."""

import re
from pathlib import Path

from engine.webhooks.events import EVENTS

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text("utf-8")


def test_the_table_of_events_is_the_code_s():
    rows = re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| (.+) \|$", PAGE, re.MULTILINE)
    assert dict(rows) == dict(EVENTS)
