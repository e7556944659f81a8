"""Downloads, from a repository served on this machine: whole, verified, resumed, or refused in words."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from engine.stack.errors import StackError
from engine.stack.fetch import RemoteFile, fetch, fetch_all

CONTENT = bytes(range(256)) * 2_000


def remote(path: str, content: bytes) -> RemoteFile:
    return RemoteFile(path, len(content), hashlib.sha256(content).hexdigest())


class Repository(ThreadingHTTPServer):
    """Serves `files`, answers ranges unless `ranges` is False, and writes down what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files, self.asked, self.ranges, self.break_after = {}, [], True, None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        wanted = self.headers.get("Range")
        self.server.asked.append((self.path, wanted))
        content = self.server.files.get(self.path.lstrip("/"))
        if content is None:
            self.send_error(404)
            return
        begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.server.ranges else 0
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(content) - begin))
        self.end_headers()
        body = content[begin:]
        if self.server.break_after is not None:
            body, self.server.break_after = body[: self.server.break_after], None
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def repository():
    server = Repository()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def client():
    with httpx.Client(trust_env=False) as client:
        yield client


def test_a_file_arrives_whole_under_its_name(repository, client, tmp_path):
    repository.files["a/b/c.jar"] = CONTENT
    path = fetch(client, remote("a/b/c.jar", CONTENT), tmp_path, [repository.url])
    assert path == tmp_path / "c.jar"
    assert path.read_bytes() == CONTENT
    assert [one.name for one in tmp_path.iterdir()] == ["c.jar"]


def test_a_part_is_continued_where_it_stopped(repository, client, tmp_path):
    repository.files["c.jar"] = CONTENT
    (tmp_path / "c.jar.part").write_bytes(CONTENT[:100_000])
    assert fetch(client, remote("c.jar", CONTENT), tmp_path, [repository.url]).read_bytes() == CONTENT
    assert repository.asked == [("/c.jar", "bytes=100000-")]


def test_a_connection_cut_in_the_middle_is_resumed(repository, client, tmp_path):
    repository.files["c.jar"] = CONTENT
    repository.break_after = 150_000
    assert fetch(client, remote("c.jar", CONTENT), tmp_path, [repository.url]).read_bytes() == CONTENT
    first, second = repository.asked
    assert first == ("/c.jar", None)
    assert 0 < int(second[1].removeprefix("bytes=").rstrip("-")) <= 150_000


def test_a_server_without_ranges_sends_all_again(repository, client, tmp_path):
    repository.files["c.jar"] = CONTENT
    repository.ranges = False
    (tmp_path / "c.jar.part").write_bytes(CONTENT[:1_000])
    assert fetch(client, remote("c.jar", CONTENT), tmp_path, [repository.url]).read_bytes() == CONTENT


def test_a_part_with_wrong_content_is_thrown_away_and_fetched_anew(repository, client, tmp_path):
    repository.files["c.jar"] = CONTENT
    (tmp_path / "c.jar.part").write_bytes(b"x" * len(CONTENT))
    assert fetch(client, remote("c.jar", CONTENT), tmp_path, [repository.url]).read_bytes() == CONTENT


def test_a_file_that_is_not_what_the_lock_says_is_never_kept(repository, client, tmp_path):
    repository.files["c.jar"] = b"y" * len(CONTENT)
    with pytest.raises(StackError, match="SHA-256"):
        fetch(client, remote("c.jar", CONTENT), tmp_path, [repository.url])
    assert list(tmp_path.iterdir()) == []


def test_the_next_repository_is_asked_when_one_has_not_got_it(repository, client, tmp_path):
    repository.files["there/c.jar"] = CONTENT
    bases = [f"{repository.url}/nowhere", repository.url]
    assert fetch(client, remote("there/c.jar", CONTENT), tmp_path, bases).read_bytes() == CONTENT


def test_no_network_is_said_with_the_file_and_what_to_do(repository, client, tmp_path):
    closed = repository.url
    repository.shutdown()
    repository.server_close()
    with pytest.raises(StackError) as refused:
        fetch(client, remote("c.jar", CONTENT), tmp_path, [closed])
    assert "c.jar" in refused.value.what
    assert "HTTPS_PROXY" in refused.value.remedy


def test_only_what_is_missing_or_damaged_is_fetched(repository, tmp_path):
    files = []
    for name in ("one.jar", "two.jar", "three.jar"):
        repository.files[name] = name.encode() * 1_000
        files.append(remote(name, repository.files[name]))
    (tmp_path / "one.jar").write_bytes(repository.files["one.jar"])
    (tmp_path / "two.jar").write_bytes(repository.files["two.jar"][:-1] + b"!")
    fetch_all("Test", files, tmp_path, [repository.url])
    assert sorted(path for path, _ in repository.asked) == ["/three.jar", "/two.jar"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == repository.files


def test_too_little_disk_is_said_before_anything_is_fetched(repository, tmp_path):
    huge = RemoteFile("huge.jar", 10**18, "0" * 64)
    with pytest.raises(StackError) as refused:
        fetch_all("Test", [huge], tmp_path, [repository.url])
    assert "LOTGRAPH_CACHE" in refused.value.remedy
    assert repository.asked == []
