"""A history against its target path, drawn by the server as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from components.charts.bands import Band, shaded
from components.charts.sparkline import line_path
from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 110, 18, 26
Values = Sequence[float | None]


@dataclass(frozen=True)
class Trend:
    """What a trend shows. All sequences run over `labels` (period ids, oldest first); None is no value.

    `marks` are vertical lines: (index of the period, words). `rivals` are horizontal comparison lines:
    (value, words), for other cities' figures. `earlier` is the same series one year before.
    `dots` are single points with words: (index, value, words), such as a baseline and a target. `bands` are shaded.
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
    dots: Sequence[tuple[int, float, str]] = ()
    bands: Sequence[Band] = ()


def _known(*many: Values) -> list[float]:
    return [v for values in many for v in values if v is not None and math.isfinite(v)]


def scale(trend: Trend) -> tuple[float, float]:
    """Lowest and highest value on the axis: what is shown, with a tenth of room above and below."""
    known = _known(
        trend.value, trend.expected, trend.earlier, [v for v, _ in trend.rivals], [v for _, v, _ in trend.dots]
    )
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


def picture(trend: Trend, label: str) -> RawHtml:
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
    years = "".join(f'<text x="{x(i):.1f}" y="{HEIGHT - 6}">{escape(t)}</text>' for i, t in year_labels(trend.labels))
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
    return RawHtml(
        f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{shaded(trend.bands, x, TOP, HEIGHT - TOP - BOTTOM)}"
        f'<g class="trend-grid">{grid}{years}</g>{stages}{rivals}{"".join(lines)}'
        f"{_ends(trend, x, y)}{_dots(trend, x, y)}</svg>"
    )


def _line(kind: str, values: Values, x: Any, y: Any) -> str:
    path = line_path(values, lambda index, value: f"{x(index):.1f} {y(value):.1f}")
    return f'<path class="trend-{kind}" d="{path}"/>' if path else ""


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


def late(trend: Trend, index: int) -> bool:
    """Whether words at this place would run out of the picture to the right."""
    return index > 0.8 * len(trend.labels)


def above(trend: Trend, index: int) -> bool:
    """Whether words stand clear of the path above a point: at the end of a rising path, the beginning of a falling.

    At the end they go below all the same when the newest value stands there.
    """
    known, values = _known(trend.expected), _known(trend.value)
    rising = bool(known) and known[-1] >= known[0]
    if late(trend, index) and rising and values:
        low, high = scale(trend)
        return abs(values[-1] - known[-1]) > 0.12 * (high - low)
    return late(trend, index) == rising


def _dots(trend: Trend, x: Any, y: Any) -> str:
    """Single points with their words on the side where the path is not."""
    texts = []
    for index, value, words in trend.dots:
        side = ' text-anchor="end"' if late(trend, index) else ""
        height = y(value) + (-8 if above(trend, index) else 17)
        texts.append(
            f'<circle class="dot" cx="{x(index):.1f}" cy="{y(value):.1f}" r="3.5"/>'
            f'<text class="dot" x="{x(index):.1f}" y="{height:.1f}"{side}>{escape(words)}</text>'
        )
    return "".join(texts)


def year_labels(labels: Sequence[str]) -> list[tuple[float, str]]:
    """Where on the axis each year is named: the middle of its periods."""
    places: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        places.setdefault(label[:4], []).append(index)
    return [((found[0] + found[-1]) / 2, year) for year, found in places.items()]
