"""Regions ranked by one indicator: bars on one scale, the expected value as a line, each with its status."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import scaled_bar
from components.formatting.numbers import DisplayValue, number, shown, status_mark
from components.framework.view import View


@dataclass(frozen=True)
class RankedValues:
    """The regions' figures, best first, on a scale from `low` to `high`; `expected` is marked where it is common."""

    figures: tuple[DisplayValue, ...]
    low: float
    high: float
    expected: float | None


def rank(figures: Sequence[DisplayValue], better: str, expected: float | None) -> RankedValues:
    """Order the figures by what is better (the largest first where nothing is) and find their scale.

    The scale holds 0 unless all values lie so close together that bars from 0 would look the same; regions without a
    value come last.
    """
    known = [f.value for f in figures if f.value is not None]
    ends = [*known, *([expected] if expected is not None else [])]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    sign = 1 if better == "lower" else -1
    ordered = sorted(figures, key=lambda f: (f.value is None, sign * (f.value or 0.0)))
    floor, top = _floor(low, high), max(high, 0.0)
    return RankedValues(tuple(ordered), floor, top if top > floor else floor + 1.0, expected)


def _floor(low: float, high: float) -> float:
    """Where the scale starts: 0 or below, or a round number a little below values that differ by less than a third."""
    if low <= 0:
        return low
    if high - low > high / 3:
        return 0.0
    room = max((high - low) * 1.5, high * 0.01)
    size = float(10.0 ** math.floor(math.log10(room)))
    return max(0.0, math.floor((low - room) / size) * size)


def ranked(
    view: View,
    ranks: RankedValues,
    names: Mapping[int, str],
    hrefs: Mapping[int, str],
    swap: str | None = None,
    here: int | None = None,
) -> Component:
    """The bars. A name with an address in `hrefs` is a link, taken over for the store `swap`; `here` is marked."""
    return html.Ol(
        className="ranked", children=[_row(view, ranks, figure, names, hrefs, swap, here) for figure in ranks.figures]
    )


def _row(
    view: View,
    ranks: RankedValues,
    figure: DisplayValue,
    names: Mapping[int, str],
    hrefs: Mapping[int, str],
    swap: str | None,
    here: int | None,
) -> Component:
    name = names[figure.region]
    words = f"{name} {shown(view, figure)}{figure.unit}"
    link = {"data-swap": swap} if swap else {}
    marked = {"aria-current": "true"} if figure.region == here else {}
    label = (
        html.A(name, href=hrefs[figure.region], className="link", **link, **marked)
        if figure.region in hrefs
        else html.Span(name, **marked)
    )
    drawn = scaled_bar(figure.value, ranks.low, ranks.high, ranks.expected, figure.status, words)
    return html.Li([label, drawn, number(view, figure, name), status_mark(view, figure.status)])
