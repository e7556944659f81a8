"""Which of two media types a client prefers, whatever it writes into its header."""

import pytest
from starlette.requests import Request

from api.deps import accepts_csv


def asked(accept: str) -> bool:
    return accepts_csv(Request({"type": "http", "headers": [(b"accept", accept.encode("latin-1"))]}))


@pytest.mark.parametrize(("accept", "csv"), [
    ("text/csv", True), ("text/csv, application/json;q=0.5", True), ("text/csv;q=0.4, application/json", False),
    ("*/*", False), ("text/*", True), ("", False),
    # No weights: superscripts are digits and no decimals.
    ("text/csv;q=²", False), ("text/csv;q=1¹", False), ("text/csv;q=1.2.3", False), ("text/csv;q=-1", False),
])
def test_the_weight_decides_and_what_is_none_weighs_nothing(accept, csv):
    assert asked(accept) is csv
