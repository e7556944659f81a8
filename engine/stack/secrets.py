"""Passwords and keys of one stack, made once and kept in its folder."""

import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.stack.files import read_json, write_json


@dataclass(frozen=True)
class Secrets:
    """Generated secrets; S3 names follow what S3 clients call them."""

    neo4j_password: str
    redis_password: str
    s3_access_key: str
    s3_secret_key: str
    secret_key: str


def load_secrets(home: Path) -> Secrets:
    """The stack's secrets, made on first call and stored with mode 600."""
    path = home / "secrets.json"
    stored = read_json(path) or {}
    made = Secrets(
        # Hex, since Neo4j's own tool takes a password that begins with a dash for an option.
        neo4j_password=stored.get("neo4j_password") or secrets.token_hex(24),
        redis_password=stored.get("redis_password") or secrets.token_urlsafe(24),
        s3_access_key=stored.get("s3_access_key") or f"lotgraph{secrets.token_hex(6)}",
        s3_secret_key=stored.get("s3_secret_key") or secrets.token_urlsafe(30),
        secret_key=stored.get("secret_key") or secrets.token_urlsafe(48),
    )
    if asdict(made) != stored:
        write_json(path, asdict(made))
    path.chmod(0o600)
    return made
