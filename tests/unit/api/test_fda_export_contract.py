"""fda-export as OpenAPI declares it, against the published document it must match."""

import pytest

from api.app import create_app
from engine.settings import Settings

PATH = "/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"


@pytest.fixture(scope="module")
def document():
    return create_app(Settings()).openapi()


@pytest.fixture(scope="module")
def operation(document):
    assert set(document["paths"][PATH]) == {"get"}
    return document["paths"][PATH]["get"]


def test_the_operation_is_the_published_one(operation):
    assert operation["operationId"] == "apps_epcis_api_epcis_traceability_lot_fda_export"
    assert operation["summary"] == "Enqueue an FSMA 204 traceability export for one lot"
    assert operation["tags"] == ["EPCIS 2.0"]
    assert {"200", "202", "401", "403", "404", "422", "429"} <= set(operation["responses"])


def test_the_parameters_are_the_published_ones_and_refresh(operation):
    given = {p["name"]: (p["in"], p["required"]) for p in operation["parameters"]}
    assert given == {"lot_id": ("path", True), "direction": ("query", False), "format": ("query", False),
                     "refresh": ("query", False)}
    lot_id = next(p["schema"] for p in operation["parameters"] if p["name"] == "lot_id")
    assert (lot_id["minLength"], lot_id["maxLength"]) == (22, 22)
    defaults = {p["name"]: p["schema"].get("default") for p in operation["parameters"]}
    assert (defaults["direction"], defaults["format"]) == ("both", "xlsx")


@pytest.mark.parametrize("status", ["200", "202"])
def test_both_answers_have_the_published_schema(operation, status):
    schema = operation["responses"][status]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/TraceabilityExportEnqueuedSchema"}


def test_the_schema_has_the_published_members_and_no_others(document):
    schema = document["components"]["schemas"]["TraceabilityExportEnqueuedSchema"]
    assert set(schema["properties"]) == {"job_short_id", "status", "lot_id", "direction", "format", "requested_at",
                                         "signed_download_url"}
    assert set(schema["required"]) == {"job_short_id", "status", "lot_id", "direction", "format", "requested_at"}


@pytest.mark.parametrize(("name", "values"), [
    ("TraceabilityStatusEnum", ["pending", "processing", "delivered", "failed"]),
    ("TraceabilityDirectionEnum", ["forward", "backward", "both"]),
])
def test_the_enums_have_the_published_values(document, name, values):
    assert document["components"]["schemas"][name]["enum"] == values
