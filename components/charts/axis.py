"""What charts drawn by the server share: the frames they are drawn in, and the round numbers at their axes.

A chart is drawn twice, wide and narrow; the style shows the one that its place has room for and keeps the letters at
one size on the screen (assets/css/20-trend.css), so a frame says only how much room the letters have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from components.formatting.numbers import digits
from components.framework.raw_html import RawHtml

LATIN = 0x2E80  # characters from here on are as wide as they are high
LETTER = 16.0  # units: how high a letter is at most in either frame


@dataclass(frozen=True)
class PlotFrame:
    """The size of a drawing and the room around its plot, all in units of the drawing; `name` is its class."""

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, share: float) -> float:
        """Across: 0 is the left end of the plot, 1 its right end."""
        return self.left + (self.width - self.left - self.right) * share

    def y(self, share: float) -> float:
        """Down: 0 is the foot of the plot, 1 its top."""
        return self.top + (self.height - self.top - self.bottom) * (1 - share)

    def beside(self, words: Iterable[str]) -> PlotFrame:
        """The same with room for these words at the right of the plot; a narrow frame has them over its lines."""
        widest = max((sum(1.0 if ord(c) > LATIN else 0.6 for c in text) for text in words), default=0.0)
        return self if self.narrow else replace(self, right=16 + widest * LETTER)

    @property
    def narrow(self) -> bool:
        """Whether words at the ends of lines have no room beside the plot."""
        return self.name == NARROW.name


WIDE = PlotFrame("wide", 960, 300, 56, 14, 20, 28)
NARROW = PlotFrame("narrow", 400, 240, 46, 14, 20, 26)
Draw = Callable[[PlotFrame], str]


def chart(kind: str, label: str, draw: Draw) -> RawHtml:
    """A chart in both frames. `kind` is its class, `label` says in a sentence what it shows."""
    drawings = "".join(
        f'<svg class="{kind} {frame.name}" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" role="img" '
        f'aria-label="{escape(label)}">{draw(frame)}</svg>'
        for frame in (WIDE, NARROW)
    )
    return RawHtml(f'<div class="chart">{drawings}</div>')


SMALL = 240  # units: how wide a small chart is drawn; the style knows it, too


def small_chart(kind: str, label: str, height: float, content: str) -> RawHtml:
    """A chart beside or under a number, `SMALL` units wide; its letters keep their size like those of a large one."""
    size = f'viewBox="0 0 {SMALL} {height:.0f}"'
    head = f'<svg class="{kind}" {size} role="img" aria-label="{escape(label)}">'
    return RawHtml(f'<div class="chart chart-small">{head}{content}</svg></div>')


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between `low` and `high`, about so many, evenly apart."""
    span = high - low
    size = 10 ** math.floor(math.log10(span / about))
    size = next(size * k for k in (1, 2, 2.5, 5, 10) if span / (size * k) <= about + 1)
    first = math.ceil(low / size)
    return [n * size for n in range(first, math.floor(high / size) + 1)]


def tick_words(values: Sequence[float]) -> list[str]:
    """Ticks as text, with as many decimals as their distance has: none is rounded to another place than it stands."""
    step = values[1] - values[0] if len(values) > 1 else (values[0] if values else 1.0)
    places = next((n for n in range(9) if abs(round(step, n) - step) <= 1e-6 * abs(step)), 9)
    return [digits(value, places) for value in values]


def value_axis(frame: PlotFrame, low: float, high: float) -> str:
    """The lines across the plot with their numbers at the left."""
    marks = ticks(low, high)
    heights = [frame.y((mark - low) / (high - low)) for mark in marks]
    return "".join(
        f'<line x1="{frame.left:.0f}" x2="{frame.x(1):.0f}" y1="{at:.1f}" y2="{at:.1f}"/>'
        f'<text x="{frame.left - 8:.0f}" y="{at:.1f}" dy="0.35em" text-anchor="end">{words}</text>'
        for at, words in zip(heights, tick_words(marks), strict=True)
    )


def apart(heights: Sequence[float], distance: float = LETTER + 2) -> list[float]:
    """The heights of words, given from the top down, pushed down where two would meet."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + distance) if placed else height)
    return placed
