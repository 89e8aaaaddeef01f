"""Gunicorn started from Python: the server is made once and shared by all workers (no worker is ever half ready).

Gunicorn keeps the processes; in each of them waitress reads and writes: measured with this application it answers as
fast as gunicorn's own threads, and unlike these (and granian's) it gives no thread to a request that is half sent.
"""

from __future__ import annotations

import logging
import os
import resource
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker
from waitress import wasyncore

from data.core.jobs import end_with
from runtime.buffered_server import ClientLimits, Server
from runtime.client_timeouts import ClientTimeouts
from web.server import THREADS

WORKERS = 2
FILES = 4096  # open files that a worker wants: connections and databases


class BufferedWorker(Worker):  # type: ignore[misc]  # gunicorn ships no types
    """A worker whose threads only meet requests that have arrived whole."""

    patience = ClientTimeouts()

    def run(self) -> None:
        """Serve until told to stop; then finish what has begun, for as long as gunicorn grants."""
        bounds = ClientLimits(self.cfg.threads, self.patience)
        server = Server(self.wsgi, self.sockets[0].sock, bounds)
        while self.alive and self.ppid == os.getppid():
            self._turn(server)
        server.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and any(one.requests for one in server.active_channels.values()):
            self._turn(server)

    def _turn(self, server: Server) -> None:
        self.notify()
        wasyncore.loop(timeout=1.0, use_poll=True, map=server._map, count=1)


class _Service(BaseApplication):  # type: ignore[misc]
    def __init__(self, make: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._make = make
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make()


def serve(
    make: Callable[[], Flask],
    host: str,
    port: int,
    workers: int = WORKERS,
    threads: int = THREADS,
    bound: int | None = None,
    patience: ClientTimeouts | None = None,
) -> None:
    """Serve until told to stop; says the address once the workers can answer.

    `bound`: the descriptor of a socket that is bound there already; it is closed at the end. `patience`: how long
    half-sent requests are waited for.
    """
    address = f"http://{host}:{port}"
    worker = type("Worker", (BufferedWorker,), {"patience": patience or ClientTimeouts()})
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
    _want_files(FILES)
    _Service(
        make,
        {
            "bind": f"{host}:{port}" if bound is None else f"fd://{bound}",
            "workers": workers,
            "threads": threads,
            "worker_class": worker,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 8,  # the supervisor kills whoever has not ended after ten
            "post_fork": lambda arbiter, _: end_with(arbiter.pid),
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: print(f"The cockpit is at {address}  (Ctrl+C stops it)", flush=True),
        },
    ).run()


def _want_files(wanted: int) -> None:
    """Raise the number of files that may be open to what is wanted, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
