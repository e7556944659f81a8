"""What every document says in words before it lists operations."""

from api.openapi.apps import App
from engine.settings import Settings

_TEXT = """{about}

## Authentication

Send an API key in the header `X-API-Key`. Bearer tokens (OAuth 2.1) and, for browsers, the session cookie are accepted
as well; each operation says which. Where several arrive the key counts first, then the token, and one that fails is
401 whatever else came with it.

```
X-API-Key: csb_<body>_<checksum>
```

## Rate limits

| Tier | Requests / minute | Requests / day |
| --- | --- | --- |
| Default | {per_minute} | {per_day} |
| Custom | set per key | set per key |

Every response says how much is left:

- `RateLimit-Policy`: every active window, for example `{per_minute};w=60, {per_day};w=86400`
- `RateLimit-Limit`: quota of the window with the fewest requests left
- `RateLimit-Remaining`: requests left in that window
- `RateLimit-Reset`: seconds until that window ends

`X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset` repeat them; the last of these is a Unix time.
One request too many is answered with 429, `Retry-After`, and `retry_after` and `retry_after_seconds` in the body.
Refused requests do not count. Requests without a good credential are counted by client address, {anonymous} a minute.

## Pagination

Lists answer `{{"data": [...], "pagination": {{...}}}}` with `page`, `page_size`, `total_count`, `total_pages`,
`has_next` and `has_previous`. Ask with `?page=2&page_size=50`; the largest page is {page_size}.

## Errors

Every error is an `application/problem+json` (RFC 9457); its `type` leads to a page about it, its `error_code` is
meant for programs, and `retryable` says whether the same request can succeed later. Any operation may answer 503
`service_unavailable` while a server behind the API is away.
"""


def description(app: App, settings: Settings) -> str:
    """The description of one app's document, in Markdown."""
    return _TEXT.format(
        about=app.about, per_minute=f"{settings.rate_limit_per_minute}", per_day=f"{settings.rate_limit_per_day}",
        anonymous=settings.rate_limit_anonymous_per_minute, page_size=settings.limits.page_size,
    )
