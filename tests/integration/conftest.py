"""An application, a firm and its owner at a browser, for tests of what people do at the door."""

import pytest

from tests.accounts import Town, town


@pytest.fixture(scope="module")
def place(settings):
    with town(settings) as client:
        yield Town(client)


@pytest.fixture
def acme(place):
    return place.firm()


@pytest.fixture
def owner(place, acme):
    return place.browser(acme)
