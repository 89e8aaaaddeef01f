"""The score of a city or region with its parts and its functions, as the overview begins with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.bands import AxisBand
from components.charts.sparkline import sparkline
from components.formatting.completeness import Completeness, completeness_words, reported_beside
from components.formatting.lists import list_of
from components.formatting.numbers import DisplayValue, change, digits, number, plain, status_mark
from components.formatting.score_changes import both_changes, change_months
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.leadership.score_caps import cap_list
from indicators.compute.score_changes import ScoreChanges

MONTHS = 13
LIMITS = (60, 80)  # where the words of a score change


@dataclass(frozen=True)
class FunctionScore:
    """A function's newest score with its monthly history, and how many of its indicators have each status.

    `moved` is what it did to the whole since the month before, in points; `bands` are the months, of those shown, in
    which a veto kept it down.
    """

    name: str
    href: str
    figure: DisplayValue
    series: Sequence[float | None]
    changes: ScoreChanges
    counts: tuple[int, int, int, int]
    completeness: Completeness
    bands: Sequence[AxisBand]
    moved: float | None = None


@dataclass(frozen=True)
class CityScore:
    """A score with its monthly history and its functions; `change` since the month before is the sum of theirs.

    `vetoes` are the names of the indicators that cap a function, `bands` the months, of those shown, with a cap.
    """

    title: str
    figure: DisplayValue
    series: Sequence[float | None]
    changes: ScoreChanges
    vetoes: Sequence[str]
    functions: Sequence[FunctionScore]
    completeness: Completeness
    bands: Sequence[AxisBand]
    change: float | None = None


def city_score(view: View, shown: CityScore) -> list[Component]:
    """The content of the panel."""
    names = list_of(view, shown.vetoes)
    how = view.translate("overview.score.veto", names=names) if names else view.translate("overview.score.how")
    return [
        html.Div(html.H2(shown.title), className="panel-head"),
        html.Div(
            className="city-score",
            children=[
                number(view, shown.figure, view.translate("overview.score"), "num-huge"),
                html.Div(
                    [status_mark(view, shown.figure.status), *both_changes(view, shown.changes)], className="city-side"
                ),
            ],
        ),
        _scale(view, shown.figure),
        html.P(completeness_words(view, shown.completeness), className="note"),
        html.P(how, className="note"),
        cap_list(view, shown.bands),
        _functions(view, shown),
    ]


def _scale(view: View, figure: DisplayValue) -> RawHtml:
    """Where the score stands between 0 and 100, with the limits of its words."""
    value = min(max(figure.value or 0.0, 0.0), 100.0)
    ticks = "".join(f'<i class="tick" style="left:{limit}%"></i>' for limit in LIMITS)
    names = "".join(f'<span style="left:{limit}%" data-number="scale">{limit}</span>' for limit in (*LIMITS, 100))
    label = view.translate("overview.score.scale", value=digits(figure.value, 0))
    return RawHtml(
        f'<div class="score-scale" role="img" aria-label="{label}"><div class="bar bar-{figure.status}">'
        f'<i class="fill" style="width:{value:.1f}%"></i>{ticks}</div>{names}</div>'
    )


def _functions(view: View, shown: CityScore) -> Component:
    """The functions one below the other: score, what each did to the whole, course, how many are off track."""
    heads = ("function", "score", "moved", "than_year", "course", "off")
    reach = max((abs(one.moved or 0.0) for one in shown.functions), default=0.0)
    rows = [_function(view, one, reach) for one in shown.functions]
    total = html.Tr(
        className="total",
        children=[
            html.Th(view.translate("overview.col.sum"), scope="row", colSpan="2"),
            html.Td(_points(shown.change), colSpan="4", className="moved"),
        ],
    )
    return html.Table(
        className="function-table",
        children=[
            html.Thead(html.Tr([html.Th(view.translate(f"overview.col.{head}"), scope="col") for head in heads])),
            html.Tbody([*rows, total if shown.change is not None else None]),
        ],
    )


def _function(view: View, one: FunctionScore, reach: float) -> Component:
    off = html.Span(f"{one.counts[3]} / {sum(one.counts)}", **{"data-number": "off"})
    trend = view.translate("overview.trend", name=one.name)
    return html.Tr(
        [
            html.Th([html.A(one.name, href=one.href), reported_beside(view, one.completeness)], scope="row"),
            html.Td([status_mark(view, one.figure.status, words=False), plain(view, one.figure, one.name)]),
            html.Td([_moved_bar(one.moved, reach), _points(one.moved)], className="moved"),
            html.Td(change(view, one.changes.year.delta, "higher"), title=change_months(view, one.changes.year)),
            html.Td(sparkline(one.series[-MONTHS:], trend, 96, 26, bands=one.bands), className="course"),
            html.Td(off),
        ]
    )


def _moved_bar(moved: float | None, reach: float) -> RawHtml:
    """A bar from the middle, to the left for a loss."""
    width = 50 * abs(moved or 0.0) / reach if reach else 0.0
    kind, left = ("loss", 50 - width) if (moved or 0.0) < 0 else ("gain", 50.0)
    place = f"left:{left:.1f}%;width:{width:.1f}%"
    return RawHtml(f'<i class="moved-bar" aria-hidden="true"><i class="{kind}" style="{place}"></i></i>')


def _points(moved: float | None) -> Component:
    return html.Span(digits(moved, 1, sign=True), **{"data-number": "moved"})
