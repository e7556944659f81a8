"""Which port each server listens on."""

import random
import socket
from collections.abc import Mapping

import psutil

from engine.stack.errors import StackError
from engine.stack.options import PREFERRED_PORTS

# Below the common ranges of outgoing ports, so that no client takes one between our look and the server's bind.
_FREE_RANGE = range(20_000, 30_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 at this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def holder(port: int) -> str:
    """Who listens on a port, as far as this user may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.status == psutil.CONN_LISTEN:
                if connection.pid is None:
                    break
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return "another process"


def choose(
    pinned: Mapping[str, int],
    remembered: Mapping[str, int],
    prefer_known: bool,
    in_use: frozenset[str] = frozenset(),
) -> dict[str, int]:
    """A port for each name of PREFERRED_PORTS.

    pinned: must be used; StackError where another process holds one.
    remembered: used the last time, kept while free so that addresses stay the same.
    in_use: names whose server of ours runs now, on its remembered port.
    """
    chosen: dict[str, int] = {}
    for name, preferred in PREFERRED_PORTS.items():
        if name in in_use and name in remembered:
            chosen[name] = remembered[name]
        elif name in pinned:
            if not is_free(pinned[name]):
                raise StackError(
                    f"Port {pinned[name]}, asked for {name}, is taken by {holder(pinned[name])}.",
                    f"stop that process, or set LOTGRAPH_STACK_{name.upper()}_PORT to another or to nothing.",
                )
            chosen[name] = pinned[name]
        else:
            wishes = [remembered.get(name), preferred if prefer_known else None]
            taken = set(chosen.values())
            chosen[name] = next(
                (port for port in wishes if port and port not in taken and is_free(port)), None
            ) or _any_free(taken)
    return chosen


def _any_free(taken: set[int]) -> int:
    for port in random.sample(_FREE_RANGE, 2_000):
        if port not in taken and is_free(port):
            return port
    raise StackError(
        f"No port between {_FREE_RANGE.start} and {_FREE_RANGE.stop - 1} is free.",
        "stop servers you no longer need, or name ports with LOTGRAPH_STACK_<NAME>_PORT.",
    )
