"""`/metrics`: for a monitoring system that shows its token, and for nobody else; numbers of parts, nobody's data."""

from __future__ import annotations

import re

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from access.administration.devices import make
from access.authentication.auth_service import AuthService
from data.core.actor import Actor
from data.operations.processes.heartbeats import SOUND
from data.snapshots.result_types import Freshness
from data.status.service_status import ProcessStatus, ServiceStatus
from tests.visitors import Visitor, stranger
from web.metrics import MetricsCollector, offer_metrics


def token(cockpit: Flask, kind: str) -> dict[str, str]:
    auth: AuthService = cockpit.extensions["doors"]
    made = make(auth, Actor.cockpit(), f"a {kind}", kind, (auth.catalogue.regions.city.code,), 1)
    return {"Authorization": f"Bearer {made.token}"}


def test_a_monitoring_system_reads_the_metrics_and_nothing_else(cockpit: Flask, leader: Visitor) -> None:
    known = token(cockpit, "metrics")

    assert stranger(cockpit).get("/metrics", headers=known).status_code == 200
    assert stranger(cockpit).get("/api/v1/indicators", headers=known).status_code == 403
    assert stranger(cockpit).get("/metrics", headers=token(cockpit, "read")).status_code == 403
    assert stranger(cockpit).get("/metrics", headers=token(cockpit, "ingest")).status_code == 403
    assert leader.get("/metrics").status_code == 403
    assert stranger(cockpit).get("/metrics").status_code in {302, 401}


def test_what_it_reads_is_of_the_format_and_names_parts_only(cockpit: Flask) -> None:
    answer = stranger(cockpit).get("/metrics", headers=token(cockpit, "metrics"))

    found = {family.name: family.samples for family in text_string_to_metric_families(answer.get_data(as_text=True))}

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert {s.labels["database"]: s.value for s in found["cockpit_database_up"]} == dict.fromkeys(
        ("warehouse", "operations", "readings"), 1.0
    )
    assert found["cockpit_snapshot_version"][0].value >= 1
    labels = {value for samples in found.values() for s in samples for value in s.labels.values()}
    assert all(re.fullmatch(r"[a-z_]+", label) for label in labels)


def test_each_process_is_told_with_its_age_and_restarts() -> None:
    server = Flask("x")
    parts = {"monitor": ProcessStatus("late", 300, 4, "OperationalError"), "web": ProcessStatus("unknown")}
    status = ServiceStatus(parts, {"readings": "full"}, 5)
    nothing = Freshness("up", (), None, None, None)
    offer_metrics(
        server,
        MetricsCollector(lambda: status, lambda: nothing, lambda: {"deliveries_unseen": 3}, lambda: None),  # type: ignore[arg-type, return-value]
    )

    lines = server.test_client().get("/metrics").get_data(as_text=True).splitlines()

    assert "late" not in SOUND
    assert {
        'cockpit_process_up{process="monitor"} 0.0',
        'cockpit_process_heartbeat_age_seconds{process="monitor"} 300.0',
        'cockpit_process_restarts{process="monitor"} 4.0',
        'cockpit_database_up{database="readings"} 0.0',
        'cockpit_queue_length{queue="deliveries_unseen"} 3.0',
        "cockpit_disk_free_bytes 5.0",
    } <= set(lines)
    assert 'cockpit_process_heartbeat_age_seconds{process="web"}' not in " ".join(lines)
