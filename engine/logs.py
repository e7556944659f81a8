"""Structured logs: one JSON object a line, nothing that could be a credential."""

import logging
import re
import sys
import traceback
from typing import Any

import structlog

from engine.settings import Settings

_KEY = re.compile(r"\b(csb|csu|cpk|lg[a-z])_[A-Za-z0-9_-]{8,}")
_SIGNATURE = re.compile(r"(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s\"']+", re.IGNORECASE)
# Pydantic's input_value, and text in quotes of either kind.
_QUOTED = re.compile(r"input_value=.*?(?=, input_type=)|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_LONGEST_MESSAGE = 500
_LONGEST_CHAIN = 5
_SECRET_NAMES = {"authorization", "cookie", "password", "secret", "x-api-key", "api_key"}


def configure(settings: Settings) -> None:
    """Set up structlog and the standard library's logging alike, to standard error."""
    level = logging.getLevelName(settings.log_level.upper())
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_trace),
        _without_credentials,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(_StandardError())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer()],
    ))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # authlib tells the tokens it issues at level debug.
    for noisy in ("authlib", "boto3", "botocore", "neo4j", "s3transfer", "urllib3", "httpx"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
    for server in ("uvicorn", "uvicorn.error"):
        logging.getLogger(server).handlers.clear()
        logging.getLogger(server).propagate = True
    # One line a request is ours, with the request's id.
    logging.getLogger("uvicorn.access").disabled = True


class _StandardError:
    """Standard error as it is at each write: tests and daemons put another in its place."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def _trace(exc_info: Any) -> str:
    """Where an exception came from and of what kind it is, causes first.

    What its message quotes is left out: servers and validators quote what they were sent, and that may be a record.
    """
    told, error = [], exc_info[1]
    while error is not None and len(told) < _LONGEST_CHAIN:
        frames = "".join(traceback.format_tb(error.__traceback__))
        told.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}: {_unquoted(str(error))}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(told))


def _unquoted(message: str) -> str:
    return _QUOTED.sub("[value]", message)[:_LONGEST_MESSAGE]


def redact(text: str) -> str:
    """The text with API keys and URL signatures taken out."""
    return _SIGNATURE.sub(r"\1[redacted]", _KEY.sub(r"\1_[redacted]", text))


def _without_credentials(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    for key, value in event.items():
        if key.lower() in _SECRET_NAMES:
            event[key] = "[redacted]"
        elif isinstance(value, str):
            event[key] = redact(value)
    return event
