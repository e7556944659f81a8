"""fda-export as its OpenAPI document declares it, against the published operation it must be."""

from typing import Any

import pytest

from api.app import create_app
from api.openapi.apps import APPS
from api.openapi.documents import document_of
from engine.settings import Settings

PATH = "/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
ID = {"maxLength": 22, "minLength": 22, "type": "string"}
JSON = {"application/json": {"schema": {"$ref": "#/components/schemas/TraceabilityExportEnqueuedSchema"}}}
# Problems are sent as what they are; the published document says application/json where its prose says this.
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}


def bare(value: Any, without: tuple[str, ...] = ("description", "headers")) -> Any:
    """A part of a document without its prose, and without the headers, which the published one tells in prose."""
    if isinstance(value, dict):
        return {name: bare(part, without) for name, part in value.items()
                if name not in without or name == "properties"}
    return [bare(part, without) for part in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def document():
    settings = Settings()
    epcis = next(app for app in APPS if app.name == "epcis")
    return document_of(create_app(settings), epcis, settings)


@pytest.fixture(scope="module")
def operation(document):
    assert set(document["paths"][PATH]) == {"get"}
    return document["paths"][PATH]["get"]


def schema(document, name: str) -> dict[str, Any]:
    found = dict(document["components"]["schemas"][name])
    properties = found.pop("properties", None)
    told = bare(found)
    if properties is not None:
        told["properties"] = {key: bare(value) for key, value in properties.items()}
    return told


def test_the_document_is_the_published_one(document):
    assert document["openapi"] == "3.1.0"
    assert (document["info"]["title"], document["info"]["version"]) == ("EPCIS 2.0 API", "2.0.0")
    assert document["security"] == []


def test_the_operation_is_the_published_one(operation):
    assert operation["operationId"] == "apps_epcis_api_epcis_traceability_lot_fda_export"
    assert operation["summary"] == "Enqueue an FSMA 204 traceability export for one lot"
    assert operation["tags"] == ["EPCIS 2.0"]
    assert operation["security"] == [{"APIKeyHeaderAuth": []}, {"OAuthTokenAuth": []}, {"SessionAuth": []}]


def test_the_credentials_are_the_published_ones(document):
    assert document["components"]["securitySchemes"] == {
        "APIKeyHeaderAuth": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "OAuthTokenAuth": {"type": "http", "scheme": "bearer"},
        "SessionAuth": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }


def test_the_parameters_are_the_published_ones_and_refresh(operation):
    direction = {"enum": ["forward", "backward", "both"], "title": "TraceabilityDirectionEnum", "type": "string"}
    xlsx = {"enum": ["xlsx"], "title": "TraceabilityFormatEnum", "type": "string"}
    assert bare(operation["parameters"]) == [
        {"in": "path", "name": "lot_id", "required": True, "schema": {**ID, "title": "Lot Id"}},
        {"in": "query", "name": "direction", "required": False, "schema": {"allOf": [direction], "default": "both"}},
        {"in": "query", "name": "format", "required": False, "schema": {"allOf": [xlsx], "default": "xlsx"}},
        {"in": "query", "name": "refresh", "required": False,
         "schema": {"default": False, "title": "Refresh", "type": "boolean"}},
    ]


def test_the_answers_are_the_published_ones(operation):
    told = bare(operation["responses"], ("description", "headers", "examples"))
    assert told == {
        "200": {"content": JSON}, "202": {"content": JSON},
        **{status: {"content": PROBLEM} for status in ("401", "403", "404", "422", "429")},
    }
    assert {status: answer["description"] for status, answer in operation["responses"].items()} == {
        "200": "OK", "202": "Accepted", "401": "Unauthorized", "403": "Forbidden", "404": "Not Found",
        "422": "Unprocessable Content", "429": "Too Many Requests"}


def test_the_answer_s_schema_is_the_published_one(document):
    assert schema(document, "TraceabilityExportEnqueuedSchema") == {
        "title": "TraceabilityExportEnqueuedSchema", "type": "object",
        "examples": [{
            "direction": "both", "format": "xlsx", "job_short_id": "keATfB8VP2gSjcnTbsMNQL",
            "lot_id": "aQ4nF7zG3kmRtXp9LcWyVH", "requested_at": "2026-05-03T21:00:00Z", "status": "pending"}],
        "properties": {
            "job_short_id": {**ID, "title": "Job Short Id"},
            "status": {"$ref": "#/components/schemas/TraceabilityStatusEnum"},
            "lot_id": {**ID, "title": "Lot Id"},
            "direction": {"$ref": "#/components/schemas/TraceabilityDirectionEnum"},
            "format": {"$ref": "#/components/schemas/TraceabilityFormatEnum"},
            "requested_at": {"title": "Requested At", "type": "string"},
            "signed_download_url": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Signed Download Url"},
        },
        "required": ["job_short_id", "status", "lot_id", "direction", "format", "requested_at"],
    }


@pytest.mark.parametrize(("name", "values"), [
    ("TraceabilityStatusEnum", ["pending", "processing", "delivered", "failed"]),
    ("TraceabilityDirectionEnum", ["forward", "backward", "both"]),
    ("TraceabilityFormatEnum", ["xlsx"]),
])
def test_the_enums_are_the_published_ones(document, name, values):
    assert schema(document, name) == {"enum": values, "title": name, "type": "string"}


def test_a_problem_is_the_published_one_and_two_members_more(document):
    whole = {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    found = schema(document, "ErrorOut")
    found.pop("examples")
    assert found == {
        "title": "ErrorOut", "type": "object",
        "properties": {
            "type": {"title": "Type", "type": "string"}, "title": {"title": "Title", "type": "string"},
            "status": {"title": "Status", "type": "integer"}, "detail": {"title": "Detail", "type": "string"},
            "error_code": {"title": "Error Code", "type": "string"},
            "retryable": {"default": False, "title": "Retryable", "type": "boolean"},
            "timestamp": {"title": "Timestamp", "type": "string"},
            "retry_after": {**whole, "title": "Retry After"},
            "owner_action_required": {"anyOf": [{"type": "boolean"}, {"type": "null"}],
                                      "title": "Owner Action Required"},
            "details": {"title": "Details"},
            "retry_after_seconds": {**whole, "title": "Retry After Seconds"},
            "request_id": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Request Id"},
        },
        "required": ["type", "title", "status", "detail", "error_code", "timestamp"],
    }


def test_its_examples_are_of_the_published_kinds(document):
    found = document["components"]["schemas"]["ErrorOut"]["examples"]
    assert [(each["status"], each["error_code"], each["title"], each["retryable"]) for each in found] == [
        (404, "not_found", "Not Found", False), (422, "validation_error", "Validation Error", False),
        (429, "rate_limited", "Rate Limited", True)]
    assert found[1]["details"] == [{"loc": ["body", "name"], "msg": "Field required", "type": "missing"}]
    assert found[2]["retry_after"] == 31
