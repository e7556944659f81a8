import json
import logging

import pytest
import structlog
from pydantic import BaseModel, ValidationError

from engine import logs
from engine.settings import Settings

KEY = "csb_AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf_84041098"
URL = "http://s3/b/k?X-Amz-Credential=AKIA%2F2026&X-Amz-Signature=0a1b2c&X-Amz-Expires=900"


class Quantity(BaseModel):
    cases: int


@pytest.fixture
def lines(capsys):
    held = logging.getLogger().handlers[:], logging.getLogger().level
    logs.configure(Settings())
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.getLogger().handlers[:], level = held
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def test_a_line_is_one_json_object(lines):
    structlog.get_logger("lotgraph.test").info("captured", events=3)
    line, = lines()
    assert (line["event"], line["events"], line["level"], line["logger"]) == ("captured", 3, "info", "lotgraph.test")


def test_the_standard_library_speaks_the_same_way(lines):
    logging.getLogger("other").warning("careful %s", "now")
    line, = lines()
    assert (line["event"], line["level"]) == ("careful now", "warning")


def test_keys_and_signatures_are_taken_out_wherever_they_stand(lines):
    log = structlog.get_logger("lotgraph.test")
    log.info(f"got {KEY}", url=URL, api_key="anything")
    try:
        raise ValueError(f"bad key {KEY}")
    except ValueError:
        log.exception("failed")
    logging.getLogger("other").error("lost %s", KEY)
    told = json.dumps(lines())
    assert KEY not in told and "0a1b2c" not in told and "AKIA" not in told and "anything" not in told
    assert told.count("csb_[redacted]") == 3 and "X-Amz-Expires=900" in told


def test_a_traceback_keeps_the_place_and_drops_what_the_message_quotes(lines):
    def refused(key: str) -> None:
        raise ValueError(f"Node(3) already exists with label `Lot` and property `key` = '{key}'")

    lot = "-".join(("LOT", "X9"))
    try:
        refused(lot)
    except ValueError as error:
        try:
            Quantity(cases=lot)
        except ValidationError as invalid:
            invalid.__cause__ = error
            structlog.get_logger("lotgraph.test").exception("failed")
    told = lines()[0]["exception"]
    assert "LOT-X" not in told
    assert "in refused" in told and "ValueError: Node(3) already exists with label `Lot`" in told
    assert "ValidationError: 1 validation error for Quantity" in told
