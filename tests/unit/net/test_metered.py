from __future__ import annotations

import socket
import time

import pytest

from qualitybadge.errors import FetchError
from qualitybadge.net.metered import Allowance, MeteredSocket


@pytest.fixture
def pair():
    near, far = socket.socketpair(socket.AF_UNIX)
    with near, far:
        yield near, far


def test_reads_are_the_sockets_own(pair):
    near, far = pair
    with MeteredSocket(near, Allowance("here", 5)).makefile("rb") as file:
        far.sendall(b"line\nrest")
        far.close()
        assert file.readline() == b"line\n"
        assert file.read() == b"rest"
        assert file.readable()


def test_all_else_is_the_sockets_own(pair):
    near, far = pair
    metered = MeteredSocket(near, Allowance("here", 5))
    metered.sendall(b"x")
    assert far.recv(1) == b"x"
    assert metered.fileno() == near.fileno()
    with pytest.raises(AttributeError):
        _ = metered.no_such_thing


def test_a_reader_outlives_the_close_of_its_socket_as_http_clients_expect(pair):
    near, far = pair
    far.sendall(b"late")
    metered = MeteredSocket(near, Allowance("here", 5))
    with metered.makefile("rb") as file:
        metered.close()
        assert file.read(4) == b"late"


def test_time_runs_over_all_reads_together(pair):
    near, far = pair
    start = time.monotonic()
    with MeteredSocket(near, Allowance("here", 0.1)).makefile("rb") as file:
        far.sendall(b"x")
        assert file.read(1) == b"x"
        with pytest.raises(FetchError, match=r"here took longer than 0.1 s") as caught:
            file.read(1)
    assert caught.value.code == "LIMIT"
    assert 0.09 <= time.monotonic() - start < 1


def test_no_read_begins_when_the_time_is_spent(pair):
    near, far = pair
    far.sendall(b"x")
    allowance = Allowance("here", 0)
    assert allowance.is_over
    with (
        MeteredSocket(near, allowance).makefile("rb") as file,
        pytest.raises(FetchError, match="took longer"),
    ):
        file.read(1)


def test_bytes_are_counted_until_none_is_left(pair):
    near, far = pair
    allowance = Allowance("here", 5)
    allowance.spend(64 * 1024 - 3)
    far.sendall(b"1234")
    with (
        MeteredSocket(near, allowance).makefile("rb") as file,
        pytest.raises(FetchError, match="more bytes") as caught,
    ):
        file.read(4)
    assert caught.value.code == "LIMIT"


def test_bytes_can_be_granted(pair):
    near, far = pair
    allowance = Allowance("here", 5)
    allowance.spend(64 * 1024)
    allowance.grant(4)
    far.sendall(b"1234")
    with MeteredSocket(near, allowance).makefile("rb") as file:
        assert file.read(4) == b"1234"
