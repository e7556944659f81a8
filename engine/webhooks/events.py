"""What can be subscribed to. Data holds ids and counts, never a key data element."""

from types import MappingProxyType

EVERY = "*"
PING = "ping"

EVENTS = MappingProxyType({
    "traceability_export.delivered": "An export has its file.",
    "traceability_export.failed": "An export used up its attempts.",
    "traceability_export.sla_at_risk": "An export has been waiting for 12, 18 or 23 of its 24 hours.",
    "traceability_export.sla_breached": "An export was not furnished within 24 hours.",
    "label_export.completed": "A label export has its file.",
    "label_export.failed": "A label export failed.",
    "lot.created": "A lot was added to the catalogue.",
    "lot.recalled": "A lot was marked as recalled.",
    "epcis.captured": "A document of events was captured.",
})
"""Names of events, each with its meaning."""
