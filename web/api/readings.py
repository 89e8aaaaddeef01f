"""The door for devices: `POST /api/v1/readings`, batches of JSON or CSV, answered row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request

from components.messages.refusal_texts import notice_text, refusal_text
from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE
from data.pipeline.deliver import DeliveryReport
from data.pipeline.refusal import Notice, RefusalReason
from data.pipeline.values import zone_of
from data.telemetry.landing import DataSource
from data.telemetry.reading_contract import FeedRules
from data.telemetry.reading_ingest import ReadingIngest
from web.api.bodies import NotRows, TooManyRows, rows_of
from web.rendering.failures import refused

ADDRESS = "/api/v1/readings"
EVERY = 60  # seconds within which a sender that says nothing of itself brings something
SLOWEST = 24 * 3600


def receive(server: Flask, door: Callable[[], ReadingIngest], actor: Callable[[], Actor]) -> None:
    """Put the door on `server`. `actor` is whose token knocks: it names the feed and its regions."""

    def readings() -> Response:
        try:
            rows, rules = rows_of(request.get_data(), request.mimetype, "readings"), _rules()
        except NotRows as fault:
            return refused("bad-batch", 400, str(fault))
        except TooManyRows as fault:
            return refused("too-large", 413, str(fault))
        who = actor()
        return jsonify(answer(door().receive(DataSource(who.name, _every()), who.scope.regions, rows, rules)))

    server.add_url_rule(ADDRESS, "readings", readings, methods=["POST"])


def _every() -> int:
    """How often the sender says that something comes; what it says is bounded."""
    text = request.headers.get("X-Feed-Every", "")
    return min(int(text), SLOWEST) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else EVERY


def _rules() -> FeedRules:
    """What the sender says of all its readings: X-Feed-Zone, X-Feed-Unit, X-Feed-Counts. NotRows."""
    name, counts = request.headers.get("X-Feed-Zone", ""), request.headers.get("X-Feed-Counts", "increment")
    zone = zone_of(name) if name else BUSINESS_ZONE
    if zone is None:
        raise NotRows("X-Feed-Zone is a place such as Asia/Shanghai, UTC, or an offset such as +08:00")
    if counts not in ("increment", "counter"):
        raise NotRows("X-Feed-Counts is increment or counter")
    return FeedRules(zone, request.headers.get("X-Feed-Unit", "")[:40], counts == "counter")


def answer(report: DeliveryReport) -> dict[str, Any]:
    """What became of each row, for the sender."""
    return {
        "arrival": report.batch,
        "accepted": report.accepted,
        "repeated": report.repeated,
        "refused": [_refused(one.refusal) for one in report.refused],
        "notices": [_noticed(one) for one in report.notices],
        "unused": list(report.unused_columns),
    }


def _noticed(notice: Notice) -> dict[str, Any]:
    return {"row": notice.row, "code": notice.code, "detail": notice_text("en", notice)}


def _refused(refusal: RefusalReason) -> dict[str, Any]:
    return {"row": refusal.row, "code": refusal.code, "detail": refusal_text("en", refusal)}
