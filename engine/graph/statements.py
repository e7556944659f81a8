"""The Cypher of the product: one statement a file under `cypher/`, with a header that promises what it does."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_PARAM = re.compile(r"^param\s+(\w+)\s+(\S+)\s+(.+)$")
_RETURNS = re.compile(r"^returns\s+(.+)$")
_PLAN = re.compile(r"^plan\s+(.+)$")
_REPLAN = re.compile(r"^replan\s+skip$")
# Planning takes as long as running over hundreds of records, and a graph that grows has every plan made anew.
_KEEP_PLAN = "CYPHER replan=skip\n"
_USED = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Statement:
    """One statement and its header.

    name: path below cypher/ without suffix, such as "trace/reach_forward".
    params: name -> (type, meaning). returns: the header's column line.
    plan: operators the planner must choose, asserted in tests/plans.
    keeps_plan: its plan starts at indexed values whatever the graph holds, so it is made once (`replan skip`).
    """

    name: str
    text: str
    summary: str
    params: dict[str, tuple[str, str]] = field(default_factory=dict)
    returns: str = ""
    plan: tuple[str, ...] = ()
    keeps_plan: bool = False

    @property
    def used_params(self) -> set[str]:
        """Parameters the text itself mentions."""
        return set(_USED.findall(self.text))


class HeaderError(ValueError):
    """A .cypher file whose header does not follow the form."""


def parse(name: str, source: str) -> Statement:
    """Split a file into header and statement. Raises HeaderError."""
    summary, params, returns, plan, keeps, body = [], {}, [], [], False, []
    for line in source.splitlines():
        if body or not line.startswith("//"):
            body.append(line)
            continue
        text = line[2:].strip()
        if m := _PARAM.match(text):
            params[m[1]] = (m[2], m[3])
        elif m := _RETURNS.match(text):
            returns.append(m[1])
        elif m := _PLAN.match(text):
            plan.append(m[1].strip())
        elif _REPLAN.match(text):
            keeps = True
        elif params or returns:
            raise HeaderError(f"{name}: {text!r} is neither param, returns, plan nor replan")
        else:
            summary.append(text)
    statement = "\n".join(body).strip()
    if not summary or not statement:
        raise HeaderError(f"{name}: a summary line and a statement are required")
    text = (_KEEP_PLAN if keeps else "") + statement
    return Statement(name, text, " ".join(summary), params, " ".join(returns), tuple(plan), keeps)


@lru_cache
def load() -> dict[str, Statement]:
    """Every statement by name."""
    return dict(sorted(_walk(files("cypher"), "")))


def _walk(folder: Traversable, prefix: str):
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith("_"):
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher"):
            name = prefix + entry.name.removesuffix(".cypher")
            yield name, parse(name, entry.read_text(encoding="utf-8"))
