"""Gunicorn started from Python: the server is made once and shared by all workers (no worker is ever half ready)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from data.beside import end_with

WORKERS = 2
THREADS = 64  # most of them wait in streams, which costs next to nothing


class _Service(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
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
) -> None:
    """Serve until told to stop; says the address once the workers can answer.

    `bound`: the descriptor of a socket that is bound there already; it is closed at the end.
    """
    address = f"http://{host}:{port}"
    _Service(
        make,
        {
            "bind": f"{host}:{port}" if bound is None else f"fd://{bound}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "preload_app": True,
            "keepalive": 75,
            "timeout": 60,
            "graceful_timeout": 8,  # the supervisor kills whoever has not ended after ten
            "post_fork": lambda arbiter, _: end_with(arbiter.pid),
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: print(f"The cockpit is at {address}  (Ctrl+C stops it)", flush=True),
        },
    ).run()
