"""Names of delivered files."""

from datetime import UTC, datetime

import pytest

from engine.exports.rendering import file_name
from engine.jobs.job import ExportJob, Format, Status
from engine.trace import Direction

AT = datetime(2026, 5, 3, 21, 0, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lot_number", "name"),
    [
        ("PF223-2", "fsma204-PF223-2-forward-20260503T210009Z.xlsx"),
        ('A/B\\.."; x\r\n', "fsma204-A_B_.._x_-forward-20260503T210009Z.xlsx"),
        ("Größe", "fsma204-Gr_e-forward-20260503T210009Z.xlsx"),
        (None, "fsma204-aQ4nF7zG3kmRtXp9LcWyVH-forward-20260503T210009Z.xlsx"),
    ],
)
def test_a_file_name_is_made_of_the_lot_the_direction_and_the_moment(lot_number, name):
    job = ExportJob(
        id="j",
        organization=1,
        organization_id="o",
        lot=2,
        lot_id="aQ4nF7zG3kmRtXp9LcWyVH",
        direction=Direction.FORWARD,
        format=Format.XLSX,
        status=Status.PROCESSING,
        requested_at=AT,
        first_requested_at=AT,
        chain="j",
        lot_number=lot_number,
    )
    assert file_name(job, AT) == name
