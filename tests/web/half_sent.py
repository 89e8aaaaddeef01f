"""A small server of its own process behind the real way of serving, and clients that leave things half done."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.serving import ROOT, free_port

SERVER = """
import sys, time
from flask import Flask, Response, request
from runtime.gunicorn import serve
from runtime.client_timeouts import ClientTimeouts

server = Flask("small")
big = b"x" * 8_000_000

@server.get("/")
def here():
    return "here"

@server.get("/big")
def much():
    return big

@server.post("/taken")
def taken():
    return str(len(request.get_data()))

@server.get("/events")
def events():
    def beats():
        for n in range(8):
            yield f"data: {n}\\n\\n"
            time.sleep(0.5)
    return Response(beats(), mimetype="text/event-stream")

serve(lambda: server, "127.0.0.1", int(sys.argv[1]), threads=4, patience=ClientTimeouts(2.0, 6.0, 100, 20.0, 2.0))
"""


@contextmanager
def small_server() -> Iterator[int]:
    """The port of a server with two processes of four threads that waits two seconds for anything."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and not reachable(port):
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def reachable(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def said(port: int, text: bytes) -> socket.socket:
    """A connection over which something was said."""
    made = socket.create_connection(("127.0.0.1", port), timeout=60)
    made.sendall(text)
    return made


def ends(connection: socket.socket) -> bool:
    """Whether the server closes a connection, having answered with no success, while we wait for it."""
    heard = b""
    try:
        while piece := connection.recv(65536):
            heard += piece
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    finally:
        connection.close()
    return b" 200 " not in heard.split(b"\r\n", 1)[0]
