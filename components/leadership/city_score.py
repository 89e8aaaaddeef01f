"""The score of a city or region with its parts and its functions, as the overview begins with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import stack
from components.charts.sparkline import spark
from components.formatting.lists import list_of
from components.formatting.numbers import DisplayValue, digits, number, plain, status_mark
from components.formatting.score_changes import both_changes, compared
from components.framework.panel import panel
from components.framework.view import View
from indicators.compute.score_changes import ScoreChanges

MONTHS = 24


@dataclass(frozen=True)
class FunctionScore:
    """A function's newest score with its monthly history, and how many of its indicators have each status."""

    name: str
    href: str
    figure: DisplayValue
    series: Sequence[float | None]
    changes: ScoreChanges
    counts: tuple[int, int, int, int]


@dataclass(frozen=True)
class CityScore:
    """A score with its monthly history, its parts (name, points), and its functions.

    `vetoes` are the names of the indicators that cap a function.
    """

    title: str
    figure: DisplayValue
    series: Sequence[float | None]
    changes: ScoreChanges
    parts: Sequence[tuple[str, float]]
    vetoes: Sequence[str]
    functions: Sequence[FunctionScore]


def city_score(view: View, shown: CityScore, below: Any) -> Component:
    """The panel; `below` stands under the functions."""
    parts = "，".join(f"{name} {digits(share)}" for name, share in shown.parts)
    names = list_of(view, shown.vetoes)
    how = view.translate("overview.score.veto", names=names) if names else view.translate("overview.score.how")
    return panel(
        shown.title,
        html.Div(
            className="city-score",
            children=[
                number(view, shown.figure, view.translate("overview.score"), "num-huge"),
                html.Div(
                    className="city-side",
                    children=[
                        *both_changes(view, shown.changes),
                        spark(
                            shown.series[-MONTHS:],
                            view.translate("overview.trend", name=view.translate("overview.score")),
                            160,
                            32,
                        ),
                    ],
                ),
            ],
        ),
        stack(list(shown.parts), view.translate("overview.score.parts", parts=parts)),
        html.P(how, className="note"),
        html.Ul(className="function-list", children=[_function(view, one) for one in shown.functions]),
        below,
        aside=status_mark(view, shown.figure.status),
        className="overview-city",
    )


def _function(view: View, shown: FunctionScore) -> Component:
    off = view.translate("overview.off", off=shown.counts[3], all=sum(shown.counts))
    return html.Li(
        html.A(
            className="row",
            href=shown.href,
            children=[
                html.Span(
                    className="name",
                    children=[
                        html.Span(shown.name),
                        html.Small([html.Span(off), compared(view, shown.changes.year)]),
                    ],
                ),
                spark(shown.series[-MONTHS:], view.translate("overview.trend", name=shown.name)),
                plain(view, shown.figure, shown.name),
                status_mark(view, shown.figure.status),
            ],
        )
    )
