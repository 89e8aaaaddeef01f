"""The large history of an indicator: choices, legend, the drawn picture, the chart to work with, the table twin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.trend import Trend
from components.formatting.dates import period_words
from components.formatting.display_values import unit
from components.formatting.numbers import NO_VALUE, digits, plain, status_mark
from components.formatting.qualifiers import qualified, qualifier_name
from components.framework.view import View
from components.indicators.choice_store import STORE
from components.indicators.history import HistoryChart, HistoryRow
from components.tables.accessible_table import accessible_table, table
from components.tables.exports import FORMATS
from indicators.calendar.periods import Period
from indicators.definitions.model import Indicator


@dataclass(frozen=True)
class IndicatorHistory:
    """An indicator's history in a region (named `place`) at one grain, of those `grains` that hold anything.

    `chart` is None when no value was ever known. `years` are those of the plan's stages, in words; `downloads`:
    whether the visitor may take it away; `wordings` are those of periods whose value does not hold exactly.
    """

    name: str
    indicator: Indicator
    region: int
    place: str
    grains: Sequence[str]
    grain: str
    chart: HistoryChart | None
    years: str
    downloads: bool
    wordings: Mapping[str, int] = field(default_factory=dict)


def trend_head(view: View, shown: IndicatorHistory) -> list[Component]:
    """Heading, the switch between grains, last year or not, the downloads (for those who may), what the lines mean."""
    compare = view.option("compare") == "year"
    switch = [
        html.A(
            view.translate(f"grain.{name}.one"),
            href=view.href(grain=name),
            **{"data-swap": STORE},
            **({"aria-current": "true"} if name == shown.grain else {}),
        )
        for name in shown.grains
    ]
    toggle = html.A(
        view.translate("indicator.compare"),
        href=view.href(compare=None if compare else "year"),
        **{"data-swap": STORE},
        **({"aria-current": "true"} if compare else {}),
    )
    return [
        html.Div(
            className="panel-head",
            children=[
                html.H2(view.translate("indicator.trend")),
                html.Div(
                    className="trend-choices",
                    children=[
                        html.Nav(
                            [*switch], className="chips switch-row", **{"aria-label": view.translate("indicator.grain")}
                        ),
                        html.Div([toggle], className="chips"),
                        html.Div(_downloads(view, shown), className="chips downloads") if shown.downloads else None,
                    ],
                ),
            ],
        ),
        _legend(view, shown.chart.trend, shown.years)
        if shown.chart
        else html.P(view.translate("indicator.trend.none"), className="note"),
    ]


def trend_words(view: View, name: str, place: str, shown: HistoryChart) -> str:
    """What the picture shows, in a sentence."""
    known = [v for v in shown.trend.value if v is not None]
    first, last = (period_words(view, shown.lines[n].figure.period) for n in (-1, 0))
    low, high, latest = (
        digits(v, shown.trend.decimals) + shown.lines[0].figure.unit for v in (min(known), max(known), known[-1])
    )
    return view.translate(
        "indicator.trend.label", name=name, place=place, first=first, last=last, low=low, high=high, latest=latest
    )


def trend_table(view: View, shown: IndicatorHistory) -> Component | None:
    """The table twin: the newest period first. None without any value."""
    if shown.chart is None:
        return None
    name = view.localise(shown.indicator.name)
    heads = [view.translate(f"indicator.col.{key}") for key in ("period", "value", "expected", "earlier", "status")]
    rows = [_line(view, shown.indicator, name, line, shown.wordings) for line in shown.chart.lines]
    return accessible_table(
        view.translate("indicator.table"), table(name, heads, rows, "trend-table", numeric=(1, 2, 3))
    )


def _line(view: View, indicator: Indicator, name: str, line: HistoryRow, wordings: Mapping[str, int]) -> list[Any]:
    def word(period: str) -> str:
        return qualifier_name(wordings.get(period, 0))

    def beside(value: float | None, wording: str = "exact") -> Component:
        text = NO_VALUE if value is None else qualified(view, digits(value, indicator.decimals), wording)
        text += unit(view, indicator) if value is not None else ""
        return html.Span(text, **{"data-number": "beside"})

    return [
        html.Span(line.figure.period, **{"data-number": "period"}),
        plain(view, replace(line.figure, wording=word(line.figure.period)), name),
        beside(line.expected),
        beside(line.earlier, word(Period.parse(line.figure.period).year_earlier().id)),
        status_mark(view, line.figure.status),
    ]


def _downloads(view: View, shown: IndicatorHistory) -> list[Component]:
    as_of = f"&as_of={view.as_of}" if view.as_of else ""
    address = f"/api/v1/indicators/{shown.name}/values?region={shown.region}&grain={shown.grain}{as_of}"
    return [
        html.A(f"{view.translate('indicator.download')} {each.title}", href=f"{address}&format={name}", download="")
        for name, each in FORMATS.items()
    ]


def _legend(view: View, trend: Trend, years: str) -> Component:
    lines = [("value", trend.value_name, trend.value), ("expected", trend.expected_name, trend.expected)]
    lines.append(("earlier", trend.earlier_name, trend.earlier))
    if trend.fan is not None:
        lines.append(("forecast", view.translate("indicator.line.fan"), trend.fan.middle))
    shown = [(kind, name) for kind, name, values in lines if any(v is not None for v in values)]
    shown += [("rival", words) for _, words in trend.rivals]
    return html.Ul(
        className="trend-legend",
        children=[
            *(html.Li([html.I(className=f"key key-{kind}"), name]) for kind, name in shown),
            html.Li([html.I(className="key key-stage"), view.translate("indicator.stages", years=years)])
            if trend.marks
            else None,
        ],
    )
