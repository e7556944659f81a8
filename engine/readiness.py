"""Whether each server the engine stands on answers."""

from collections.abc import Callable

from redis import Redis
from redis.exceptions import RedisError

from engine.assembly import Engine
from engine.errors import Unavailable

PATIENCE_SECONDS = 2.0


def checks(engine: Engine) -> dict[str, Callable[[], object]]:
    """One question a server, by name; it raises Unavailable, or blocks, where the server does not answer."""
    return {"neo4j": engine.graph.server, "redis": lambda: _redis(engine), "s3": engine.storage.ping}


def _redis(engine: Engine) -> None:
    url = engine.settings.redis_url.get_secret_value()
    try:
        with Redis.from_url(url, socket_connect_timeout=PATIENCE_SECONDS,
                            socket_timeout=PATIENCE_SECONDS) as redis:
            redis.ping()
    except RedisError as error:
        raise Unavailable("Redis does not answer.") from error
