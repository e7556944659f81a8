"""What a transaction wrote, and by what names its records go."""

from dataclasses import dataclass, field
from typing import Any

from engine.capture.flows import LotRef
from engine.fsma.records import Record
from engine.ids import derived_id

Row = dict[str, Any]


@dataclass(frozen=True)
class Corrected:
    """A record that another had corrected before it was sent. by: event id of what has the last word now.

    is_new: the graph did not hold it. again: another of its event id had been corrected or voided.
    """

    by: str
    is_new: bool
    again: bool


@dataclass
class Written:
    """What a transaction wrote, by record key. lots: of records. corrected: what was stated and does not stand."""

    fresh: dict[str, int] = field(default_factory=dict)
    known: dict[str, Row] = field(default_factory=dict)
    corrected: dict[str, Corrected] = field(default_factory=dict)
    lots: dict[str, LotRef] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)


def record_key(recorder: int, record: Record) -> str:
    """What makes two sendings of one recorder the same record."""
    return f"{recorder}:{record.content_key()}"


def record_id_of(key: str) -> str:
    """The public id of the record with this key."""
    return derived_id("cte", key)
