"""`.env` for docker compose: the secrets that docker-compose.yml asks for."""

import secrets
from pathlib import Path

from engine.stack.files import write_private

# Name in docker-compose.yml, and how many random bytes its value is made of.
_SECRETS = {"SECRET_KEY": 48, "NEO4J_PASSWORD": 24, "REDIS_PASSWORD": 24, "S3_ACCESS_KEY": 9, "S3_SECRET_KEY": 30}


def write_compose_env(path: Path) -> Path:
    """Add the secrets that are missing (mode 600); whatever the file says already is kept."""
    lines = path.read_text().splitlines() if path.exists() else []
    named = {line.partition("=")[0].strip() for line in lines if line.partition("=")[2].strip()}
    kept = [line for line in lines if line.partition("=")[0].strip() not in _SECRETS or line.partition("=")[2].strip()]
    made = [f"{name}={secrets.token_hex(size)}" for name, size in _SECRETS.items() if name not in named]
    write_private(path, "\n".join([*kept, *made]) + "\n")
    return path
