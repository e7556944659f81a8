"""Files that mean harm, and files that are no records: told why, within bounds, and nothing of them kept."""

import io
import zipfile
from datetime import UTC, datetime
from itertools import repeat

import boto3
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.ids import new_id
from tests import files, networks
from tests.firms import event, join

IMPORTS = "/compliance/api/v1/imports"
# A compound file as Office writes an encrypted workbook: its signature, then a directory that names the stream.
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.salads = join(engine, "L06")
        yield client


@pytest.fixture
def kept(client, settings):
    """What the bucket and the graph hold, to be compared."""
    s3 = boto3.client("s3", endpoint_url=settings.s3_endpoint, region_name=settings.s3_region,
                      aws_access_key_id=settings.s3_access_key,
                      aws_secret_access_key=settings.s3_secret_key.get_secret_value())

    def look():
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=settings.s3_bucket)
        keys = {found["Key"] for page in pages for found in page.get("Contents", [])}
        listed = client.get(IMPORTS, headers=client.salads.headers()).json()["pagination"]["total_count"]
        return keys, listed, networks.run(client.app.state.engine.graph, "everything_counted")
    return look


def send(client, content, name="records.xlsx", **form):
    return client.post(IMPORTS, headers=client.salads.headers(), files={"file": (name, content)}, data=form)


def repacked(raw, **parts):
    """A workbook with parts added, or put in place of its own."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return held.getvalue()


GOOD = files.shipments([event("EV14", "hostile")])
SHEET = "xl/worksheets/sheet1.xml"
BOMB = repacked(GOOD, **{SHEET: b"<worksheet><sheetData>" + b"<row></row>" * 3_000_000})
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>"""

HOSTILE = {
    "zip bomb": (BOMB, {413, 422}),
    "truncated": (GOOD[: len(GOOD) // 2], {422}),
    "protected by a password": (ENCRYPTED, {415}),
    "with external entities": (repacked(GOOD, **{SHEET: ENTITIES}), {415, 422}),
    "with macros": (repacked(GOOD, **{"xl/vbaProject.bin": b"x" * 100}), {415, 422}),
    "an empty file": (b"", {422}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, {415}),
    "a program": (b"MZ" + b"\0" * 100, {415}),
    "a web page": (b"<!doctype html><table><tr><td>Traceability Lot Code</td></tr></table>", {415}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_why_and_nothing_of_it_is_kept(client, kept, name):
    content, statuses = HOSTILE[name]
    before = kept()
    answer = send(client, content)
    assert answer.status_code in statuses, answer.text
    assert len(answer.json()["detail"]) > 10, "it names the reason"
    assert kept() == before


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(settings, client, kept):
    limits = settings.limits.model_copy(update={"document_bytes": 10_000})
    before = kept()
    with TestClient(create_app(settings.model_copy(update={"limits": limits}))) as small:
        answer = small.post(IMPORTS, headers=client.salads.headers(), files={"file": ("x.csv", b"x" * 20_000)})
        assert (answer.status_code, answer.json()["error_code"]) == (413, "payload_too_large")

        def endless():
            yield b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\n"
            yield from repeat(b"y" * 4096, 50)

        headers = client.salads.headers() | {"Content-Type": "multipart/form-data; boundary=x"}
        assert small.post(IMPORTS, headers=headers, content=endless()).status_code == 413
    assert kept() == before


@pytest.mark.parametrize(("headers", "body", "status"), [
    ({"Content-Type": "application/json"}, b"{}", 415),
    ({"Content-Type": "text/csv"}, b"a,b", 415),
    ({"Content-Type": "multipart/form-data"}, b"x", 400),
    ({"Content-Type": "multipart/form-data; boundary=x"}, b"no part at all", 400),
    ({"Content-Type": "multipart/form-data; boundary=x"},
     b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n', 400),
])
def test_a_body_that_is_no_form_with_a_file_is_refused(client, headers, body, status):
    answer = client.post(IMPORTS, headers=client.salads.headers() | headers, content=body)
    assert answer.status_code in (status, 422) and answer.json()["error_code"] != "internal_error"


@pytest.mark.parametrize("form", [
    {"dry_run": "perhaps"}, {"mapping": "{"}, {"mapping": "[]"}, {"mapping": '{"columns": 7}'}, {"corrects": "x" * 22},
    {"date_format": "x" * 500}, {"mapping": "[" * 100_000},
    {"mapping": '{"columns": {"*": {"\\ud800": "tlc"}}}'},
])
def test_an_option_nobody_understands_is_refused(client, kept, form):
    before = kept()
    assert send(client, GOOD, **form).status_code in (400, 422)
    assert kept() == before


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\temp\\x.xlsx", "a\r\nb.xlsx", "", "ü" * 300 + ".xlsx"])
def test_a_files_name_does_no_harm(client, name):
    content = files.shipments([event("EV14", new_id()[:18])])
    body = send(client, content, name).json()
    if "file" in body:
        assert "/" not in body["file"] and "\\" not in body["file"] and "\n" not in body["file"]
        back = client.get(f"{IMPORTS}/{body['import_id']}/original", headers=client.salads.headers())
        assert back.content == content
    else:
        assert body["status"] in (400, 422)


@pytest.mark.parametrize("role", ["editor", "readonly"])
def test_who_may_not_capture_is_refused_before_the_body_is_read(client, role):
    answer = client.post(IMPORTS, headers=client.salads.headers(role), content=b"whatever")
    assert (answer.status_code, answer.json()["owner_action_required"]) == (403, True)
    assert client.post(IMPORTS, content=b"whatever").status_code == 401


def test_text_that_is_no_unicode_is_read_as_it_stands(client):
    made = event("EV14", new_id()[:18])
    product = made["product"] | {"product_name": "half a pair _xD800_, a whole line _x000A_ break"}
    body = send(client, files.shipments([made | {"product": product}])).json()
    assert body["records"]["created"] == 1
