"""What a rule between records notes, before it is stored."""

from dataclasses import dataclass

from engine.findings.told import Told
from engine.fsma.findings import RULES, Severity


@dataclass(frozen=True)
class Noted:
    """One thing noticed between records.

    record: the record it is told of; None for a pair of places, which is told to `recorder`.
    others: every other record its message gives away; who may not see one of them is not told.
    """

    rule: str
    record: Told | None
    message: str
    hint: str
    field: str | None = None
    value: str | None = None
    others: tuple[Told, ...] = ()
    severity: Severity | None = None
    place: int | None = None
    recorder: int | None = None

    @property
    def weight(self) -> Severity:
        """Its severity; the rule's own unless the rule says otherwise here."""
        return self.severity or RULES[self.rule].severity

    @property
    def section(self) -> str:
        """The paragraph of 21 CFR it is about."""
        return self.record.record.kind.paragraph(self.field or "") if self.record else "§1.1310"


def gap(rule: str, record: Told, message: str, hint: str, field: str | None = None, value: str | None = None,
        others: tuple[Told, ...] = (), owed: bool = True) -> Noted:
    """Something missing, which is information where nobody owes it or the record carries a valid exemption claim."""
    severity: Severity | None = None if owed and not record.is_exempt else "info"
    return Noted(rule, record, message, hint, field, value, others, severity)
