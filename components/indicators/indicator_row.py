"""One indicator on one line: name, value, target, how far on its path, spark, status, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import bar
from components.charts.sparkline import sparkline
from components.formatting.display_values import display_value, points, status_name, unit
from components.formatting.judgements import judgement_mark, sentence
from components.formatting.numbers import digits, number
from components.framework.view import View
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.scoring.status import Status


@dataclass(frozen=True)
class IndicatorLine:
    """What a row shows: the newest cell, its definition, and the values of the last periods."""

    cell: IndicatorValue
    indicator: Indicator
    recent: Sequence[float]


def rows(view: View, lines: Sequence[IndicatorLine], why: bool = True) -> Component:
    """Indicators one below the other."""
    return html.Ul(className="rows rows-two", children=[html.Li(_row(view, line, why)) for line in lines])


def worst_first(lines: Sequence[IndicatorLine]) -> list[IndicatorLine]:
    """Off track first, then watch, then unknown, then on track; within a status the widest gap first."""
    order = {Status.OFF_TRACK: 0, Status.WATCH: 1, Status.UNKNOWN: 2, Status.ON_TRACK: 3}
    return sorted(lines, key=lambda line: (order[Status(line.cell.status)], line.cell.gap or 0.0, line.cell.indicator))


def _row(view: View, line: IndicatorLine, why: bool) -> list[Any]:
    cell, indicator = line.cell, line.indicator
    name = view.localise(indicator.name)
    return [
        html.Div(
            className="row-name",
            children=[
                html.A(
                    name, href=view.href(f"/indicators/{cell.indicator}", region=str(cell.region)), className="name"
                ),
                html.Small(sentence(view, indicator, cell.value, cell.judgement), className="why") if why else None,
            ],
        ),
        number(view, display_value(view, indicator, cell), name, "row-value"),
        html.Div(
            className="row-path",
            children=[html.Small(target_words(view, indicator, cell)), _bullet(view, indicator, cell)],
        ),
        sparkline(points(line.recent), view.translate("row.trend", name=name), 96, 26),
        judgement_mark(view, cell.judgement),
    ]


def target_words(view: View, indicator: Indicator, cell: IndicatorValue) -> Any:
    """The target with its year and the mark of who set it."""
    if indicator.band is not None:
        low, high = (digits(edge, indicator.decimals) for edge in indicator.band)
        return view.translate("row.band", low=low, high=high, unit=unit(view, indicator))
    if cell.target_value is None:
        return view.translate("row.no_target")
    value = digits(cell.target_value, indicator.decimals) + unit(view, indicator)
    kind = cell.target_kind or "demo"
    return [
        view.translate("row.target", value=value, year=cell.target_period),
        " ",
        html.Span(
            view.translate(f"target.{kind}.short"),
            className=f"basis basis-{kind}",
            title=view.translate(f"target.{kind}"),
        ),
    ]


def _bullet(view: View, indicator: Indicator, cell: IndicatorValue) -> Any:
    """How much of the way is done, with a line where the path says it should be."""
    if cell.attainment is None or cell.expected is None or cell.baseline is None or cell.target_value is None:
        return None
    should = (cell.expected - cell.baseline) / (cell.target_value - cell.baseline) * 100
    words = view.translate("row.bullet", done=digits(cell.attainment, 0), should=digits(should, 0))
    return bar(cell.attainment, should, status_name(cell.status), words)
