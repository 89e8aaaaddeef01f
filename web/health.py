"""Two questions a watchdog asks: is the process alive, and can its numbers be trusted now?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from flask import Flask, Response, jsonify

from data.snapshots.result_types import Freshness, Served
from data.status.service_status import ServiceStatus
from indicators.liveness import Liveness, LivenessState

GRAVER: tuple[Served, ...] = ("up", "stale", "degraded")
STATES: Mapping[LivenessState, Served] = {"live": "up", "unknown": "stale", "late": "stale", "dead": "degraded"}


def register_health(
    server: Flask,
    freshness: Callable[[], Freshness],
    insider: Callable[[], bool],
    status: Callable[[], ServiceStatus],
    liveness: Callable[[], Liveness],
) -> None:
    """`/health`: 200 while the process answers. `/ready`: up or stale 200, degraded 503; the details for insiders.

    Degraded is whatever has no snapshot, no readings of now or no monitor, lacks a process, cannot read or write a
    database, or has no room left.
    """

    def health() -> Response:
        return jsonify(state="alive")

    def ready() -> tuple[Response, int]:
        found, parts, alive = freshness(), status(), liveness()
        state = "degraded" if parts.faults else max(found.state, STATES[alive.state], key=GRAVER.index)
        more = _details(found, parts, alive) if insider() else {}
        return jsonify(state=state, **more), 503 if state == "degraded" else 200

    server.add_url_rule("/health", "health", health)
    server.add_url_rule("/ready", "ready", ready)


def _details(freshness: Freshness, status: ServiceStatus, alive: Liveness) -> dict[str, Any]:
    late = [f"liveness:{part.name}:{part.state}" for part in alive.amiss]
    return {
        "reasons": [*freshness.reasons, *status.faults, *late],
        "liveness": {"state": alive.state, "parts": [asdict(part) for part in alive.parts]},
        "version": freshness.version,
        "processes": {name: asdict(one) for name, one in status.processes.items()},
        "storage": dict(status.storage),
        "free_bytes": status.free_bytes,
    }
