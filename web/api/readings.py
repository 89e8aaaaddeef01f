"""The door for devices: `POST /api/v1/readings`, batches of JSON or CSV, answered row by row."""

from __future__ import annotations

import csv
import io
import json
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
from web.rendering.failures import refused

ADDRESS = "/api/v1/readings"
MOST = 5000  # rows of a batch
EVERY = 60  # seconds within which a sender that says nothing of itself brings something
SLOWEST = 24 * 3600
_JSON = ("application/json",)
_JSON_LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")


class NotRows(ValueError):
    """The body as a whole cannot be read as readings; the sentence says why."""


def receive(server: Flask, door: Callable[[], ReadingIngest], actor: Callable[[], Actor]) -> None:
    """Put the door on `server`. `actor` is whose token knocks: it names the feed and its regions."""

    def readings() -> Response:
        try:
            rows, rules = rows_of(request.get_data(), request.mimetype), _rules()
        except NotRows as fault:
            return refused("bad-batch", 400, str(fault))
        if len(rows) > MOST:
            return refused("too-large", 413, f"a batch has at most {MOST} rows")
        who = actor()
        return jsonify(answer(door().receive(DataSource(who.name, _every()), who.scope.regions, rows, rules)))

    server.add_url_rule(ADDRESS, "readings", readings, methods=["POST"])


def rows_of(body: bytes, mimetype: str) -> list[Any]:
    """The rows of a body: JSON (a list, an object with `readings`, one reading, or one reading a line) or CSV with a
    header. NotRows when neither."""
    if mimetype in _JSON:
        return _json_rows(body)
    if mimetype in _JSON_LINES:
        return _json_lines(body)
    if mimetype == "text/csv":
        return _csv_rows(body)
    raise NotRows("readings come as application/json, application/x-ndjson or text/csv")


def _json_rows(body: bytes) -> list[Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            return _json_lines(body)
        raise NotRows(f"this is not JSON: {error}"[:200]) from None
    if isinstance(found, dict) and "readings" not in found and "device" in found:
        return [found]
    rows = found.get("readings") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise NotRows("a batch is a list of readings, or an object with a list under `readings`")
    return rows


def _json_lines(body: bytes) -> list[Any]:
    rows = []
    for number, line in enumerate(body.splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise NotRows(f"line {number} is not JSON: {error}"[:200]) from None
    return rows


def _csv_rows(body: bytes) -> list[Any]:
    try:
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotRows(f"this is not CSV in UTF-8: {error}"[:200]) from None
    if not lines:
        raise NotRows("a CSV batch begins with the names of its columns")
    heads = [head.strip().lower() for head in lines[0]]
    return [dict(zip(heads, line, strict=True)) if len(line) == len(heads) else line for line in lines[1:] if line]


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
