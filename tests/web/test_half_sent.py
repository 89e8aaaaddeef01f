"""Clients that send half a request, or take half an answer, hold nobody else up and are sent away in time."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import pairwise

import pytest

from runtime.client_timeouts import ClientTimeouts, ClientWait, overdue
from tests.web.half_sent import ends, said, small_server

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "
BODY = b"POST /taken HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nhalf of it"
CHUNKED = b"POST /taken HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nhalf"
PIPELINED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: loc"
UNREAD = b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n"
SILENT = b""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with small_server() as found:
        yield found


def answered(port: int, path: str = "/") -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


@pytest.mark.parametrize("half", [SILENT, HEAD, BODY, CHUNKED, PIPELINED, UNREAD], ids=str)
def test_two_hundred_of_them_leave_the_service_answering_and_are_closed(port: int, half: bytes) -> None:
    held = [said(port, half) for _ in range(200)]

    answers = [answered(port) for _ in range(10)]

    assert answers == [b"here"] * 10
    if half not in (PIPELINED, UNREAD):  # these have an answer to their first half
        assert all(ends(one) for one in held)
    for one in held:
        one.close()


def test_a_slow_client_that_goes_on_is_served(port: int) -> None:
    connection = said(port, BODY)
    for _ in range(18):  # longer than the time-out in all
        time.sleep(0.4)
        connection.sendall(b"y" * 200)
    connection.sendall(b"z" * (5000 - len(b"half of it") - 18 * 200))

    heard = b""
    while not heard.endswith(b"5000") and (piece := connection.recv(4096)):
        heard += piece
    assert heard.endswith(b"5000")
    connection.close()


def test_a_stream_lives_longer_than_every_time_out_and_comes_as_it_is_said(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/events")
    answer = connection.getresponse()
    heard = [(answer.readline(), answer.readline(), time.monotonic()) for _ in range(8)]

    assert [line for line, _, _ in heard] == [f"data: {n}\n".encode() for n in range(8)]
    assert all(after > before for (_, _, before), (_, _, after) in pairwise(heard))
    connection.close()


def test_when_all_room_is_taken_the_longest_waiting_gives_way() -> None:
    from runtime.buffered_server import ClientLimits, Server

    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(lambda environ, start: [], listener, ClientLimits(threads=1, connections=3))
    newcomers = []
    for _ in range(5):
        newcomers.append(socket.create_connection(listener.getsockname()))
        newcomers[-1].sendall(b"GET")
        server.handle_accept()

    assert {one.addr for one in server.active_channels.values()} == {one.getsockname() for one in newcomers[-3:]}
    server.task_dispatcher.shutdown()
    for one in (*newcomers, listener):
        one.close()


def test_a_body_that_drips_is_overdue_though_something_always_comes() -> None:
    patience = ClientTimeouts(body=20, rate=500)

    assert not overdue(ClientWait("body", since=0, moved=99, received=50_000), patience, now=100)
    assert overdue(ClientWait("body", since=0, moved=99, received=1_000), patience, now=100)
    assert overdue(ClientWait("body", since=0, moved=79, received=5_000_000), patience, now=100)
