"""A needle over a half circle whose stretches have names: made by the server as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from components.charts.axis import SMALL, small_chart
from components.framework.raw_html import RawHtml

WIDTH, RADIUS, MIDDLE = float(SMALL), 96.0, 108.0


def gauge(value: float | None, limits: Sequence[float], names: Sequence[str], label: str) -> RawHtml:
    """A needle at `value` (0 to 100; None: no needle). `limits` ascend between the stretches, which are one more and
    have `names`, the worst first. `label` says it all in words."""
    ends = [0.0, *limits, 100.0]
    arcs = "".join(
        f'<path class="arc arc-{n}" d="{_arc(ends[n] + 0.4, ends[n + 1] - 0.4)}"/>' for n in range(len(names))
    )
    texts = "".join(
        f'<text x="{x:.1f}" y="{y:.1f}">{escape(name)}</text>'
        for name, (x, y) in zip(names, (_at((ends[n] + ends[n + 1]) / 2, 70) for n in range(len(names))), strict=True)
    )
    return small_chart("gauge", label, 120, f"{arcs}{texts}{_needle(value)}")


def _needle(value: float | None) -> str:
    if value is None:
        return ""
    tip, left, right = _at(value, 60), _at(value - 50, 5), _at(value + 50, 5)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, left, right))
    return f'<polygon class="needle" points="{points}"/><circle class="hub" cx="{WIDTH / 2}" cy="{MIDDLE}" r="7"/>'


def _at(value: float, radius: float) -> tuple[float, float]:
    angle = math.pi * (1 - value / 100)
    return WIDTH / 2 + radius * math.cos(angle), MIDDLE - radius * math.sin(angle)


def _arc(start: float, end: float) -> str:
    (x, y), (u, v) = _at(start, RADIUS), _at(end, RADIUS)
    return f"M{x:.1f} {y:.1f}A{RADIUS:.0f} {RADIUS:.0f} 0 0 1 {u:.1f} {v:.1f}"
