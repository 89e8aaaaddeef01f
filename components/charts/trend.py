"""A history against its target path, drawn by the server as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from components.charts.axis import LETTER, PlotFrame, apart, chart, value_axis
from components.charts.bands import AxisBand, shaded
from components.charts.sparkline import line_path
from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml

Values = Sequence[float | None]
Place = Callable[[float], float]


@dataclass(frozen=True)
class Fan:
    """What is expected from the newest value on: the middle, and the limits of 50 and 80 %. Over the trend's labels."""

    name: str
    middle: Values
    outer: tuple[Values, Values]
    inner: tuple[Values, Values]


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
    bands: Sequence[AxisBand] = ()
    fan: Fan | None = None


def _known(*many: Values) -> list[float]:
    return [v for values in many for v in values if v is not None and math.isfinite(v)]


def scale(trend: Trend) -> tuple[float, float]:
    """Lowest and highest value on the axis: what is shown, with a tenth of room above and below."""
    known = _known(
        trend.value,
        trend.expected,
        trend.earlier,
        [v for v, _ in trend.rivals],
        [v for _, v, _ in trend.dots],
        *(trend.fan.outer if trend.fan else ()),
    )
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    room = (high - low) * 0.1 or abs(high) * 0.05 or 1.0
    return low - room if low < 0 or low - room >= 0 else 0.0, high + room


def trend_svg(trend: Trend, label: str) -> RawHtml:
    """The trend as SVG, labelled at the line. `label` says in a sentence what it shows."""
    return chart("trend", label, lambda frame: _drawn(trend, frame))


def _drawn(trend: Trend, frame: PlotFrame) -> str:
    low, high = scale(trend)
    frame = frame.beside(f"{name} {digits(high, trend.decimals)}" for name in _names(trend))
    count = max(len(trend.labels) - 1, 1)

    def x(index: float) -> float:
        return frame.x(index / count)

    def y(value: float) -> float:
        return frame.y((value - low) / (high - low))

    lines = [
        _fan(trend.fan, x, y) if trend.fan else "",
        _line("earlier", trend.earlier, x, y),
        _line("expected", trend.expected, x, y),
        _line("value", trend.value, x, y),
    ]
    ends = _ends(trend, frame, x, y)
    grid = f'<g class="trend-grid">{value_axis(frame, low, high)}{_years(trend, frame, x)}</g>'
    behind = shaded(trend.bands, x, frame.top, frame.height - frame.top - frame.bottom)
    return (
        f"{behind}{grid}{_stages(trend, frame, x)}{_rivals(trend, frame, y)}{''.join(lines)}{ends}{_dots(trend, x, y)}"
    )


def _years(trend: Trend, frame: PlotFrame, x: Place) -> str:
    """The years under the plot; every second one where they would touch."""
    years = year_labels(trend.labels)
    every = math.ceil(len(years) * 3 * LETTER / (frame.x(1) - frame.x(0))) if years else 1
    return "".join(
        f'<text x="{x(at):.1f}" y="{frame.height - 6:.0f}">{escape(year)}</text>' for at, year in years[::every]
    )


def _stages(trend: Trend, frame: PlotFrame, x: Place) -> str:
    foot = frame.height - frame.bottom
    return "".join(
        f'<line class="stage" x1="{x(i):.1f}" x2="{x(i):.1f}" y1="{frame.top:.0f}" y2="{foot:.0f}"/>'
        f'<text class="stage" x="{x(i) + 4:.1f}" y="{frame.top + 4:.0f}">{escape(words)}</text>'
        for i, words in trend.marks
    )


def _rivals(trend: Trend, frame: PlotFrame, y: Place) -> str:
    left, right = frame.x(0), frame.x(1)
    return "".join(
        f'<line class="rival" x1="{left:.0f}" x2="{right:.0f}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text class="rival" x="{left + 6:.0f}" y="{y(v) - 4:.1f}">{escape(words)}</text>'
        for v, words in trend.rivals
    )


def _fan(fan: Fan, x: Place, y: Place) -> str:
    """Both bands as areas, the wider one behind, and the middle as a line."""
    areas = [
        f'<path class="fan fan-{kind}" d="{_area(low, high, x, y)}"/>'
        for kind, (low, high) in (("outer", fan.outer), ("inner", fan.inner))
    ]
    return "".join(areas) + _line("forecast", fan.middle, x, y)


def _area(low: Values, high: Values, x: Place, y: Place) -> str:
    """There along the upper limit and back along the lower one."""
    there = [f"{x(n):.1f} {y(v):.1f}" for n, v in enumerate(high) if v is not None]
    back = [f"{x(n):.1f} {y(v):.1f}" for n, v in enumerate(low) if v is not None]
    return f"M{'L'.join([*there, *reversed(back)])}Z" if there else ""


def _line(kind: str, values: Values, x: Place, y: Place) -> str:
    path = line_path(values, lambda index, value: f"{x(index):.1f} {y(value):.1f}")
    return f'<path class="trend-{kind}" d="{path}"/>' if path else ""


def _ends(trend: Trend, frame: PlotFrame, x: Place, y: Place) -> str:
    """Names at the ends of the lines, pushed apart; in a narrow frame the newest value alone, above its point."""
    found = []
    for kind, values, name in (
        ("value", trend.value, trend.value_name),
        ("expected", trend.expected, trend.expected_name),
        ("earlier", trend.earlier, trend.earlier_name),
    ):
        last = _last(values)
        if last is not None and (kind == "value" or not frame.narrow):
            found.append((y(float(values[last] or 0.0)), kind, last, name, digits(values[last], trend.decimals)))
    found.sort()
    texts = []
    for (height, kind, last, name, value), place in zip(found, apart([one[0] for one in found]), strict=True):
        dot = f'<circle class="trend-dot" cx="{x(last):.1f}" cy="{height:.1f}" r="4"/>' if kind == "value" else ""
        words = escape(value if frame.narrow else f"{name} {value}")
        across, down, side = (x(last), place - 9, "end") if frame.narrow else (frame.x(1) + 8, place + 4, "start")
        texts.append(
            f'{dot}<text class="end end-{kind}" x="{across:.1f}" y="{down:.1f}" text-anchor="{side}">{words}</text>'
        )
    return "".join(texts)


def _names(trend: Trend) -> list[str]:
    return [trend.value_name, trend.expected_name, trend.earlier_name]


def _last(values: Values) -> int | None:
    return max((n for n, v in enumerate(values) if v is not None and math.isfinite(v)), default=None)


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


def _dots(trend: Trend, x: Place, y: Place) -> str:
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
