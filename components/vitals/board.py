"""The city's health with its parts, and the board of the nine kinds of vital signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.sparkline import sparkline
from components.formatting.lists import list_of
from components.formatting.numbers import digits
from components.framework.live import age
from components.framework.view import View
from components.maps.levels import level_mark
from components.tables.accessible_table import accessible_table, table
from components.vitals.signs import SignDisplayValue, level_counts, sign_number, sign_value, source_line


@dataclass(frozen=True)
class WorstSign:
    """The sign of a kind that stands worst: its name, its value, and where."""

    name: str
    figure: SignDisplayValue
    place: str


@dataclass(frozen=True)
class KindRow:
    """A kind on the board: health over the last 24 hours, what stands worst, counts by level, how many are silent."""

    id: str
    name: str
    href: str
    health: SignDisplayValue
    day: Sequence[float | None]
    worst: WorstSign | None
    counts: Sequence[tuple[int, int]]
    silent: int
    known: bool


@dataclass(frozen=True)
class RegionHealth:
    """The health of a region: its figure and last day; `parts` are (name, health, points) and add up to it."""

    figure: SignDisplayValue
    day: Sequence[float | None]
    parts: Sequence[tuple[str, float, float]]
    worst: str
    unknown: Sequence[str]


@dataclass(frozen=True)
class HealthBoard:
    """The health and the kinds of a region. `late`: the monitor is silent, and all is as it saw it at `looked_at`."""

    late: bool
    looked_at: datetime | None
    health: RegionHealth
    kinds: Sequence[KindRow]


def health_board(view: View, shown: HealthBoard) -> Component:
    """The health and the nine kinds."""
    return html.Div(
        [
            source_line(view, shown.looked_at if shown.late else None, shown.looked_at),
            *health_panel(view, shown.health),
            board(view, shown.kinds),
        ],
        className="late" if shown.late else None,
    )


def health_panel(view: View, health: RegionHealth) -> list[Any]:
    """The health as one number, the kind that decides half of it, the last day, and the sum."""
    name = view.translate("vitals.health")
    unknown = "vitals.health.unknown" if health.figure.value is not None else "vitals.no-readings"
    worst = view.translate("vitals.health.worst", kind=health.worst) if health.worst else view.translate(unknown)
    day = sparkline(health.day, view.translate("vitals.day", name=name), 160, 32)
    return [
        html.Div(
            [
                sign_number(view, health.figure, name, "num-huge"),
                html.Div(
                    [html.Span(worst), day, html.Small(view.translate("vitals.day.short"))], className="city-side"
                ),
            ],
            className="city-score",
        ),
        _sum(view, health),
        html.P(view.translate("vitals.unknown", names=list_of(view, health.unknown)), className="note")
        if health.unknown
        else None,
    ]


def _sum(view: View, health: RegionHealth) -> Component:
    """The parts of the health, which add up to it."""
    rows = [[name, _count(digits(value, 1)), _count(digits(points, 1))] for name, value, points in health.parts]
    total = [html.B(view.translate("vitals.sum")), "", _count(digits(health.figure.value, 1))]
    heads = [view.translate("vitals.part"), view.translate("vitals.part.health"), view.translate("vitals.part.points")]
    body = table(view.translate("vitals.sum.caption"), heads, [*rows, total], "sums", (1, 2))
    return accessible_table(view.translate("vitals.sum.show"), body)


def _count(text: str) -> Component:
    return html.Span(text, **{"data-number": "part"})


def board(view: View, rows: Sequence[KindRow]) -> Component:
    """The nine kinds."""
    return html.Ul([html.Li(_kind(view, row)) for row in rows], className="kinds")


def _kind(view: View, row: KindRow) -> Component:
    silent = view.translate("vitals.silent", n=row.silent) if row.silent else ""
    counts = [*level_counts(view, row.counts), html.Span(silent, className="silent") if silent else None]
    return html.A(
        [
            html.Span(row.name, className="name"),
            sparkline(row.day, view.translate("vitals.day", name=row.name)),
            sign_value(row.health, "kind-health"),
            html.Span(counts, className="counts"),
            _worst(view, row),
        ],
        href=row.href,
        className="kind-row",
    )


def _worst(view: View, row: KindRow) -> Component:
    worst = row.worst
    if worst is None:
        normal = view.translate("vitals.nothing.known" if row.silent else "vitals.nothing")
        said = [normal] if row.known else [level_mark(view, "unknown"), age(view, row.health.at)]
        return html.Span(said, className="worst")
    figure = worst.figure
    return html.Span(
        [
            level_mark(view, figure.level),
            html.Span(worst.name, className="sign"),
            sign_value(figure),
            html.Span(worst.place, className="place"),
            age(view, figure.at),
        ],
        className="worst",
    )
