"""The real server as a process of its own, as people start it: for the benchmark and for the test of a fresh start."""

from __future__ import annotations

import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import psutil

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds until a start counts as failed
WITH_WORKERS = (
    "import os, sys; from app import create_server; from data.core.settings import Settings; "
    "from runtime.gunicorn import serve; s = Settings.from_environment(os.environ); "
    "serve(lambda: create_server(s), s.host, s.port, workers=int(sys.argv[1]))"
)


@dataclass(frozen=True)
class Running:
    """A server that answers at `port`; `started` is how many seconds that took; `cookie` is a signed-in leader's."""

    port: int
    process: psutil.Process
    started: float
    cookie: str = ""

    def cpu(self) -> float:
        """CPU seconds that all its processes have used so far."""
        times = [process.cpu_times() for process in [self.process, *self.process.children(recursive=True)]]
        return float(sum(t.user + t.system for t in times))

    def get(self, path: str, encoding: str = "br") -> tuple[int, bytes]:
        """Status and body of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": encoding, "Cookie": self.cookie})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def free_port() -> int:
    """A port nobody listens on just now.

    It is none of those that the system hands out by itself: until the server takes it, a browser's connection might
    have it. Each process of a run looks among its own.
    """
    first = 20_000 + 1000 * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 12)
    return next(port for port in random.sample(range(first, first + 1000), 1000) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def serving(home: Path, workers: int | None = None, port: int | None = None) -> Iterator[Running]:
    """`python app.py` over a data folder, or the same server alone with a number of workers; ends with the block."""
    port = free_port() if port is None else port
    environment = {**os.environ, "COCKPIT_HOME": str(home), "HOST": "127.0.0.1", "PORT": str(port)}
    command = [sys.executable, "app.py"] if workers is None else [sys.executable, "-c", WITH_WORKERS, str(workers)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port)
        started = time.perf_counter() - began
        yield Running(port, psutil.Process(process.pid), started, entered(port))
    finally:
        process.terminate()
        process.wait(20)


def process_of(home: Path, name: str) -> int:
    """The number of a process of the server over a data folder, as its heartbeat says; 0 when it has none."""
    with closing(sqlite3.connect(f"file:{home / 'operations.db'}?mode=ro", uri=True, timeout=10)) as connection:
        found = connection.execute("SELECT pid FROM heartbeat WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0


def entered(port: int, login: str = "leader") -> str:
    """The cookies of somebody who pressed a button of the sign-in page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/sign-in")
        token = _cookies(connection.getresponse())["_csrf_token"]
        form = urlencode({"demo": f"demo-{login}", "csrf": token})
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"_csrf_token={token}"}
        connection.request("POST", "/sign-in", form, head)
        kept = _cookies(connection.getresponse())
    finally:
        connection.close()
    return "; ".join(f"{name}={value}" for name, value in kept.items())


def _cookies(answer: HTTPResponse) -> dict[str, str]:
    """The cookies that an answer sets; its body is read and left."""
    answer.read()
    said = [line.split(";")[0].partition("=") for line in answer.headers.get_all("Set-Cookie") or ()]
    return {name: value for name, _, value in said}


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not answer within {PATIENCE:g} s")


def parts_of_page(html: str) -> list[str]:
    """The addresses of the scripts and styles that a document asks for."""
    return re.findall(r"""(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)\"""", html)
