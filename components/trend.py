"""A history against its target path: drawn by the server as SVG, and as a chart to work with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from components.numbers import digits
from components.raw import Raw

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 96, 18, 26
Values = Sequence[float | None]


@dataclass(frozen=True)
class Trend:
    """What a trend shows. All sequences run over `labels` (period ids, oldest first); None is no value.

    `marks` are vertical lines: (index of the period, words). `rivals` are horizontal comparison lines:
    (value, words), for other cities' figures. `earlier` is the same series one year before.
    """

    labels: Sequence[str]
    value: Values
    value_name: str
    unit: str
    decimals: int = 1
    expected: Values = ()
    expected_name: str = ""
    earlier: Values = ()
    earlier_name: str = ""
    marks: Sequence[tuple[int, str]] = ()
    rivals: Sequence[tuple[float, str]] = field(default_factory=tuple)


def _known(*many: Values) -> list[float]:
    return [v for values in many for v in values if v is not None and math.isfinite(v)]


def scale(trend: Trend) -> tuple[float, float]:
    """Lowest and highest value on the axis: what is shown, with a tenth of room above and below."""
    known = _known(trend.value, trend.expected, trend.earlier, [value for value, _ in trend.rivals])
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    room = (high - low) * 0.1 or abs(high) * 0.05 or 1.0
    return low - room if low < 0 or low - room >= 0 else 0.0, high + room


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between `low` and `high`, about so many."""
    span = high - low
    size = 10 ** math.floor(math.log10(span / about))
    size = next(size * k for k in (1, 2, 2.5, 5, 10) if span / (size * k) <= about + 1)
    first = math.ceil(low / size)
    return [n * size for n in range(first, math.floor(high / size) + 1)]


def picture(trend: Trend, label: str) -> Raw:
    """The trend as SVG, labelled at the line. `label` says in a sentence what it shows."""
    low, high = scale(trend)
    count = max(len(trend.labels) - 1, 1)

    def x(index: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * index / count

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low))

    places = max(0, -math.floor(math.log10((high - low) / 5))) if high - low < 20 else 0
    grid = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(t):.1f}" y2="{y(t):.1f}"/>'
        f'<text x="{LEFT - 8}" y="{y(t) + 4:.1f}" text-anchor="end">{digits(t, min(places, 3))}</text>'
        for t in ticks(low, high)
    )
    years = "".join(f'<text x="{x(i):.1f}" y="{HEIGHT - 6}">{escape(t)}</text>' for i, t in _year_labels(trend.labels))
    lines = [
        _line("earlier", trend.earlier, x, y),
        _line("expected", trend.expected, x, y),
        _line("value", trend.value, x, y),
    ]
    stages = "".join(
        f'<line class="stage" x1="{x(i):.1f}" x2="{x(i):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        f'<text class="stage" x="{x(i) + 4:.1f}" y="{TOP + 4}">{escape(words)}</text>'
        for i, words in trend.marks
    )
    rivals = "".join(
        f'<line class="rival" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text class="rival" x="{LEFT + 6}" y="{y(v) - 4:.1f}">{escape(words)}</text>'
        for v, words in trend.rivals
    )
    return Raw(
        f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<g class="trend-grid">{grid}{years}</g>{stages}{rivals}{"".join(lines)}{_ends(trend, x, y)}</svg>'
    )


def _line(kind: str, values: Values, x: Any, y: Any) -> str:
    path, pen = [], "M"
    for index, value in enumerate(values):
        if value is None or not math.isfinite(value):
            pen = "M"
            continue
        path.append(f"{pen}{x(index):.1f} {y(value):.1f}")
        pen = "L"
    return f'<path class="trend-{kind}" d="{"".join(path)}"/>' if path else ""


def _ends(trend: Trend, x: Any, y: Any) -> str:
    """Names at the ends of the lines, pushed apart where they would meet."""
    found = []
    for kind, values, name in (
        ("value", trend.value, trend.value_name),
        ("expected", trend.expected, trend.expected_name),
        ("earlier", trend.earlier, trend.earlier_name),
    ):
        last = next(
            (i for i in range(len(values) - 1, -1, -1) if values[i] is not None and math.isfinite(values[i] or 0)), None
        )
        if last is not None:
            found.append((y(float(values[last] or 0.0)), kind, last, f"{name} {digits(values[last], trend.decimals)}"))
    texts, above = [], -99.0
    for height, kind, last, words in sorted(found):
        place = max(height, above + 15)
        above = place
        dot = f'<circle class="trend-dot" cx="{x(last):.1f}" cy="{height:.1f}" r="4"/>' if kind == "value" else ""
        texts.append(
            f'{dot}<text class="end end-{kind}" x="{x(last) + 8:.1f}" y="{place + 4:.1f}">{escape(words)}</text>'
        )
    return "".join(texts)


def _year_labels(labels: Sequence[str]) -> list[tuple[float, str]]:
    """Where on the axis each year is named: the middle of its periods."""
    places: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        places.setdefault(label[:4], []).append(index)
    return [((found[0] + found[-1]) / 2, year) for year, found in places.items()]


def figure(trend: Trend, ink: str = "#8c9baa") -> dict[str, Any]:
    """The same as a Plotly figure (a plain dictionary), for hovering and zooming. Colours come from the style sheet's
    classes where they can; the lines carry fixed hues that hold on both grounds."""
    low, high = scale(trend)
    lines = [
        ("value", trend.value, trend.value_name, {"color": "#3d8fd1", "width": 2.5}),
        ("expected", trend.expected, trend.expected_name, {"color": ink, "width": 1.5, "dash": "dash"}),
        ("earlier", trend.earlier, trend.earlier_name, {"color": ink, "width": 1.5, "dash": "dot"}),
    ]
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": list(trend.labels),
            "line": line,
            "y": [None if v is None or not math.isfinite(v) else round(v, 6) for v in values],
            "hovertemplate": f"%{{x}}  %{{y:,.{trend.decimals}f}} {trend.unit}<extra>{name}</extra>",
        }
        for _, values, name, line in lines
        if _known(values)
    ]
    shapes = [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": trend.labels[i],
            "x1": trend.labels[i],
            "y0": 0,
            "y1": 1,
            "line": {"color": ink, "width": 1, "dash": "dot"},
        }
        for i, _ in trend.marks
    ]
    shapes += [
        {
            "type": "line",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": v,
            "y1": v,
            "line": {"color": ink, "width": 1, "dash": "dashdot"},
        }
        for v, _ in trend.rivals
    ]
    notes = [
        {
            "x": trend.labels[i],
            "y": 1,
            "xref": "x",
            "yref": "paper",
            "text": words,
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "top",
            "xshift": 4,
        }
        for i, words in trend.marks
    ]
    notes += [
        {
            "x": 0,
            "y": v,
            "xref": "paper",
            "yref": "y",
            "text": words,
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "bottom",
            "xshift": 4,
        }
        for v, words in trend.rivals
    ]
    axis = {"type": "category", "fixedrange": False, "showgrid": False, "linecolor": ink, "nticks": 12}
    return {
        "data": data,
        "layout": {
            "template": None,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "shapes": shapes,
            "annotations": notes,
            "font": {"color": ink, "size": 12},
            "margin": {"l": 52, "r": 16, "t": 18, "b": 40},
            "hovermode": "x unified",
            "xaxis": axis,
            "yaxis": {"range": [low, high], "gridcolor": "rgba(128,145,160,.25)", "zeroline": False},
            "legend": {"orientation": "h", "y": -0.15},
            "showlegend": len(data) > 1,
            "dragmode": "zoom",
        },
    }
