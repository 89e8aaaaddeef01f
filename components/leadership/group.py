"""A group of indicators (a function, a topic) as a whole: score, parts, history, regions compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.bands import AxisBand
from components.charts.bullet import bar, stack
from components.charts.trend import Trend, trend_svg
from components.formatting.completeness import completeness_of, completeness_words, reported_beside
from components.formatting.display_values import points, score_value, status_name
from components.formatting.lists import side_by_side
from components.formatting.numbers import DisplayValue, digits, number, plain, status_mark
from components.formatting.score_changes import both_changes
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.indicator_row import IndicatorLine
from components.leadership.score_caps import cap_list, capped_months
from components.tables.accessible_table import accessible_table, table
from indicators.compute.results import GroupScore
from indicators.compute.score_changes import ScoreChanges
from indicators.scoring.score import score_status

SHOWN = 24  # months in the table twin
TOP = 6  # parts named one by one; the rest is summed up


@dataclass(frozen=True)
class Group:
    """What the head of a group's screen shows. `regions` are the same group in other regions, with their names."""

    title: str
    score: GroupScore
    changes: ScoreChanges
    part_names: dict[str, str]
    regions: Sequence[tuple[str, str, GroupScore]]
    demo: bool


@dataclass(frozen=True)
class GroupPage:
    """A group of a kind (function | topic) with its indicators.

    `siblings` are all groups of the kind: name, address, and whether it is this one.
    """

    kind: str
    siblings: Sequence[tuple[str, str, bool]]
    group: Group
    lines: Sequence[IndicatorLine]


def switcher(view: View, page: GroupPage) -> Component:
    """Links to all groups of the kind."""
    chips = [
        html.A(name, href=href, **({"aria-current": "page"} if here else {})) for name, href, here in page.siblings
    ]
    return html.Nav(chips, className="chips switcher", **{"aria-label": view.translate(f"{page.kind}.all")})


def figure_of(score: GroupScore, demo: bool) -> DisplayValue:
    """A group's newest score as a figure."""
    status = status_name(score_status(score.latest))
    return score_value(score.kind, score.subject, score.region, score.periods[-1].id, score.latest, status, demo)


def head(view: View, group: Group) -> Component:
    """Score with parts, history, and the regions beside each other."""
    return html.Div(
        className="group-head", children=[_score(view, group), _history(view, group), _regions(view, group)]
    )


def _score(view: View, group: Group) -> Component:
    score = group.score
    shown = figure_of(score, group.demo)
    named = [
        (group.part_names.get(part.id, view.translate(f"group.part.{part.id}") if part.id == "veto" else part.id), part)
        for part in sorted(score.parts, key=lambda part: -abs(part.points))
        if part.points
    ]
    rest = round(sum(part.points for _, part in named[TOP:]), 1)
    listed: list[Any] = [
        html.Li(
            [
                html.Span(name),
                html.Span("" if part.score is None else digits(part.score, 0), **{"data-number": "part"}),
                html.B(digits(part.points), **{"data-number": "part"}),
            ]
        )
        for name, part in named[:TOP]
    ]
    if len(named) > TOP:
        words = view.translate("group.part.rest", count=len(named) - TOP)
        listed.append(html.Li([html.Span(words), html.Span(), html.B(digits(rest), **{"data-number": "part"})]))
    counts = view.translate(
        "group.counts", on=score.counts[1], watch=score.counts[2], off=score.counts[3], unknown=score.counts[0]
    )
    return panel(
        view.translate("group.score"),
        html.Div(
            className="group-score",
            children=[
                number(view, shown, group.title, "num-huge"),
                html.Div(
                    className="city-side",
                    children=both_changes(view, group.changes),
                ),
            ],
        ),
        stack([(name, part.points) for name, part in named if part.points > 0], view.translate("group.parts")),
        html.P(completeness_words(view, completeness_of(score)), className="note"),
        html.P(counts, className="note"),
        html.Ul(listed, className="parts", **{"aria-label": view.translate("group.parts")}),
        aside=status_mark(view, shown.status),
    )


def _history(view: View, group: Group) -> Component:
    score = group.score
    labels, values = [p.id for p in score.periods], points(score.score)
    first = next((n for n, value in enumerate(values) if value is not None), 0)
    bands = capped_months(view, score, group.part_names, len(labels) - first)
    trend = Trend(labels[first:], values[first:], view.translate("group.score"), "", 0, bands=bands)
    known = [v for v in values if v is not None]
    words = view.translate(
        "group.history",
        name=group.title,
        first=digits(known[0] if known else None, 0),
        last=digits(known[-1] if known else None, 0),
        period=labels[-1],
    )
    rows = [
        [label, plain(view, _past(group, label, value), group.title), _cap_at(view, bands, index)]
        for index, (label, value) in list(enumerate(zip(labels[first:], values[first:], strict=True)))[
            : -SHOWN - 1 : -1
        ]
    ]
    return panel(
        view.translate("group.history.title"),
        trend_svg(trend, words),
        accessible_table(
            view.translate("overview.map.table"),
            table(words, [view.translate(f"group.{head}") for head in ("month", "score", "cap")], rows, numeric=(1,)),
        ),
        cap_list(view, bands),
    )


def _cap_at(view: View, bands: Sequence[AxisBand], index: int) -> str:
    """What kept the score down in a month of the history; nothing where nothing did."""
    return side_by_side(view, (band.words for band in bands if band.first <= index <= band.last))


def _past(group: Group, period: str, value: float | None) -> DisplayValue:
    """The group's score in an earlier month."""
    status = status_name(score_status(value))
    score = group.score
    shown = score_value(score.kind, score.subject, score.region, period, value, status, group.demo)
    return replace(shown, decimals=1)


def _regions(view: View, group: Group) -> Component:
    ordered = sorted(group.regions, key=lambda item: -(item[2].latest if item[2].latest is not None else -1))
    items = []
    for name, href, score in ordered:
        shown = figure_of(score, group.demo)
        items.append(
            html.Li(
                [
                    html.A(name, href=href),
                    bar(score.latest, 80, shown.status, f"{name} {digits(score.latest, 0)}"),
                    html.Span([plain(view, shown, name), reported_beside(view, completeness_of(score))]),
                    status_mark(view, shown.status),
                ]
            )
        )
    return panel(view.translate("group.regions"), html.Ol(items, className="ranks"), aside=view.translate("group.line"))
