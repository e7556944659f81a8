"""The kinds of these records: where each keeps its date, its place and its counterparts."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from engine.fsma.cte_types import CteKind
from engine.fsma.other import elements


class OtherType(StrEnum):
    """Kinds of record beside the critical tracking events (21 CFR 1.1305, 1.337, 1.345)."""

    KILL_STEP_RECORD = "kill_step_record"
    WRITTEN_AGREEMENT = "written_agreement"
    FARM_DIRECT_PURCHASE = "farm_direct_purchase"
    FARM_TO_SCHOOL_PURCHASE = "farm_to_school_purchase"
    AD_HOC_PURCHASE = "ad_hoc_purchase"
    ONE_UP_ONE_BACK = "one_up_one_back"


_EXEMPTIONS, _PRIOR_RULE = "1.1305", "1.337"

_ALL = (
    CteKind(OtherType.KILL_STEP_RECORD, "kill step", _EXEMPTIONS, "applied_date", "location", (),
            elements.KILL_STEP, has_lot=False),
    CteKind(OtherType.WRITTEN_AGREEMENT, "written agreement", _EXEMPTIONS, "effective_date", "shipper",
            ("shipper", "receiver"), elements.AGREEMENT, has_lot=False),
    CteKind(OtherType.FARM_DIRECT_PURCHASE, "purchase from a farm", _EXEMPTIONS, "purchase_date", "location", (),
            elements.FARM_DIRECT),
    CteKind(OtherType.FARM_TO_SCHOOL_PURCHASE, "purchase under a farm to school program", _EXEMPTIONS,
            "purchase_date", "location", (), elements.FARM_TO_SCHOOL),
    CteKind(OtherType.AD_HOC_PURCHASE, "ad hoc purchase", _EXEMPTIONS, "purchase_date", "location", (),
            elements.AD_HOC),
    CteKind(OtherType.ONE_UP_ONE_BACK, "one-up one-back", _PRIOR_RULE, "date", "location",
            ("previous_source", "next_recipient"), elements.ONE_UP_ONE_BACK),
)  # fmt: skip

OTHER_KINDS: Mapping[OtherType, CteKind] = MappingProxyType({kind.cte_type: kind for kind in _ALL})
