"""Names, addresses and metadata of accounts."""

from datetime import datetime

import pytest

from engine.errors import Invalid
from engine.identity import fields


def test_metadata_merges_deletes_and_clears():
    present = {"a": "1", "b": "2"}
    assert fields.metadata(present, {"b": "3", "c": "4"}) == {"a": "1", "b": "3", "c": "4"}
    assert fields.metadata(present, {"a": "", "x": ""}) == {"b": "2"}
    assert fields.metadata(present, {}) == fields.metadata(present, None) == {}
    assert present == {"a": "1", "b": "2"}


@pytest.mark.parametrize(("present", "given", "fits"), [
    ({}, {str(n): "v" for n in range(50)}, True),
    ({}, {str(n): "v" for n in range(51)}, False),
    ({str(n): "v" for n in range(50)}, {"0": "", "new": "v"}, True),
    ({str(n): "v" for n in range(50)}, {"new": "v"}, False),
    ({}, {"k" * 40: "v" * 500}, True), ({}, {"k" * 41: "v"}, False),
    ({}, {"k": "v" * 501}, False), ({}, {"": "v"}, False),
])
def test_metadata_has_bounds(present, given, fits):
    if fits:
        assert fields.metadata(present, given)
    else:
        with pytest.raises(Invalid) as refused:
            fields.metadata(present, given)
        assert refused.value.details[0]["loc"] == ["body", "metadata"]


def test_metadata_keeps_its_texts_through_the_graph():
    kept = {"ключ": "значение", 'quote"': "line\nbreak"}
    assert fields.from_json(fields.to_json(kept)) == kept
    assert fields.from_json(None) == {}


@pytest.mark.parametrize("text", ["jo@example.com", "a.b+c@sub.example.co", "ä@exämple.com", " jo@example.com "])
def test_addresses_that_are_some(text):
    assert fields.email(text) == text.strip()


@pytest.mark.parametrize("text", ["", "jo", "jo@", "@example.com", "jo@example", "j o@example.com", "jo@exam ple.com",
                                  "a@b@example.com", "x" * 65 + "@example.com",
                                  "a@" + "b" * 255 + ".com",
                                  '"<script>"@example.com'])
def test_addresses_that_are_none(text):
    with pytest.raises(Invalid):
        fields.email(text)


def test_addresses_that_differ_by_case_are_one():
    assert fields.email_key(" Jo@Example.COM") == fields.email_key("jo@example.com")


@pytest.mark.parametrize("text", ["", "  ", "x" * 256, "a\x00b", "a\u202eb"])
def test_names_that_are_none(text):
    with pytest.raises(Invalid):
        fields.name(text)


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(Invalid):
        fields.ms(datetime(2026, 1, 1))
    assert fields.ms(None) is None
