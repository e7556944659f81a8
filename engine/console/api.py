"""The running API, as the commands ask it."""

import os
import re
from dataclasses import dataclass
from typing import Any

import httpx

from engine.stack.demo_env import read_demo_env
from engine.stack.errors import StackError
from engine.stack.options import Options

# A capture of the largest document, or a trace of a whole facility, may take its time.
_TIMEOUT = httpx.Timeout(300, connect=5)


class ApiProblem(Exception):
    """The API refused; `problem` is its application/problem+json."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        lines = [f"{problem.get('title') or 'Error'} ({status}): {problem.get('detail') or 'no detail given'}"]
        for fault in problem.get("details") or []:
            lines.append(f"  {'.'.join(map(str, fault.get('loc', [])))}: {fault.get('msg')}")
        super().__init__("\n".join(lines))


class SeveralLots(ApiProblem):
    """A traceability lot code that several lots carry; `lots` are the candidates."""

    def __init__(self, code: str, lots: list[dict[str, Any]]) -> None:
        self.lots = lots
        ids = "\n".join(f"  {lot['id']}  {lot.get('product_name') or lot.get('gtin') or ''}".rstrip() for lot in lots)
        detail = f"{len(lots)} lots carry the code {code!r}. Name one of them by its id:\n{ids}"
        super().__init__(409, {"title": "Which lot?", "detail": detail})


@dataclass(frozen=True)
class Api:
    """The API at one address, asked with one key."""

    client: httpx.Client

    def ask(self, method: str, path: str, **parameters: Any) -> Any:
        """The JSON of a successful answer; ApiProblem otherwise."""
        answer = self.client.request(method, path, **parameters)
        if answer.is_success:
            return answer.json()
        try:
            problem = answer.json()
        except ValueError:
            problem = {"title": answer.reason_phrase, "detail": answer.text[:300]}
        raise ApiProblem(answer.status_code, problem if isinstance(problem, dict) else {"detail": str(problem)})

    def lot_id(self, named: str) -> str:
        """The id of the lot meant by a traceability lot code in any spelling, or by the id itself."""
        found = self.ask("GET", "/products/api/v1/lots", params={"tlc": named, "page_size": 100})["data"]
        if len(found) == 1:
            return found[0]["id"]
        if found:
            raise SeveralLots(named, found)
        if re.fullmatch(r"[2-9A-HJ-NP-Za-km-z]{22}", named):
            return named
        raise ApiProblem(404, {"title": "Not Found", "detail": f"No lot that you can see carries the code {named!r}."})


def connect(transport: httpx.BaseTransport | None = None) -> Api:
    """The API of LOTGRAPH_URL and LOTGRAPH_API_KEY, from the environment or else from demo.env."""
    known = read_demo_env(Options.from_environment().home)
    url = os.environ.get("LOTGRAPH_URL") or known.get("LOTGRAPH_URL")
    key = os.environ.get("LOTGRAPH_API_KEY") or known.get("LOTGRAPH_API_KEY")
    if not url:
        raise StackError("No address of an API is known.", "run `make demo` or `make up`, or set LOTGRAPH_URL.")
    if not key:
        raise StackError(
            "No API key is known.",
            "set LOTGRAPH_API_KEY; `lotgraph keys create --org NAME` makes a key.",
        )
    return Api(httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=_TIMEOUT, transport=transport))
