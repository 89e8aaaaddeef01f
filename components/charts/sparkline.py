"""A line without axes, small enough for a row: made by the server as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from components.charts.bands import AxisBand, shaded
from components.framework.raw_html import RawHtml


def sparkline(
    values: Sequence[float | None],
    label: str,
    width: int = 120,
    height: int = 28,
    aim: float | None = None,
    bands: Sequence[AxisBand] = (),
) -> RawHtml:
    """A sparkline of `values` in time order; gaps stay gaps. `label` says in words what it shows.

    A dashed line stands at `aim`; `bands` are shaded behind it, by places among the values.
    """
    known = [v for v in values if v is not None and math.isfinite(v)]
    head = (
        f'<svg class="spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label)}" preserveAspectRatio="none">'
    )
    if len(known) < 2:
        return RawHtml(f"{head}</svg>")
    low, high = (edge(known if aim is None else [*known, aim]) for edge in (min, max))
    span = high - low or 1.0
    step = (width - 8) / max(len(values) - 1, 1)

    def at(index: int, value: float) -> str:
        return f"{4 + index * step:.1f} {4 + (height - 8) * (1 - (value - low) / span):.1f}"

    last = max(i for i, v in enumerate(values) if v is not None and math.isfinite(v))
    x, y = at(last, float(values[last] or 0.0)).split()
    dashed = "" if aim is None else f'<path class="aim" d="M{at(0, aim)}L{at(len(values) - 1, aim)}"/>'
    behind = shaded(bands, lambda index: 4 + index * step, 0, height) + dashed
    return RawHtml(f'{head}{behind}<path d="{line_path(values, at)}"/><circle cx="{x}" cy="{y}" r="2.6"/></svg>')


def line_path(values: Sequence[float | None], at: Callable[[int, float], str]) -> str:
    """The `d` of an SVG path through `values`, which stand where `at` says; gaps stay gaps."""
    path, pen = [], "M"
    for index, value in enumerate(values):
        if value is None or not math.isfinite(value):
            pen = "M"
            continue
        path.append(f"{pen}{at(index, value)}")
        pen = "L"
    return "".join(path)
