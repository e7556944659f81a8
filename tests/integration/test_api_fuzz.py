"""Requests made up from every document, good and bad: no 5xx, and nothing the document does not declare.

`--fuzz N` makes N requests of each kind for each operation.
"""

from contextlib import suppress

import pytest
import requests
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.openapi.apps import APPS
from tests import exportable
from tests.firms import event

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
          response_schema_conformance]
_FEW = 20


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        engine = client.app.state.engine
        client.firm = exportable.firm(engine, "Fuzzed Foods")
        mark = client.firm.organization.id[:18]
        sent = [event("EV13", mark, inputs=[], event_id=f"made-{mark}"), event("EV14", mark, event_id=f"s-{mark}")]
        answer = client.post("/compliance/api/v1/ctes", headers=client.firm.headers(), json={"events": sent}).json()
        lot = answer["lots"][0]["lot_id"]
        job = client.get(f"/epcis/api/2.0/traceability/lots/{lot}/fda-export", headers=client.firm.headers()).json()
        # What is there, so that not every made-up request ends at 404.
        client.known = {"lot_id": lot, "other_lot_id": lot, "event_id": f"s-{mark}", "job_id": job["job_short_id"],
                        "org_id": client.firm.organization.id, "organization_id": client.firm.organization.id}
        yield client


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_operation_answers_as_its_document_says(app, client, request):
    document = client.get(app.address)
    if document.status_code == 404:
        pytest.skip("no operation yet")
    schema = schemathesis.openapi.from_dict(_open(document.json()))
    examples = request.config.getoption("--fuzz")
    failed = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            for known in (client.known, None):
                try:
                    _try(client, operation, mode, known, examples)
                except Unsatisfiable:
                    continue
                except FailureGroup as failures:
                    failed[operation.label] = str(failures)
    assert not failed, "\n\n".join(f"{label}\n{told}" for label, told in failed.items())


def _try(client, operation, mode, known, examples) -> None:
    """Make up requests, with ids of what is there where `known` holds them. A route may have nothing to get wrong."""
    names = {parameter.name for parameter in operation.path_parameters}
    path = {name: value for name, value in (known or {}).items() if name in names}
    if known is not None and not path:
        return

    @given(case=operation.as_strategy(mode, path_parameters=path or None))
    @hypothesis_settings(max_examples=examples, deadline=None, derandomize=True, database=None,
                         suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def attempt(case):
        _modest(case.body)
        made = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
        headers = {**made.headers, **client.firm.headers()}
        answer = client.request(made.method, made.url, content=made.body, headers=headers, follow_redirects=False)
        case.validate_response(answer, checks=CHECKS)

    attempt()


def _modest(body) -> None:
    """Ask for few serials at a time: 50,000 of them, again and again, would weigh on every test that comes after."""
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        if float(body["quantity"]) > _FEW:
            body["quantity"] = _FEW


def _open(document: dict) -> dict:
    """The document without its credentials, which are given here rather than made up."""
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    return document
