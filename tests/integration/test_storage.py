"""The file store, on a real S3 server."""

import hashlib
from uuid import uuid4

import httpx
import pytest

from engine.errors import NotFound, Unavailable
from engine.storage import Storage
from engine.storage.storage import document_key


@pytest.fixture(scope="module")
def storage(settings):
    storage = Storage.open(settings)
    storage.ensure_bucket()
    yield storage
    storage.close()


@pytest.fixture
def key():
    return f"tests/{uuid4()}"


@pytest.fixture
def stored(storage, key, tmp_path):
    """The key of a small file."""
    path = tmp_path / "small.xlsx"
    path.write_bytes(b"sheet")
    storage.put_file(key, path, "application/x-test", {"sha256": "abc"})
    return key


def test_the_bucket_may_be_there_already(storage):
    storage.ensure_bucket()
    storage.ping()


def test_a_document_lies_under_the_sha_256_of_its_bytes(storage):
    content = uuid4().bytes
    sha256 = storage.put_document(content, "application/json")
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert storage.get(document_key(sha256)) == content


def test_the_same_document_twice_is_stored_once(storage, settings):
    content = uuid4().bytes
    first = storage.put_document(content, "application/json")
    written = storage._client.head_object(Bucket=settings.s3_bucket, Key=document_key(first))["LastModified"]
    assert storage.put_document(content, "text/plain") == first
    again = storage._client.head_object(Bucket=settings.s3_bucket, Key=document_key(first))
    assert (again["LastModified"], again["ContentType"]) == (written, "application/json")


def test_an_empty_document_is_a_document(storage):
    assert storage.get(document_key(storage.put_document(b"", "application/json"))) == b""


def test_a_file_keeps_its_bytes_and_metadata(storage, stored):
    assert storage.get(stored) == b"sheet"
    assert storage.head(stored) == {"sha256": "abc"}
    assert storage.exists(stored)


def test_a_file_too_large_for_one_part_arrives_whole(storage, key, tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * 40_000)  # 10 MB; boto3 splits at 8 MiB
    storage.put_file(key, path, "application/octet-stream")
    assert storage.get(key) == path.read_bytes()


def test_what_is_not_there_is_not_found(storage, key):
    assert (storage.exists(key), storage.head(key)) == (False, None)
    with pytest.raises(NotFound):
        storage.get(key)


def test_deleting_twice_is_harmless(storage, stored):
    storage.delete(stored)
    storage.delete(stored)
    assert not storage.exists(stored)


def test_a_signed_url_downloads_under_the_given_name(storage, stored):
    answer = httpx.get(storage.signed_url(stored, "fsma204-PF223-2-both.xlsx", 60), timeout=60)
    assert (answer.status_code, answer.content) == (200, b"sheet")
    assert answer.headers["content-disposition"] == 'attachment; filename="fsma204-PF223-2-both.xlsx"'


def test_a_signed_url_cannot_be_bent(storage, stored, key):
    url = httpx.URL(storage.signed_url(stored, "a.xlsx", 60))
    bent = {
        "longer": url.copy_merge_params({"X-Amz-Expires": "6000"}),
        "signature": url.copy_merge_params({"X-Amz-Signature": "0" * 64}),
        "name": url.copy_merge_params({"response-content-disposition": "inline"}),
        "other file": url.copy_with(path=url.path + "x"),
        "anonymous": url.copy_with(query=None),
    }
    answers = {name: httpx.get(each, timeout=60).status_code for name, each in bent.items()}
    assert answers == dict.fromkeys(bent, 403)


def test_urls_are_signed_for_the_address_clients_see(settings, stored):
    public = Storage.open(settings.model_copy(update={"s3_public_endpoint": "https://files.example"}))
    assert public.signed_url(stored, "a.xlsx", 60).startswith(f"https://files.example/{settings.s3_bucket}/")


def test_a_store_that_is_away_is_unavailable(settings):
    away = Storage.open(settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9"}))
    for ask in (away.ping, lambda: away.put_document(b"x", "text/plain"), lambda: away.get("x")):
        with pytest.raises(Unavailable):
            ask()


def test_a_store_that_refuses_the_key_is_unavailable_and_says_nothing_of_it(settings):
    stranger = Storage.open(settings.model_copy(update={"s3_access_key": "stranger"}))
    with pytest.raises(Unavailable) as refused:
        stranger.put_document(b"x", "text/plain")
    assert "stranger" not in refused.value.detail
