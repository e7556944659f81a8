"""The commands that ask the API, against a server on this machine that answers as the contract says."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.console.app import app
from engine.stack.demo_env import write_demo_env

LOT = "keATfB8VP2gSjcnTbsMNQL"
OTHER = "aQ4nF7zG3kmRtXp9LcWyVH"
MOMENT = "2026-05-03T21:00:00Z"
CAPTURED = {
    "capture_id": OTHER, "created": 1, "duplicates": 2, "quarantined": 0, "lots": [{"lot_id": LOT, "tlc": "A[1]"}],
    "findings": [{"rule": "V-GEN-05", "severity": "warning", "event_id": "e1", "field": "tlc", "value": None,
                  "message": "No code.", "hint": "Ask the shipper."}],
}  # fmt: skip
TRACED = {
    "lot_id": LOT, "direction": "both", "ring": "recorded", "as_known_at": MOMENT, "complete": False,
    "cut": {"where": "lots", "why": "limit trace_nodes"},
    "counts": {"lots": 1, "locations": 1, "events": 1, "organizations": 1},
    "lots": [{"lot_id": LOT, "kind": "packed", "tlc": "A1", "gtin": None, "lot_number": None,
              "product_name": "Romaine", "tlc_source": None, "depth": 0, "ring": "in_order"}],
    "ends": [{"direction": "backward", "tlc": "A1", "business_name": "Lone Oak", "phone": "+1 555 0100",
              "reason": "not shared with you"}],
    "locations": [{"location_id": OTHER, "gln": None, "business_name": "Mesa Leaf"}],
    "events": [{"event_id": "e1", "cte_type": "shipping", "date": "2026-05-01", "lot_id": LOT, "from": [OTHER],
                "to": [OTHER], "quantity": 40, "unit_of_measure": "cases"}],
}  # fmt: skip


class Api(ThreadingHTTPServer):
    """Answers by (method, path); an answer that is a list is given one element at a time."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.asked = {}, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def lots(self, *lots):
        pagination = {"page": 1, "page_size": 100, "total_count": len(lots)}
        self.answers["GET", "/products/api/v1/lots"] = (200, {"data": list(lots), "pagination": pagination})


class _Handler(BaseHTTPRequestHandler):
    def _answer(self):
        at = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, at.path, parse_qs(at.query), self.headers.get("X-API-Key"), body))
        found = self.server.answers.get((self.command, at.path), (404, {"title": "Not Found", "detail": "no such"}))
        status, said = found.pop(0) if isinstance(found, list) else found
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        if isinstance(said, bytes):
            self.send_header("Content-Disposition", 'attachment; filename="../fsma204-A1-both.xlsx"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _answer

    def log_message(self, *_):
        pass


@pytest.fixture
def api(monkeypatch, tmp_path):
    server = Api()
    monkeypatch.setenv("LOTGRAPH_HOME", str(tmp_path / "run"))
    monkeypatch.setenv("LOTGRAPH_URL", server.url)
    monkeypatch.setenv("LOTGRAPH_API_KEY", "csb_test")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(capsys):
    def command(*arguments):
        with pytest.raises(SystemExit) as ended:
            app([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return command


def document(tmp_path, content=b'{"events": []}'):
    path = tmp_path / "events.json"
    path.write_bytes(content)
    return path


def test_capture_sends_the_bytes_of_the_file_with_the_key(api, run, tmp_path):
    api.answers["POST", "/compliance/api/v1/ctes"] = (201, CAPTURED)
    content = b'{"events":  [ ] }\n'
    code, out, _ = run("capture", document(tmp_path, content), "--json")
    assert (code, json.loads(out)) == (0, CAPTURED)
    assert api.asked == [("POST", "/compliance/api/v1/ctes", {}, "csb_test", content)]


def test_capture_shows_counts_lots_and_findings_to_people(api, run, tmp_path):
    api.answers["POST", "/compliance/api/v1/ctes"] = (201, CAPTURED)
    _, out, _ = run("capture", document(tmp_path))
    for text in ("Created 1", "duplicates 2", "quarantined 0", "A[1]", "V-GEN-05", "Ask the shipper."):
        assert text in " ".join(out.split()), text


def test_a_dry_run_says_so_to_the_api(api, run, tmp_path):
    api.answers["POST", "/compliance/api/v1/ctes"] = (200, CAPTURED)
    _, out, _ = run("capture", document(tmp_path), "--dry-run")
    assert api.asked[0][2] == {"dry_run": ["true"]}
    assert "Would create 1" in out


def test_a_quarantined_record_fails_the_command(api, run, tmp_path):
    api.answers["POST", "/compliance/api/v1/ctes"] = (201, CAPTURED | {"quarantined": 1})
    assert run("capture", document(tmp_path))[0] == 1


def test_a_refusal_is_shown_with_each_fault(api, run, tmp_path):
    problem = {"title": "Validation Error", "detail": "Wrong shape.",
               "details": [{"loc": ["body", "events", 0], "msg": "not an object", "type": "x"}]}  # fmt: skip
    api.answers["POST", "/compliance/api/v1/ctes"] = (422, problem)
    code, _, err = run("capture", document(tmp_path))
    assert code == 1
    assert "Validation Error (422): Wrong shape." in err
    assert "body.events.0: not an object" in err


def test_a_file_that_is_not_there_is_a_usage_error(api, run, tmp_path):
    code, _, err = run("capture", tmp_path / "nowhere.json")
    assert code == 2
    assert "nowhere.json" in "".join(err.split())
    assert api.asked == []


def test_trace_finds_the_lot_by_its_code_and_passes_what_was_asked(api, run):
    api.lots({"id": LOT, "traceability_lot_code": "A1"})
    api.answers["GET", f"/compliance/api/v1/lots/{LOT}/trace"] = (200, TRACED)
    wanted = ("--direction", "backward", "--ring", "worst_case", "--date-from", "2026-05-01")
    code, out, _ = run("trace", "A1", *wanted, "--json")
    assert (code, json.loads(out)) == (0, TRACED)
    assert api.asked[0][2]["tlc"] == ["A1"]
    assert api.asked[1][2] == {"direction": ["backward"], "ring": ["worst_case"], "date_from": ["2026-05-01"]}


def test_trace_tells_people_when_an_answer_is_cut_and_names_places(api, run):
    api.lots({"id": LOT})
    api.answers["GET", f"/compliance/api/v1/lots/{LOT}/trace"] = (200, TRACED)
    _, out, _ = run("trace", "A1")
    assert "NOT COMPLETE" in out
    assert "limit trace_nodes" in out
    for text in ("Romaine", "Mesa Leaf", "40 cases", "2026-05-01", "Lone Oak", "+1 555 0100"):
        assert text in out, text


def test_trace_puts_the_pages_of_an_answer_together(api, run):
    lot = TRACED["lots"][0]

    def page(number, more):
        lists = {"lots": [lot | {"depth": number}], "locations": [], "events": [], "ends": []}
        return 200, TRACED | lists | {"pagination": {name: {"has_next": more and name == "lots"} for name in lists}}

    api.lots({"id": LOT})
    api.answers["GET", f"/compliance/api/v1/lots/{LOT}/trace"] = [page(1, True), page(2, True), page(3, False)]
    _, out, _ = run("trace", "A1", "--json")
    assert [lot["depth"] for lot in json.loads(out)["lots"]] == [1, 2, 3]
    assert [query.get("page") for _, _, query, _, _ in api.asked[1:]] == [None, ["2"], ["3"]]
    # Later pages are of the same moment as the first.
    assert [query.get("as_known_at") for _, _, query, _, _ in api.asked[1:]] == [None, [MOMENT], [MOMENT]]


def test_a_code_of_several_lots_lists_them_and_asks(api, run):
    api.lots({"id": LOT, "product_name": "Romaine"}, {"id": OTHER, "product_name": "Kale"})
    code, _, err = run("trace", "A1")
    assert code == 1
    assert LOT in err and "Romaine" in err and OTHER in err and "Kale" in err
    assert len(api.asked) == 1


def test_a_lot_id_is_taken_as_one_when_no_code_reads_so(api, run):
    api.lots()
    api.answers["GET", f"/compliance/api/v1/lots/{LOT}/trace"] = (200, TRACED)
    assert run("trace", LOT)[0] == 0


def test_an_unknown_code_is_said(api, run):
    api.lots()
    code, _, err = run("trace", "nobody's")
    assert code == 1
    assert "nobody's" in err


def test_export_polls_until_delivered_and_saves_under_a_safe_name(api, run, tmp_path):
    path = f"/epcis/api/2.0/traceability/lots/{LOT}/fda-export"
    job = {"job_short_id": OTHER, "status": "pending", "lot_id": LOT, "direction": "both", "format": "xlsx",
           "requested_at": "2026-05-03T21:00:00Z", "signed_download_url": None}  # fmt: skip
    done = job | {"status": "delivered", "signed_download_url": f"{api.url}/signed?x=1"}
    api.lots({"id": LOT})
    api.answers["GET", path] = [(202, job), (202, job | {"status": "processing"}), (200, done)]
    api.answers["GET", "/signed"] = (200, b"workbook")
    code, out, _ = run("export", "A1", "--to", tmp_path, "--json")
    said = json.loads(out)
    assert code == 0
    assert said["path"] == str(tmp_path / "_fsma204-A1-both.xlsx")
    assert (tmp_path / "_fsma204-A1-both.xlsx").read_bytes() == b"workbook"
    assert said["bytes"] == 8
    # The key is for the API alone: a signed address needs none.
    assert [key for _, where, _, key, _ in api.asked if where == "/signed"] == [None]


def test_a_failed_export_fails_the_command_and_leaves_no_file(api, run, tmp_path):
    job = {"job_short_id": OTHER, "status": "failed", "signed_download_url": None}
    api.lots({"id": LOT})
    api.answers["GET", f"/epcis/api/2.0/traceability/lots/{LOT}/fda-export"] = (200, job)
    code, _, err = run("export", "A1", "--to", tmp_path)
    assert code == 1
    assert "failed" in err
    assert list(tmp_path.glob("*.xlsx")) == []


def test_without_a_key_the_message_says_how_to_get_one(api, run, monkeypatch):
    monkeypatch.delenv("LOTGRAPH_API_KEY")
    code, _, err = run("trace", "A1")
    assert code == 1
    assert "lotgraph keys create" in " ".join(err.split())


def test_address_and_key_come_from_demo_env_when_the_environment_has_none(api, run, monkeypatch, tmp_path):
    monkeypatch.delenv("LOTGRAPH_URL")
    monkeypatch.delenv("LOTGRAPH_API_KEY")
    write_demo_env(tmp_path / "run", {"LOTGRAPH_URL": api.url, "LOTGRAPH_API_KEY": "csb_demo"})
    api.lots()
    run("trace", "A1")
    assert api.asked[0][3] == "csb_demo"


def test_an_api_that_does_not_answer_is_said_with_what_to_do(api, run, monkeypatch):
    monkeypatch.setenv("LOTGRAPH_URL", "http://127.0.0.1:9")
    code, _, err = run("trace", "A1")
    assert code == 1
    assert "make up" in err
