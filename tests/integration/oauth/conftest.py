"""One firm, its owner and its client for all tests of a file: each takes its own codes and tokens."""

import pytest

from tests.oauth import register


@pytest.fixture(scope="module")
def acme(place):
    return place.firm()


@pytest.fixture(scope="module")
def owner(place, acme):
    return place.browser(acme)


@pytest.fixture(scope="module")
def public(place, acme):
    """A client that keeps no secret and acts for users."""
    return register(place, acme, confidential=False)[0]
