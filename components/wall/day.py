"""A health over the last day, on a scale from 0 to 100 that is the same for all, so that a small dip looks small."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from components.framework.raw_html import RawHtml

DAY = 24 * 3600
WIDTH, HEIGHT = 300, 100


def day(values: Sequence[tuple[int, float]], now: int, label: str) -> RawHtml:
    """The line through (moment, health) of the 24 hours before `now`, and the ground under it."""
    points = [
        (WIDTH * (1 - (now - moment) / DAY), HEIGHT - value) for moment, value in values if 0 <= now - moment <= DAY
    ]
    head = (
        f'<svg class="wall-day" viewBox="0 -2 {WIDTH} {HEIGHT + 4}" role="img" aria-label="{escape(label)}" '
        f'preserveAspectRatio="none"><path class="full" d="M0 0H{WIDTH}"/>'
    )
    if len(points) < 2:
        return RawHtml(f"{head}</svg>")
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    area = f"M{points[0][0]:.1f} {HEIGHT}L{line}L{points[-1][0]:.1f} {HEIGHT}Z"
    return RawHtml(f'{head}<path class="area" d="{area}"/><path class="line" d="M{line}"/></svg>')
