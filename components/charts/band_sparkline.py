"""A line with the band that it usually keeps to: what sticks out is what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from components.charts.sparkline import line_path
from components.framework.raw_html import RawHtml

WIDTH, HEIGHT, EDGE = 240, 48, 4


def band_sparkline(
    count: Sequence[float], low: Sequence[float], high: Sequence[float], label: str, width: int = WIDTH
) -> RawHtml:
    """Counts in time order over the band between `low` and `high`, all of equal length, from nought up.

    `label` says in words what it shows.
    """
    head = (
        f'<svg class="band-spark" viewBox="0 0 {width} {HEIGHT}" role="img" aria-label="{escape(label)}" '
        'preserveAspectRatio="none">'
    )
    if len(count) < 2:
        return RawHtml(f"{head}</svg>")
    top = max(*count, *high, 1.0)
    step = (width - 2 * EDGE) / (len(count) - 1)

    def at(index: int, value: float) -> str:
        return f"{EDGE + index * step:.1f} {EDGE + (HEIGHT - 2 * EDGE) * (1 - value / top):.1f}"

    upper = "L".join(at(n, value) for n, value in enumerate(high))
    lower = "L".join(at(n, low[n]) for n in reversed(range(len(low))))
    x, y = at(len(count) - 1, count[-1]).split()
    return RawHtml(
        f'{head}<path class="band" d="M{upper}L{lower}Z"/><path class="line" d="{line_path(count, at)}"/>'
        f'<circle cx="{x}" cy="{y}" r="2.6"/></svg>'
    )
