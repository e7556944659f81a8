"""Bounds of a JSON document."""

import pytest

from engine.capture.document import read_json
from engine.errors import BadRequest, Invalid, TooLarge
from engine.limits import Limits

LIMITS = Limits(document_depth=4, document_events=2)


def test_events_in_order_with_the_sha256_of_the_bytes():
    document = read_json(b'{"events": [{"tlc": "A"}, {"tlc": "B"}]}', LIMITS)
    assert [e["tlc"] for e in document.events] == ["A", "B"]
    assert document.sha256 == "7faac0ef2f2c04bd247949be5457e45c1980c6710cda9fa582853f5c5cb48de6"


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'{"events": [NaN]}', b"[" * 2000 + b"]" * 2000])
def test_what_is_no_json_is_a_bad_request(raw):
    with pytest.raises(BadRequest):
        read_json(raw, LIMITS)


def test_nesting_beyond_the_bound_is_invalid():
    read_json(b'{"events": [{"extra": [1]}]}', LIMITS)
    with pytest.raises(Invalid):
        read_json(b'{"events": [{"extra": [[1]]}]}', LIMITS)


def test_more_events_than_the_bound_are_too_large():
    with pytest.raises(TooLarge):
        read_json(b'{"events": [{}, {}, {}]}', LIMITS)


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'{"events": []}', b'{"events": [1]}'])
def test_other_shapes_are_invalid(raw):
    with pytest.raises(Invalid):
        read_json(raw, LIMITS)
