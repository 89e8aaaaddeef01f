"""The same history as a Plotly figure (a plain dictionary), for hovering and zooming."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.charts.trend import Fan, Trend, Values, above, late, scale
from components.formatting.numbers import digits
from components.framework.view import Theme


@dataclass(frozen=True)
class ChartColours:
    """The style sheet's colours that the chart cannot take from classes."""

    value: str
    ink: str
    quiet: str
    rival: str
    ground: str
    line: str


HUES: dict[Theme, ChartColours] = {
    "dark": ChartColours("#6fb1ee", "#a9b8c6", "#8c9baa", "#d9b25a", "#17222d", "#212e3a"),
    "light": ChartColours("#1b5fa8", "#44545f", "#55646f", "#7d5a00", "#ffffff", "#d9e0e7"),
}


def trend_figure(trend: Trend, theme: Theme) -> dict[str, Any]:
    """The figure in a theme's colours; names of the lines stand in the legend beside it."""
    hues = HUES[theme]
    return {"data": _lines(trend, hues), "layout": _layout(trend, hues)}


def _lines(trend: Trend, hues: ChartColours) -> list[dict[str, Any]]:
    given: list[tuple[Values, str, dict[str, Any]]] = [
        (trend.earlier, trend.earlier_name, {"color": hues.quiet, "width": 1.5, "dash": "dot"}),
        (trend.expected, trend.expected_name, {"color": hues.ink, "width": 1.5, "dash": "dash"}),
        (trend.value, trend.value_name, {"color": hues.value, "width": 2.5}),
    ]
    lines = _fan(trend, trend.fan, hues) if trend.fan else []
    lines += [_line(trend, values, name, line) for values, name, line in given if any(v is not None for v in values)]
    last = max((n for n, v in enumerate(trend.value) if v is not None and math.isfinite(v)), default=None)
    if last is not None:
        lines.append(_point([trend.labels[last]], [trend.value[last]], {"color": hues.value, "size": 8}))
    if trend.dots:
        places, values = [trend.labels[at] for at, _, _ in trend.dots], [value for _, value, _ in trend.dots]
        lines.append(_point(places, values, {"color": hues.ink, "size": 7, "symbol": "diamond-open"}))
    return lines


def _fan(trend: Trend, fan: Fan, hues: ChartColours) -> list[dict[str, Any]]:
    """Each band as its lower limit and the area up to its upper one, the wider first; then the middle."""
    bands = [
        _limit(trend, limit) | ({"fill": "tonexty", "fillcolor": _faint(hues.value, alpha)} if upper else {})
        for alpha, limits in ((0.14, fan.outer), (0.22, fan.inner))
        for upper, limit in enumerate(limits)
    ]
    return [*bands, _line(trend, fan.middle, fan.name, {"color": hues.value, "width": 1.5, "dash": "dash"})]


def _limit(trend: Trend, values: Values) -> dict[str, Any]:
    shown = {"type": "scatter", "mode": "none", "hoverinfo": "skip", "fill": "none"}
    return shown | {"x": list(trend.labels[: len(values)]), "y": [*values]}


def _faint(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _point(labels: Sequence[str], values: Values, marker: dict[str, Any]) -> dict[str, Any]:
    """Points that say nothing of their own when pointed at."""
    return {"type": "scatter", "mode": "markers", "x": [*labels], "y": [*values], "marker": marker, "hoverinfo": "skip"}


def _line(trend: Trend, values: Values, name: str, line: dict[str, Any]) -> dict[str, Any]:
    known = [None if v is None or not math.isfinite(v) else round(v, 6) for v in values]
    few = sum(v is not None for v in known) <= 12
    return {
        "type": "scatter",
        "mode": "lines+markers" if few and "dash" not in line else "lines",
        "name": name,
        "x": list(trend.labels[: len(known)]),
        "y": known,
        "line": line,
        "hovertemplate": f"{name} %{{y:,.{trend.decimals}f}} {trend.unit}<extra></extra>",
    }


def _layout(trend: Trend, hues: ChartColours) -> dict[str, Any]:
    low, high = scale(trend)
    years = {label[:4]: label for label in reversed(trend.labels)}
    return {
        "template": None,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "autosize": True,
        "font": {"color": hues.ink, "size": 12},
        "margin": {"l": 8, "r": 12, "t": 42, "b": 8},
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": hues.ground, "bordercolor": hues.line, "font": {"color": hues.ink}},
        "showlegend": False,
        "dragmode": False,
        "shapes": [_upright(at, hues) for at, _ in trend.marks] + [_level(value, hues) for value, _ in trend.rivals],
        "annotations": _words(trend, hues),
        "xaxis": {
            "type": "category",
            "showgrid": False,
            "linecolor": hues.line,
            "tickvals": list(reversed(years.values())),
            "ticktext": list(reversed(years)),
            "range": [-0.5, len(trend.labels) - 0.5],
            "ticks": "outside",  # keeps the years clear of the lowest value's letters
            "ticklen": 12,
            "tickcolor": "rgba(0,0,0,0)",
            "automargin": True,
        },
        "yaxis": {
            "range": [low, high],
            "gridcolor": hues.line,
            "zeroline": False,
            "automargin": True,
            "nticks": 6,
        },
    }


def _upright(at: int, hues: ChartColours) -> dict[str, Any]:
    line = {"color": hues.quiet, "width": 1, "dash": "dot"}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}


def _level(value: float, hues: ChartColours) -> dict[str, Any]:
    line = {"color": hues.rival, "width": 1, "dash": "dashdot"}
    return {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line}


def _words(trend: Trend, hues: ChartColours) -> list[dict[str, Any]]:
    """Words in the picture, placed by the number of the period: a year's name would be taken for a number."""
    quiet = {"showarrow": False, "xanchor": "left", "font": {"color": hues.quiet}}
    stages = [
        {"x": at, "y": 1, "xref": "x", "yref": "paper", "text": words, "yanchor": "bottom"}
        | quiet
        | ({"xanchor": "right"} if at == len(trend.labels) - 1 else {})
        for at, words in trend.marks
    ]
    rivals = [
        {"x": 0, "y": value, "xref": "paper", "yref": "y", "text": words, "yanchor": "bottom", "xshift": 6}
        | quiet
        | {"font": {"color": hues.rival}}
        for value, words in trend.rivals
    ]
    dots = [
        {"x": at, "y": value, "xref": "x", "yref": "y", "text": words}
        | quiet
        | {"font": {"color": hues.ink}}
        | ({"xanchor": "right"} if late(trend, at) else {})
        | (
            {"yanchor": "bottom", "yshift": 5}
            if above(trend, at)
            else {"yanchor": "top", "yshift": -12 if late(trend, at) else -5}
        )
        for at, value, words in trend.dots
    ]
    return [*stages, *rivals, *dots, *_newest(trend, hues)]


def _newest(trend: Trend, hues: ChartColours) -> list[dict[str, Any]]:
    """The newest value in words over its point."""
    last = max((n for n, v in enumerate(trend.value) if v is not None and math.isfinite(v)), default=None)
    if last is None:
        return []
    value = trend.value[last]
    text = f"<b>{digits(value, trend.decimals)}</b>"
    place = {"x": last, "y": value, "xref": "x", "yref": "y", "text": text, "showarrow": False}
    path = trend.expected[last] if last < len(trend.expected) else None
    under = path is not None and value is not None and value < path
    return [
        place | {"yanchor": "top" if under else "bottom", "yshift": -6 if under else 6, "font": {"color": hues.value}}
    ]
