"""An application, a firm and its owner at a browser, and patience with servers on a busy machine."""

import pytest

from api.health import routes as health
from api.metrics import routes as metrics
from engine import readiness
from tests.accounts import Town, town


@pytest.fixture
def patient(monkeypatch):
    """A busy machine is no server that is away."""
    for module in (health, metrics, readiness):
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 60)


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
