"""A file and its options out of a multipart form."""

import json
import re
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from engine.errors import BadRequest, Invalid, UnsupportedMedia
from engine.ids import is_id
from engine.imports import Options

_FIELDS = ("dry_run", "date_format", "mapping", "corrects")
_TRUE, _FALSE = {"true", "1", "yes", "on"}, {"false", "0", "no", "off", ""}
_UNFIT = re.compile(r"[\x00-\x1f\x7f]+")
_LONGEST_NAME = 200

BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": {
    "type": "object", "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "A workbook (.xlsx), a CSV, or a ZIP of CSVs."},
        "dry_run": {"type": "boolean", "description": "Answer what the file would do, and keep nothing."},
        "date_format": {"type": "string", "description": "Order of text dates: mm/dd/yyyy or dd/mm/yyyy."},
        "mapping": {"type": "string", "description": "JSON: what captions mean, instead of what is saved."},
        "corrects": {"type": "string", "description": "Id of the import whose quarantined rows this file corrects."},
    },
}}}}}


@dataclass(frozen=True)
class Upload:
    """What was sent."""

    raw: bytes
    filename: str
    options: Options


async def uploaded(request: Request) -> Upload:
    """The file of a request and how to read it; an option may stand in the query as well.

    Raises UnsupportedMedia, BadRequest, Invalid.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedMedia("Send the file as multipart/form-data, in a field named file.")
    async with request.form(max_files=1, max_fields=len(_FIELDS)) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise _invalid("file", "Send the file in a field named file.", "missing")
        said = {name: form.get(name, request.query_params.get(name)) for name in _FIELDS}
        return Upload(await file.read(), _name(file.filename or ""), _options(said))


def _options(said: dict[str, Any]) -> Options:
    text = {name: value if isinstance(value, str) else "" for name, value in said.items()}
    dry_run = text["dry_run"].strip().lower()
    if dry_run not in _TRUE | _FALSE:
        raise _invalid("dry_run", "Say true or false.", "bool_parsing")
    if text["corrects"] and not is_id(text["corrects"]):
        raise _invalid("corrects", "Not an id: 22 characters of the shortuuid alphabet.", "short_id")
    return Options(dry_run in _TRUE, text["date_format"] or None, _mapping(text["mapping"]), text["corrects"] or None)


def _mapping(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest("The mapping is not valid JSON.") from error
    return said


def _name(said: str) -> str:
    """The file's own name, without folders and control characters."""
    name = _UNFIT.sub("", said.replace("\\", "/").rpartition("/")[2]).strip()
    return name[-_LONGEST_NAME:] or "file"


def _invalid(field: str, message: str, kind: str) -> Invalid:
    return Invalid(details=[{"loc": ["body", field], "msg": message, "type": kind}])
