"""The page for operators names every metric, its labels, and no other."""

import re
from pathlib import Path

from prometheus_client.metrics import MetricWrapperBase

from api.metrics import deployment
from engine import metrics

PAGE = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")


def test_every_metric_is_told_with_its_labels():
    rows = re.findall(r"^\| `(lotgraph_\w+)` \| ([^|]*)\|", PAGE, re.MULTILINE)
    told = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
    counted = {metric._name: set(metric._labelnames) for metric in vars(metrics).values()
               if isinstance(metric, MetricWrapperBase)}
    source = Path(deployment.__file__).read_text("utf-8")
    asked = dict.fromkeys(re.findall(r'GaugeMetricFamily\(\s*"(\w+)"', source), set())
    asked |= {name: {label} for name, label in re.findall(r'_gauge\("(\w+)", "[^"]*", "(\w+)"', source)}
    assert told == counted | asked
