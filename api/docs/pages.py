"""The pages as text: an index, one of each document, one of each error."""

import json
from html import escape
from pathlib import Path
from string import Template

from api.docs.advice import ADVICE
from api.openapi.apps import App
from api.openapi.errors import example
from engine.errors import LotgraphError

_HERE = Path(__file__).parent
_PAGE = Template((_HERE / "page.html").read_text("utf-8"))
ASSETS = "/docs/assets"


def index(apps: list[App]) -> str:
    """Every document, and the way to the errors."""
    rows = "".join(
        f'<tr><td><a href="/docs/{app.name}">{escape(app.title)}</a></td><td>{escape(app.about)}</td>'
        f'<td><a href="{app.address}">openapi.json</a></td></tr>'
        for app in apps
    )
    return _plain("API", (
        f"<h1>API</h1><table><tr><th>App</th><th>What it is for</th><th>OpenAPI 3.1</th></tr>{rows}</table>"
        '<h2>Also</h2><p><a href="/docs/errors">Errors</a>, each with what to do. Programs find the documents by '
        '<a href="/.well-known/api-catalog">the catalog</a>. Health: <a href="/healthz">alive</a>, '
        '<a href="/readyz">ready</a>.</p>'
    ))


def document(app: App, apps: list[App]) -> str:
    """One document, drawn by Swagger UI in the browser."""
    others = "".join(f'<a href="/docs/{other.name}">{escape(other.title)}</a>' for other in apps)
    styles = (f'<link rel="stylesheet" href="{ASSETS}/{name}.css">' for name in ("swagger-ui", "swagger"))
    scripts = (f'<script src="{ASSETS}/{name}.js" defer></script>' for name in ("swagger-ui-bundle", "start"))
    head = "".join((*styles, *scripts))
    body = (f'<nav><a href="/docs">API</a>{others}<a href="/docs/errors">Errors</a></nav>'
            f'<noscript>This page needs JavaScript; <a href="{app.address}">the document</a> does not.</noscript>'
            f'<div id="document" data-document="{app.address}"></div>')
    return _PAGE.substitute(title=escape(app.title), head=head, body=body)


def errors(kinds: list[type[LotgraphError]]) -> str:
    """Every error code."""
    rows = "".join(
        f'<tr><td>{kind.status}</td><td><a href="/docs/errors/{kind.code}"><code>{kind.code}</code></a></td>'
        f"<td>{escape(_meaning(kind)[0])}</td></tr>"
        for kind in kinds
    )
    return _plain("Errors", (
        '<p><a href="/docs">API</a></p><h1>Errors</h1>'
        f"<table><tr><th>Status</th><th>Code</th><th>Meaning</th></tr>{rows}</table>"
    ))


def error(kind: type[LotgraphError], docs_base: str) -> str:
    """One error code: what it means, what to do, what it looks like."""
    meaning, advice = _meaning(kind)
    retryable = "Yes" if kind.retryable else "No"
    sent = json.dumps(example(kind, docs_base), indent=2, ensure_ascii=False)
    return _plain(kind.title, (
        f'<p><a href="/docs/errors">Errors</a></p><h1>{escape(kind.title)}</h1>'
        f"<p>Status {kind.status}, <code>{kind.code}</code></p><p>{escape(meaning)}</p>"
        f"<h2>What to do</h2><p>{escape(advice)}</p>"
        f"<h2>Can the same request succeed later?</h2><p>{retryable}.</p>"
        f"<h2>Example</h2><pre>{escape(sent)}</pre>"
    ))


def _meaning(kind: type[LotgraphError]) -> tuple[str, str]:
    return ADVICE.get(kind.code, (kind.default, "Read detail; it says what happened."))


def _plain(title: str, body: str) -> str:
    return _PAGE.substitute(title=escape(title), body=body,
                            head=f'<link rel="stylesheet" href="{ASSETS}/style.css">')
