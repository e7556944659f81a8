"""Moments as numbers and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.clock import epoch_ms, from_epoch_ms

EAST, WEST = timezone(timedelta(hours=23, minutes=59)), timezone(-timedelta(hours=23, minutes=59))
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(("moment", "told"), [
    (datetime(2026, 11, 23, 16, 45, 10, tzinfo=UTC), datetime(2026, 11, 23, 16, 45, 10, tzinfo=UTC)),
    (datetime(2026, 11, 23, 16, 45, 10, tzinfo=EAST), datetime(2026, 11, 22, 16, 46, 10, tzinfo=UTC)),
    (datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
    (FIRST, FIRST), (datetime(1, 1, 1, tzinfo=EAST), FIRST),
    (LAST, LAST), (datetime.max.replace(tzinfo=UTC), LAST), (LAST.replace(tzinfo=WEST), LAST),
])
def test_whatever_was_said_can_be_told_again(moment, told):
    assert from_epoch_ms(epoch_ms(moment)) == told
