"""The numbers for programs: `/api/v1`, described by OpenAPI. Bad input is answered with a reason, never a trace."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, astuple

from flask import Blueprint, Flask, Response, jsonify, request

from components.tables.exports import FORMATS
from indicators.calendar.periods import Grain, Period
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from queries.request_context import RequestContext
from web.api.openapi import PREFIX, description
from web.api.operations import ApiRequest, Operation
from web.api.parameters import ApiRefusal, NoParameters, OneIndicator, ValuesOfOne
from web.api.terms import (
    BASES,
    HEADS,
    STATUSES,
    BothLanguages,
    DefinitionAnswer,
    IndicatorsAnswer,
    IndicatorSummary,
    JudgementAnswer,
    NewestValue,
    ValueRow,
    ValuesAnswer,
)

OpenContext = Callable[[str | None], RequestContext]
Taken = Callable[[RequestContext, str], None]


def offer(server: Flask, open_context: OpenContext, taken: Taken = lambda context, what: None) -> None:
    """Put the interface on `server`; `taken` is told of every table that somebody takes away."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    for operation in OPERATIONS:
        operation.put(api, open_context, taken)

    @api.get("/openapi.json")
    def openapi() -> Response:
        context = open_context(None)
        NoParameters.read(request.args, {}, context)
        regions = context.seen(context.catalogue.regions.codes)
        return jsonify(description(OPERATIONS, {"region": regions}, {"id": list(context.catalogue.indicators)[:3]}))

    @api.get("/<path:rest>")
    def nothing(rest: str) -> Response:
        raise ApiRefusal("not-found", f"there is no {rest[:80]!r} here", 404)

    api.register_error_handler(ApiRefusal, lambda e: (jsonify(error=e.code, reason=e.reason), e.status))
    server.register_blueprint(api)


def catalogue(question: ApiRequest[NoParameters]) -> Response:
    """The list of indicators."""
    listed = [_summary(name, one) for name, one in question.now.catalogue.indicators.items()]
    return jsonify(IndicatorsAnswer(indicators=listed))


def definition(question: ApiRequest[OneIndicator]) -> Response:
    """One indicator: everything of its definition, and where it stands."""
    name = question.asked.id
    context = question.at(question.asked.as_of)
    cell = context.reader.cell(context.scope, context.version, name, context.home)
    indicator = context.catalogue.indicators[name]
    answer = DefinitionAnswer(
        id=name,
        name=BothLanguages.of(indicator.name),
        unit=BothLanguages.of(indicator.unit),
        targets=[target.model_dump() for target in context.catalogue.targets_of(name)],
        newest=None if cell is None else _newest(cell),
    )
    return jsonify({**indicator.model_dump(), **asdict(answer)})


def values(question: ApiRequest[ValuesOfOne]) -> Response:
    """One indicator's values, as JSON or as a table."""
    asked, form = question.asked, question.asked.format or _accepted()
    context = question.at(asked.as_of)
    indicator = context.catalogue.indicators[asked.id]
    region, grain = asked.region or question.now.home, asked.grain or Grain(indicator.grain)
    rows = _rows(context, indicator, asked, region, grain)
    if form == "json":
        return jsonify(
            ValuesAnswer(indicator=asked.id, region=region, grain=grain.value, version=context.version, values=rows)
        )
    question.take_away(context, f"{asked.id} {region} {form}")
    return _table(rows, form, f"{asked.id}-{region}-{grain.value}", asked.id)


OPERATIONS: tuple[Operation[NoParameters] | Operation[OneIndicator] | Operation[ValuesOfOne], ...] = (
    Operation("/indicators", "All indicators", NoParameters, IndicatorsAnswer, catalogue, (400, 503)),
    Operation(
        "/indicators/{id}",
        "One indicator's definition, targets and newest value",
        OneIndicator,
        DefinitionAnswer,
        definition,
        (400, 404, 429, 503),
    ),
    Operation(
        "/indicators/{id}/values",
        "One indicator's values in a region",
        ValuesOfOne,
        ValuesAnswer,
        values,
        (400, 404, 422, 429, 503),
        tables=True,
    ),
)


def _summary(name: str, indicator: Indicator) -> IndicatorSummary:
    return IndicatorSummary(
        id=name,
        name=BothLanguages.of(indicator.name),
        unit=BothLanguages.of(indicator.unit),
        goal=indicator.goal,
        function=indicator.function,
        topic=indicator.topic,
        grain=indicator.grain,
        level=indicator.level,
        better=indicator.better,
        href=f"{PREFIX}/indicators/{name}",
    )


def _newest(cell: IndicatorValue) -> NewestValue:
    judged = cell.judgement
    said = JudgementAnswer(
        judged.code,
        STATUSES[judged.level],
        STATUSES[judged.now],
        judged.held,
        judged.aim,
        judged.short,
        judged.side,
        judged.short_run,
    )
    return NewestValue(cell.period, cell.value, STATUSES[cell.status], BASES[cell.basis], said)


def _accepted() -> str:
    """The format that the Accept header asks for."""
    by_media = {"application/json": "json"} | {each.media: name for name, each in FORMATS.items()}
    return by_media[request.accept_mimetypes.best_match([*by_media], default="application/json")]


def _rows(
    context: RequestContext, indicator: Indicator, asked: ValuesOfOne, region: int, grain: Grain
) -> list[ValueRow]:
    series = context.reader.series(context.scope, context.version, asked.id, region, grain.value)
    return [
        ValueRow(
            indicator=asked.id,
            region=region,
            period=label,
            value=_number(series.value[n]),
            numerator=_number(series.numerator[n]),
            denominator=_number(series.denominator[n]),
            expected=_number(series.expected[n]),
            status=STATUSES[series.status[n]],
            basis=BASES[series.basis[n]],
            unit=indicator.unit.zh,
        )
        for n, label in enumerate(series.periods)
        if math.isfinite(series.value[n]) and _within(Period.parse(label), asked.first, asked.last)
    ]


def _within(period: Period, first: Period | None, last: Period | None) -> bool:
    """A bound may be of any length: `from=2024` begins with the first month of that year."""
    begun = first is None or period.first_day() >= first.first_day()
    return begun and (last is None or period.last_day() <= last.last_day())


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _table(rows: list[ValueRow], form: str, file: str, sheet: str) -> Response:
    chosen = FORMATS[form]
    answer = Response(chosen.write(HEADS, [astuple(row) for row in rows], sheet), mimetype=chosen.media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}.{form}"'
    return answer
