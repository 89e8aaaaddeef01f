"""Where departments' systems deliver: `POST /api/v1/facts`, `/events`, `/devices`, answered row by row.

A delivery is idempotent: the same `Idempotency-Key`, or without one the same body, is answered as it was the first
time, with `Idempotency-Replayed: true`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, jsonify, request

from components.messages.refusal_texts import refusal_text
from data.core.actor import Actor
from data.ingest.delivery_kinds import (
    HOTLINE_ORDER,
    DeliveryKind,
    DeviceDelivery,
    EventDelivery,
    FactDelivery,
    IntakeDependencies,
)
from data.ingest.posts import KeyReused, Post, PostReport, receive
from data.pipeline.refusal import DeliveryRefused, RefusalReason
from web.api.bodies import NotRows, TooManyRows, rows_of
from web.api.delivery_terms import (
    DeliveryAnswer,
    DeviceRow,
    EventRow,
    FactRow,
    ReadingRow,
    ReadingsAnswer,
    RefusedRowAnswer,
)
from web.api.parameters import ApiRefusal as ParameterRefusal
from web.api.posting import HeaderParameter, PostOperation, QueryParameter
from web.api.terms import BothLanguages
from web.rendering.failures import refused

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[!-~]{1,120}", re.ASCII)  # printable, without blanks
IDEMPOTENCY = HeaderParameter(
    KEY,
    "Names this delivery: the same key again is answered as the first time",
    {"type": "string", "pattern": "^[!-~]{1,120}$"},
)
SOURCE = QueryParameter(
    "source", "In whose name, where the token is good for several sources", {"type": "string", "maxLength": 64}
)
EVENTS = QueryParameter("kind", "Which kind of events", {"type": "string", "default": HOTLINE_ORDER})
PROMISE = HeaderParameter(
    "X-Feed-Every", "Seconds within which something always comes", {"type": "integer", "minimum": 1, "maximum": 86400}
)


@dataclass(frozen=True)
class DeliveryEndpoint:
    """One address: what comes in at it, and how it is described."""

    operation: PostOperation
    kind: Callable[[], DeliveryKind]


_DELIVERY = (IDEMPOTENCY, SOURCE)
_REFUSALS = (400, 413, 422, 429, 503)
ENDPOINTS = (
    DeliveryEndpoint(
        PostOperation("/facts", "Deliver figures of measures", _DELIVERY, FactRow, DeliveryAnswer, _REFUSALS),
        FactDelivery,
    ),
    DeliveryEndpoint(
        PostOperation("/events", "Deliver events", (*_DELIVERY, EVENTS), EventRow, DeliveryAnswer, _REFUSALS),
        lambda: EventDelivery(request.args.get("kind", HOTLINE_ORDER)),
    ),
    DeliveryEndpoint(
        PostOperation("/devices", "Deliver devices", _DELIVERY, DeviceRow, DeliveryAnswer, _REFUSALS),
        DeviceDelivery,
    ),
)
READINGS = PostOperation(
    "/readings", "Deliver readings of devices", (PROMISE,), ReadingRow, ReadingsAnswer, (400, 413, 429, 503)
)
POSTS = (*(endpoint.operation for endpoint in ENDPOINTS), READINGS)


def offer_deliveries(server: Flask, intake: Callable[[], IntakeDependencies], actor: Callable[[], Actor]) -> None:
    """Put the addresses on `server`. `actor` is whose token knocks: it names the sources and the regions."""
    for endpoint in ENDPOINTS:
        server.add_url_rule(
            f"/api/v1{endpoint.operation.path}",
            endpoint.operation.path[1:],
            _answering(endpoint, intake, actor),
            methods=["POST"],
        )


def _answering(
    endpoint: DeliveryEndpoint, intake: Callable[[], IntakeDependencies], actor: Callable[[], Actor]
) -> Callable[[], Response]:
    def answer() -> Response:
        try:
            endpoint.operation.check_parameters()
            post = _post(actor())
            report = receive(intake(), endpoint.kind(), post)
        except ParameterRefusal as fault:
            return refused(fault.code, fault.status, fault.reason)
        except NotRows as fault:
            return refused("bad-batch", 400, str(fault))
        except TooManyRows as fault:
            return refused("too-large", 413, str(fault))
        except KeyReused:
            return refused("key-reused", 422, f"this {KEY} came before with another body; nothing was changed")
        except DeliveryRefused as fault:
            return refused("bad-batch", 400, refusal_text("en", fault.refusals[0]))
        found = jsonify(_told(report))
        if report.replayed:
            found.headers[REPLAYED] = "true"
        return found

    return answer


def _post(who: Actor) -> Post:
    source, key, body = _source(who), request.headers.get(KEY, ""), request.get_data()
    if key and not _KEY.fullmatch(key):
        raise ParameterRefusal("bad-key", f"{KEY} is 1 to 120 printable characters without blanks")
    rows = rows_of(body, request.mimetype)
    if not rows:
        raise NotRows("a delivery has at least one row")
    return Post(source, rows, body, key, who.scope.regions)


def _source(who: Actor) -> str:
    """The source that the delivery is noted under: the one asked for, or the only one of the token."""
    asked = request.args.get("source", "")
    if not asked and len(who.sources) == 1:
        return who.sources[0]
    if not asked:
        raise ParameterRefusal(
            "which-source", f"the token is good for {', '.join(who.sources)}: name one with `source`"
        )
    if asked not in who.sources:
        raise ParameterRefusal("other-source", "this token is not good for that source", 403)
    return asked


def _told(report: PostReport) -> DeliveryAnswer:
    counts = report.counts
    rows = [_refused(one) for one in report.refused]
    return DeliveryAnswer(report.batch, counts.accepted, counts.repeated, rows, report.passed_over, list(report.unused))


def _refused(refusal: RefusalReason) -> RefusedRowAnswer:
    said = BothLanguages(refusal_text("zh", refusal), refusal_text("en", refusal))
    return RefusedRowAnswer(refusal.row, refusal.column, refusal.code, said)
