"""Two questions a watchdog asks: is the process alive, and can its numbers be trusted now?"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify

from data.reading_types import Freshness


def watch(server: Flask, freshness: Callable[[], Freshness], insider: Callable[[], bool]) -> None:
    """`/health`: 200 while the process answers. `/ready`: up or stale 200, degraded 503; the reasons for insiders."""

    def health() -> Response:
        return jsonify(state="alive")

    def ready() -> tuple[Response, int]:
        found = freshness()
        more = {"reasons": list(found.reasons), "version": found.version} if insider() else {}
        answer = jsonify(state=found.state, **more)
        return answer, 503 if found.state == "degraded" else 200

    server.add_url_rule("/health", "health", health)
    server.add_url_rule("/ready", "ready", ready)
