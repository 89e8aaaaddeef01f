"""`/metrics` for Prometheus: processes, queues, databases, the snapshot. Numbers and names of parts, nobody's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Flask, Response

from data.operations.processes.heartbeats import SOUND
from data.snapshots.result_types import Freshness
from data.status.service_status import ServiceStatus
from data.status.storage_probe import BUSY, OK
from indicators.liveness import Liveness

if TYPE_CHECKING:
    from prometheus_client.core import Metric


class MetricsCollector:
    """What Prometheus collects, read when it asks."""

    def __init__(
        self,
        status: Callable[[], ServiceStatus],
        freshness: Callable[[], Freshness],
        queues: Callable[[], Mapping[str, int]],
        now: Callable[[], datetime],
        liveness: Callable[[], Liveness] = Liveness,
    ) -> None:
        self._status, self._freshness, self._queues, self._now = status, freshness, queues, now
        self._liveness = liveness

    def collect(self) -> Iterable[Metric]:
        """The families of one scrape."""
        from prometheus_client.core import GaugeMetricFamily as Gauge  # a tenth of a second that no start needs

        def family(name: str, text: str, label: str, values: Mapping[str, float | None]) -> Metric:
            gauge = Gauge(f"cockpit_{name}", text, labels=[label])
            for key, value in values.items():
                if value is not None:
                    gauge.add_metric([key], float(value))
            return gauge

        status, fresh = self._status(), self._freshness()
        parts = status.processes.items()
        sound = {name: float(one.condition in SOUND) for name, one in parts}
        writable = {name: float(found in (OK, BUSY)) for name, found in status.storage.items()}
        yield family("process_up", "1 while the process works", "process", sound)
        age = {name: one.age for name, one in parts}
        yield family("process_heartbeat_age_seconds", "Since the process last beat", "process", age)
        restarts = {name: one.restarts for name, one in parts}
        yield family("process_restarts", "How often it was started again", "process", restarts)
        failing = {name: float(one.condition == "failing") for name, one in parts}
        yield family("process_failing", "1 while its last turn failed", "process", failing)
        yield family("database_up", "1 while it can be read and written", "database", writable)
        alive = {part.name.replace("-", "_"): float(part.state == "live") for part in self._liveness().parts}
        yield family("part_live", "1 while the part is of now, 0 while it is late or dead", "part", alive)
        yield Gauge("cockpit_live", "1 while what screens show is of now", float(self._liveness().state == "live"))
        yield family("queue_length", "What waits to be worked on", "queue", dict(self._queues()))
        yield Gauge("cockpit_disk_free_bytes", "Room on the disk of the data folder", status.free_bytes)
        yield Gauge("cockpit_snapshot_version", "The newest snapshot", fresh.version or 0)
        if fresh.made_at is not None:
            lasted = (self._now() - fresh.made_at).total_seconds()
            yield Gauge("cockpit_snapshot_age_seconds", "Since the newest snapshot was made", max(0.0, lasted))


def offer_metrics(server: Flask, measured: MetricsCollector) -> None:
    """Put up the address; the gate lets in whoever has the right `metrics.read`."""

    def metrics() -> Response:
        from prometheus_client import CollectorRegistry
        from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

        registry = CollectorRegistry()
        registry.register(measured)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    server.add_url_rule("/metrics", "metrics", metrics)
