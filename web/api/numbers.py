"""The numbers for programs: `/api/v1`, described by OpenAPI. Bad input is answered with a reason, never a trace."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request

from access.authorization.rights import decide
from components.tables.exports import FORMATS, Cell
from data.core.clock import parse_moment
from indicators.calendar.periods import Grain, Period, PeriodError
from indicators.definitions.model import Indicator
from indicators.scoring.judgement import Judgement
from queries.request_context import RequestContext
from web.api.openapi import description
from web.api.terms import BASES, GRAINS, HEADS, NUMBERS, STATUSES

OpenDesk = Callable[[str | None], RequestContext]
Taken = Callable[[RequestContext, str], None]


class BadRequest(Exception):
    """What was asked cannot be answered: a code for programs, a sentence for people, the HTTP status."""

    def __init__(self, code: str, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.code, self.reason, self.status = code, reason, status


@dataclass(frozen=True)
class Question:
    """What of an indicator's values is asked for: periods that lie between `first` and `last`, both included."""

    region: int
    grain: Grain
    first: Period | None
    last: Period | None
    as_of: str | None
    form: str


def offer(server: Flask, open_context: OpenDesk, taken: Taken = lambda context, what: None) -> None:
    """Put the interface on `server`; `taken` is told of every table that somebody takes away."""

    def _take_away(context: RequestContext, what: str) -> None:
        decision = decide(context.actor, "export")
        if not decision.allowed:
            raise BadRequest(decision.reason, "tables are taken away by those who have the right to", 403)
        taken(context, what)

    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.get("/openapi.json")
    def openapi() -> Response:
        _only(set())
        context = open_context(None)
        return jsonify(description(context.seen(context.catalogue.regions.codes), list(context.catalogue.indicators)))

    @api.get("/indicators")
    def catalogue() -> Response:
        _only(set())
        context = open_context(None)
        return jsonify(indicators=[_summary(name, i) for name, i in context.catalogue.indicators.items()])

    @api.get("/indicators/<name>")
    def definition(name: str) -> Response:
        _only({"as_of"})
        moment, now = _as_of(), open_context(None)
        indicator = _indicator(now, name)  # refused before anything is computed for it
        context = open_context(moment) if moment else now
        cell = context.reader.cell(context.scope, context.version, name, context.home)
        targets = [target.model_dump() for target in context.catalogue.targets_of(name)]
        newest = (
            None
            if cell is None
            else {
                "period": cell.period,
                "value": cell.value,
                "status": STATUSES[cell.status],
                "judgement": _judged(cell.judgement),
                "basis": BASES[cell.basis],
            }
        )
        return jsonify(id=name, **indicator.model_dump(), targets=targets, newest=newest)

    @api.get("/indicators/<name>/values")
    def values(name: str) -> Response:
        _only({"region", "grain", "from", "to", "as_of", "format"})
        moment, now = _as_of(), open_context(None)
        indicator = _indicator(now, name)
        question = _question(now, indicator)  # refused before anything is computed for it
        context = open_context(moment) if moment else now
        rows = _rows(context, name, indicator, question)
        if question.form != "json":
            _take_away(context, f"{name} {question.region} {question.form}")
        return _answer(name, question, rows, context.version)

    @api.get("/<path:rest>")
    def nothing(rest: str) -> Response:
        raise BadRequest("not-found", f"there is no {rest[:80]!r} here", 404)

    api.register_error_handler(BadRequest, lambda e: (jsonify(error=e.code, reason=e.reason), e.status))
    server.register_blueprint(api)


def _judged(judged: Judgement) -> dict[str, Any]:
    """What the screens say of a value, for programs."""
    return {
        "code": judged.code,
        "level": STATUSES[judged.level],
        "now": STATUSES[judged.now],
        "held": judged.held,
        "aim": judged.aim,
        "short": judged.short,
        "side": judged.side,
        "periods_short": judged.short_run,
    }


def _only(known: set[str]) -> None:
    unknown = sorted(set(request.args) - known)
    if unknown:
        raise BadRequest("unknown-parameter", f"there is no parameter {unknown[0]!r} here")
    for name in request.args:
        if len(request.args.getlist(name)) > 1:
            raise BadRequest("repeated-parameter", f"{name} was given more than once")


def _as_of() -> str | None:
    text = request.args.get("as_of")
    if text is None:
        return None
    if parse_moment(text) is None:
        raise BadRequest("bad-as-of", "as_of is a day (2025-03-03) or a local time (2025-03-03T08:00)")
    return text


def _indicator(context: RequestContext, name: str) -> Indicator:
    found = context.catalogue.indicators.get(name)
    if found is None:
        raise BadRequest("unknown-indicator", f"there is no indicator {name!r}", 404)
    return found


def _summary(name: str, indicator: Indicator) -> dict[str, Any]:
    return {
        "id": name,
        "name": indicator.name.model_dump(),
        "unit": indicator.unit.model_dump(),
        "goal": indicator.goal,
        "function": indicator.function,
        "topic": indicator.topic,
        "grain": indicator.grain,
        "level": indicator.level,
        "better": indicator.better,
        "href": f"/api/v1/indicators/{name}",
    }


def _question(context: RequestContext, indicator: Indicator) -> Question:
    grain = _choice("grain", str(indicator.grain), GRAINS)
    first, last = (_period(name) for name in ("from", "to"))
    if first and last and first.first_day() > last.last_day():
        raise BadRequest("from-after-to", "`from` lies after `to`", 422)
    return Question(_region(context), Grain(grain), first, last, request.args.get("as_of"), _form())


def _region(context: RequestContext) -> int:
    text = request.args.get("region", str(context.home))
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or not _seen(context, int(text)):
        raise BadRequest("unknown-region", "region is the official code of the city, a district or a town")
    return int(text)


def _seen(context: RequestContext, region: int) -> bool:
    return region in context.catalogue.regions and context.scope.permits(region)


def _choice(name: str, default: str, known: Sequence[str]) -> str:
    text = request.args.get(name, default)
    if text not in known:
        raise BadRequest(f"bad-{name}", f"{name} is one of {', '.join(known)}")
    return text


def _period(name: str) -> Period | None:
    """A bound may be of any length: `from=2024` begins with the first month of that year."""
    text = request.args.get(name)
    try:
        period = None if text is None else Period.parse(text)
        return period if period is None or period.first_day() else None
    except PeriodError as error:
        raise BadRequest("bad-period", str(error)) from None


def _form() -> str:
    if "format" in request.args:
        return _choice("format", "json", ["json", *FORMATS])
    by_media = {"application/json": "json"} | {each.media: name for name, each in FORMATS.items()}
    return by_media[request.accept_mimetypes.best_match([*by_media], default="application/json")]


def _rows(context: RequestContext, name: str, indicator: Indicator, question: Question) -> list[dict[str, Cell]]:
    series = context.reader.series(context.scope, context.version, name, question.region, question.grain.value)
    rows: list[dict[str, Cell]] = []
    for n, label in enumerate(series.periods):
        period = Period.parse(label)
        if question.first and period.first_day() < question.first.first_day():
            continue
        if question.last and period.last_day() > question.last.last_day():
            continue
        if not math.isfinite(series.value[n]):
            continue
        numbers = {key: _number(getattr(series, key)[n]) for key in NUMBERS}
        rows.append(
            {
                "indicator": name,
                "region": question.region,
                "period": label,
                **numbers,
                "status": STATUSES[series.status[n]],
                "basis": BASES[series.basis[n]],
                "unit": indicator.unit.zh,
            }
        )
    return rows


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _answer(name: str, question: Question, rows: list[dict[str, Cell]], version: int) -> Response:
    if question.form == "json":
        return jsonify(indicator=name, region=question.region, grain=question.grain.value, version=version, values=rows)
    table = [[row[head] for head in HEADS] for row in rows]
    chosen = FORMATS[question.form]
    answer = Response(chosen.write(HEADS, table, name), mimetype=chosen.media)
    file = f"{name}-{question.region}-{question.grain.value}.{question.form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
