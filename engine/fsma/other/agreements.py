"""Written agreements that the receiver of food applies a kill step, changes its form or mixes it, and when they hold.

While one holds, the food that goes from its shipper to its receiver is exempt: neither owes records of it beside the
agreement (21 CFR 1.1305(d)(6), (h)(2)).
"""

from collections.abc import Iterable
from datetime import date

from engine.fsma.other.records import WrittenAgreement

KINDS = frozenset({"kill_step", "change_of_form", "commingling"})


def holds(agreement: WrittenAgreement, on: date) -> bool:
    """True where food shipped on that day falls under the agreement: signed, of a kind the rule knows, in effect."""
    begins, ends = agreement.effective_date, last_day(agreement)
    if begins is None or ends is None or not agreement.signatures or agreement.agreement_kind not in KINDS:
        return False
    return begins <= on <= ends


def paragraph(agreement: WrittenAgreement) -> str:
    """The paragraph of 21 CFR under which the food is exempt."""
    return "1.1305(h)(2)" if agreement.agreement_kind == "commingling" else "1.1305(d)(6)"


def last_day(agreement: WrittenAgreement) -> date | None:
    """The last day it is in effect; None where nobody can tell.

    It is renewed at least once every three years, so it ends then whatever later day it names.
    """
    begins, said = agreement.effective_date, agreement.renew_by
    if begins is None:
        return said
    return min(said or date.max, three_years_after(begins))


def replaced(old: WrittenAgreement, others: Iterable[WrittenAgreement], on: date) -> bool:
    """True where another agreement of the same kind took an old one's place by that day.

    others: of the same two parties. One that is signed and has begun does so while it is in effect, and afterwards
    where it was to last longer than the old one: then its own end is what matters.
    """
    ended = last_day(old)
    for other in _signed(old, others):
        begins, ends = other.effective_date, last_day(other)
        if begins is not None and begins <= on and (on <= ends or (ended is not None and ended < ends)):
            return True
    return False


def turning_days(old: WrittenAgreement, others: Iterable[WrittenAgreement]) -> list[date]:
    """Days on which it may begin or cease to hold, or to be replaced, in order."""
    days = {date.fromordinal(min(end.toordinal() + 1, date.max.toordinal()))
            for each in (old, *_signed(old, others)) if (end := last_day(each))}
    days |= {each.effective_date for each in others if each.effective_date}
    return sorted(days)


def _signed(old: WrittenAgreement, others: Iterable[WrittenAgreement]) -> list[WrittenAgreement]:
    return [o for o in others if o.signatures and o.agreement_kind == old.agreement_kind]


def three_years_after(day: date) -> date:
    """The same day three years on; 28 February for a 29th. The last day there is where the calendar ends before."""
    year = day.year + 3
    if year > date.max.year:
        return date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
