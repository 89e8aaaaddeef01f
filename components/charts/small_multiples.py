"""The same picture several times, one for each subject, so that they can be compared: one line stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.axis import SMALL, small_chart
from components.charts.bands import AxisBand, shaded
from components.formatting.numbers import DisplayValue, plain, status_mark
from components.framework.raw_html import RawHtml
from components.framework.view import View

WIDTH, HEIGHT = float(SMALL), 96.0
ON_TRACK = 80.0
Values = Sequence[float | None]


@dataclass(frozen=True)
class SmallMultiple:
    """One of the pictures: its subject, where it leads, its figure, a remark, its own line and those of the peers.

    `words` says in a sentence what the picture shows. `bands` are shaded, by places among the values of its own line.
    """

    title: str
    href: str
    figure: DisplayValue
    remark: str
    own: Values
    peers: Sequence[Values]
    words: str
    bands: Sequence[AxisBand] = ()


def multiples(view: View, shown: Sequence[SmallMultiple]) -> Component:
    """The pictures side by side, all on one scale."""
    low, high = _scale([line for one in shown for line in (one.own, *one.peers)])
    return html.Ul(className="multiples", children=[html.Li(_one(view, one, low, high)) for one in shown])


def _scale(lines: Sequence[Values]) -> tuple[float, float]:
    """Whole tens around all values and the line of 80."""
    known = [value for line in lines for value in line if value is not None]
    low, high = min([*known, ON_TRACK]), max([*known, ON_TRACK])
    return low // 10 * 10, min(-(-high // 10) * 10, 100.0)


def _one(view: View, one: SmallMultiple, low: float, high: float) -> list[Any]:
    return [
        html.A(
            className="multiple-head",
            href=one.href,
            children=[
                html.Span(one.title, className="name"),
                plain(view, one.figure, one.title),
                status_mark(view, one.figure.status, words=False),
            ],
        ),
        _picture(one, low, high),
        html.Small(one.remark, className="note"),
    ]


def _picture(one: SmallMultiple, low: float, high: float) -> RawHtml:
    span = high - low or 1.0

    def height(value: float) -> float:
        return 6 + (HEIGHT - 12) * (1 - (value - low) / span)

    lines = "".join(f'<path class="peer" d="{_path(line, height)}"/>' for line in one.peers)
    step = (WIDTH - 12) / max(len(one.own) - 1, 1)
    behind = shaded(one.bands, lambda index: 6 + index * step, 6, HEIGHT - 12)
    level = height(ON_TRACK)
    last = next((value for value in reversed(one.own) if value is not None), None)
    dot = "" if last is None else f'<circle cx="{WIDTH - 6:.1f}" cy="{height(last):.1f}" r="3.5"/>'
    content = (
        f"{behind}"
        f'<line x1="6" x2="{WIDTH - 6:.0f}" y1="{level:.1f}" y2="{level:.1f}"/>{lines}'
        f'<text x="4" y="{level - 3:.1f}">{ON_TRACK:.0f}</text>'
        f'<path class="own" d="{_path(one.own, height)}"/>{dot}'
    )
    return small_chart("multiple", one.words, HEIGHT, content)


def _path(line: Values, height: Any) -> str:
    step = (WIDTH - 12) / max(len(line) - 1, 1)
    parts, pen = [], "M"
    for index, value in enumerate(line):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{6 + index * step:.1f} {height(value):.1f}")
        pen = "L"
    return "".join(parts)
