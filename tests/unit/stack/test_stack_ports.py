"""Ports: kept while free, moved when taken, refused when they were asked for by name."""

import socket
from contextlib import contextmanager

import pytest

from engine.stack import ports
from engine.stack.errors import StackError
from engine.stack.options import PREFERRED_PORTS


@contextmanager
def listening(port: int):
    with socket.socket() as server:
        server.bind(("127.0.0.1", port))
        server.listen()
        yield server.getsockname()[1]


def free_port() -> int:
    """Of a range that no outgoing connection is given a port of."""
    return ports.choose({}, {}, prefer_known=False)["api"]


def test_a_port_with_a_listener_is_not_free():
    with listening(free_port()) as port:
        assert not ports.is_free(port)
    assert ports.is_free(port)


def test_every_name_gets_a_port_of_its_own():
    chosen = ports.choose({}, {}, prefer_known=False)
    assert chosen.keys() == PREFERRED_PORTS.keys()
    assert len(set(chosen.values())) == len(chosen)
    assert all(20_000 <= port < 30_000 for port in chosen.values())


def test_a_remembered_port_is_kept_while_it_is_free():
    remembered = ports.choose({}, {}, prefer_known=False)
    assert ports.choose({}, remembered, prefer_known=False) == remembered


def test_a_remembered_port_taken_by_a_stranger_is_given_up():
    remembered = ports.choose({}, {}, prefer_known=False)
    with listening(remembered["redis"]):
        chosen = ports.choose({}, remembered, prefer_known=False)
    assert chosen["redis"] != remembered["redis"]
    assert {name: port for name, port in chosen.items() if name != "redis"} == {
        name: port for name, port in remembered.items() if name != "redis"
    }


def test_a_remembered_port_held_by_our_own_server_is_kept():
    remembered = ports.choose({}, {}, prefer_known=False)
    with listening(remembered["redis"]):
        assert ports.choose({}, remembered, prefer_known=False, in_use=frozenset({"redis"})) == remembered


def test_a_port_asked_for_by_name_is_used():
    wanted = free_port()
    assert ports.choose({"api": wanted}, {"api": free_port()}, prefer_known=False)["api"] == wanted


def test_a_taken_port_asked_for_by_name_is_refused_saying_which_and_what_to_do():
    with listening(free_port()) as port, pytest.raises(StackError) as refused:
        ports.choose({"bolt": port}, {}, prefer_known=False)
    assert str(port) in refused.value.what
    assert "bolt" in refused.value.what
    assert "LOTGRAPH_STACK_BOLT_PORT" in refused.value.remedy
