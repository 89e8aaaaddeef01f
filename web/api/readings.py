"""The door for devices: `POST /api/v1/readings`, batches of JSON or CSV, answered row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request

from components.messages.refusal_texts import refusal_text
from data.core.actor import Actor
from data.pipeline.deliver import DeliveryReport
from data.pipeline.refusal import RefusalReason
from data.telemetry.landing import DataSource
from data.telemetry.reading_ingest import ReadingIngest
from web.rendering.failures import refused

ADDRESS = "/api/v1/readings"
MOST = 5000  # rows of a batch
EVERY = 60  # seconds within which a sender that says nothing of itself brings something
SLOWEST = 24 * 3600


class NotRows(ValueError):
    """The body as a whole cannot be read as readings; the sentence says why."""


def receive(server: Flask, door: Callable[[], ReadingIngest], actor: Callable[[], Actor]) -> None:
    """Put the door on `server`. `actor` is whose token knocks: it names the feed and its regions."""

    def readings() -> Response:
        try:
            rows = rows_of(request.get_data(), request.mimetype)
        except NotRows as fault:
            return refused("bad-batch", 400, str(fault))
        if len(rows) > MOST:
            return refused("too-large", 413, f"a batch has at most {MOST} rows")
        who = actor()
        return jsonify(answer(door().receive(DataSource(who.name, _every()), who.scope.regions, rows)))

    server.add_url_rule(ADDRESS, "readings", readings, methods=["POST"])


def rows_of(body: bytes, mimetype: str) -> list[Any]:
    """The rows of a body: JSON (a list, or an object with `readings`) or CSV with a header. NotRows when neither."""
    if mimetype == "application/json":
        return _json_rows(body)
    if mimetype == "text/csv":
        return _csv_rows(body)
    raise NotRows("readings come as application/json or text/csv")


def _json_rows(body: bytes) -> list[Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotRows(f"this is not JSON: {error}"[:200]) from None
    rows = found.get("readings") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise NotRows("a batch is a list of readings, or an object with a list under `readings`")
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


def answer(report: DeliveryReport) -> dict[str, Any]:
    """What became of each row, for the sender."""
    return {
        "arrival": report.batch,
        "accepted": report.accepted,
        "repeated": report.repeated,
        "refused": [_refused(one.refusal) for one in report.refused],
    }


def _refused(refusal: RefusalReason) -> dict[str, Any]:
    return {"row": refusal.row, "code": refusal.code, "detail": refusal_text("en", refusal)}
