"""One document an app, complete and the same whoever asks; the catalog of them; the pages that show them."""

import re
from collections import Counter

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.openapi.apps import APPS, app_of
from api.openapi.errors import EVERYWHERE, kinds_of_error
from engine import errors
from engine.settings import Settings

BASE = "https://trace.example"


@pytest.fixture(scope="module")
def client():
    return TestClient(create_app(Settings(public_url=BASE)))


@pytest.fixture(scope="module")
def documents(client):
    found = {app.name: client.get(app.address) for app in APPS}
    return {name: answer.json() for name, answer in found.items() if answer.status_code == 200}


def operations(document):
    return [(path, method, operation) for path, item in document["paths"].items() for method, operation in item.items()]


def test_each_app_has_its_own_operations_and_no_others(documents, client):
    everything = client.app.openapi()["paths"]
    assert {"compliance", "epcis", "products"} <= set(documents)
    for app in APPS:
        assert set(documents.get(app.name, {"paths": {}})["paths"]) == {
            path for path in everything if app_of(path) == app}
    assert {path for path in everything if app_of(path) is None} <= {"/healthz", "/readyz", "/metrics"}


def test_documents_are_openapi_3_1_with_title_and_version(documents):
    assert {document["openapi"] for document in documents.values()} == {"3.1.0"}
    assert documents["epcis"]["info"]["version"] == "2.0.0" and documents["products"]["info"]["version"] == "1.0.0"
    assert {document["servers"][0]["url"] for document in documents.values()} == {BASE}


def test_ids_of_operations_are_few_words_and_unique(documents):
    ids = Counter(operation["operationId"] for document in documents.values()
                  for _, _, operation in operations(document))
    assert ids.most_common(1)[0][1] == 1
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", name) for name in ids)
    assert {"compliance_ctes_capture", "compliance_trace_explain", "products_lots_lots",
            "apps_epcis_api_epcis_traceability_lot_blast_radius"} <= set(ids)


def test_every_reference_leads_somewhere_and_nothing_lies_around(documents):
    for document in documents.values():
        told = re.findall(r"'\$ref': '#/components/(\w+)/([^']+)'", str(document))
        assert {name for kind, name in told if kind == "schemas"} == set(document["components"]["schemas"])
        assert {kind for kind, _ in told} <= {"schemas", "headers"}
        assert all(name in document["components"][kind] for kind, name in told)


def test_every_answer_of_every_operation_tells_the_limits(documents):
    for document in documents.values():
        for path, method, operation in operations(document):
            for status, answer in operation["responses"].items():
                assert set(EVERYWHERE) <= set(answer["headers"]), (path, method, status)
            assert "Retry-After" in operation["responses"]["429"]["headers"]


def test_every_error_is_a_problem_with_an_example_of_each_code(documents):
    for document in documents.values():
        for path, method, operation in operations(document):
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    body = answer["content"]["application/problem+json"]
                    assert body["schema"] == {"$ref": "#/components/schemas/ErrorOut"}, (path, method, status)
                    shown = {code: example["value"] for code, example in body["examples"].items()}
                    assert shown and {(code, int(status)) for code in shown} == {
                        (value["error_code"], value["status"]) for value in shown.values()}


def test_what_needs_a_credential_says_which_and_that_it_may_be_401(documents):
    for document in documents.values():
        for path, method, operation in operations(document):
            if "security" in operation:
                assert [list(each) for each in operation["security"]] == [
                    ["APIKeyHeaderAuth"], ["OAuthTokenAuth"], ["SessionAuth"]], (path, method)
                assert "401" in operation["responses"]


def test_the_catalog_links_every_document(client, documents):
    answer = client.get("/.well-known/api-catalog")
    assert answer.headers["content-type"] == (
        'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"')
    catalog, *apis = answer.json()["linkset"]
    assert catalog["anchor"] == f"{BASE}/.well-known/api-catalog"
    assert [item["href"] for item in catalog["item"]] == [api["anchor"] for api in apis]
    linked = {api["service-desc"][0]["href"] for api in apis}
    assert linked == {BASE + app.address for app in APPS if app.name in documents}
    assert all(client.get(api["service-doc"][0]["href"].removeprefix(BASE)).status_code == 200 for api in apis)


def test_the_catalog_answers_head_with_a_link_to_itself(client):
    answer = client.head("/.well-known/api-catalog")
    assert (answer.status_code, answer.headers["link"]) == (200, '</.well-known/api-catalog>; rel="api-catalog"')


def test_every_error_code_is_known_once():
    assert [kind.code for kind in kinds_of_error()] == [
        "bad_request", "unauthorized", "forbidden", "not_found", "method_not_allowed", "conflict",
        "payload_too_large", "unsupported_media_type", "validation_error", "unprocessable_entity", "rate_limited",
        "internal_error", "service_unavailable"]


@pytest.mark.parametrize("kind", kinds_of_error(), ids=lambda kind: kind.code)
def test_the_type_of_every_problem_leads_to_a_page_about_it(client, kind):
    answer = client.get(f"/docs/errors/{kind.code}")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert f"<code>{kind.code}</code>" in answer.text and f"Status {kind.status}," in answer.text
    assert "What to do" in answer.text
    assert f'href="/docs/errors/{kind.code}"' in client.get("/docs/errors").text


def test_unknown_pages_are_problems(client):
    for path in ("/docs/errors/nonsense", "/docs/nonsense", "/docs/assets/nonsense", "/docs/assets/..%2Froutes.py"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_pages_take_everything_from_this_machine(client):
    for path in ("/docs", "/docs/epcis", "/docs/errors", "/docs/errors/not_found"):
        answer = client.get(path)
        loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
        assert loaded and all(address.startswith("/") and not address.startswith("//") for address in loaded)
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=", answer.text), "the policy would stop it"
        for asset in (address for address in loaded if address.startswith("/docs/assets/")):
            assert client.get(asset).status_code == 200


def test_swagger_ui_can_read_openapi_3_1(client):
    script = client.get("/docs/assets/swagger-ui-bundle.js").text
    # 5.0 was the first to.
    assert re.search(r'"5\.\d+\.\d+"', script)


def test_an_error_that_only_words_another_gets_no_page_of_its_own():
    class Rare(errors.Conflict):
        default = "Seldom."

    assert errors.Conflict in kinds_of_error() and Rare not in kinds_of_error()
