"""Alert levels as maps and their lists show them: a shape of its own beside the colour, and a word.

The paths are drawn around 0,0 and about one unit wide to each side; the canvas draws the very same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

from dash import html
from dash.development.base_component import Component

from components.framework.raw_html import RawHtml
from components.framework.view import View

LevelMark = Literal["normal", "unknown", "white", "blue", "yellow", "orange", "red"]
LEVELS: Final[tuple[LevelMark, ...]] = get_args(LevelMark)  # the worst last; unknown is never better than normal
QUIET: Final = frozenset[LevelMark]({"normal", "unknown"})


def _circle(radius: float) -> str:
    return f"M{-radius:g} 0A{radius:g} {radius:g} 0 1 0 {radius:g} 0A{radius:g} {radius:g} 0 1 0 {-radius:g} 0Z"


def _square(half: float) -> str:
    return f"M{-half:g} {-half:g}H{half:g}V{half:g}H{-half:g}Z"


def _diamond(half: float) -> str:
    return f"M0 {-half:g}L{half:g} 0L0 {half:g}L{-half:g} 0Z"


TRIANGLE: Final = "M0 -1L1 .75L-1 .75Z"
SHAPES: Final[dict[LevelMark, str]] = {  # filled even-odd: a second line inside makes a hole
    "normal": _circle(0.42),
    "unknown": _circle(0.7) + _circle(0.42),
    "white": _square(0.65) + _square(0.4),
    "blue": _diamond(0.95) + _diamond(0.5),
    "yellow": TRIANGLE,
    "orange": _diamond(1.15),
    "red": _square(0.92),
}
AROUND: Final[dict[LevelMark, str]] = {  # what stands around the count of several things
    "normal": _circle(1),
    "unknown": _circle(1),
    "white": _square(0.9),
    "blue": _diamond(1.25),
    "yellow": "M0 -1.45L1.45 1L-1.45 1Z",
    "orange": _diamond(1.35),
    "red": _square(1),
}


def rank(level: LevelMark) -> int:
    """How bad a level is: 0 for normal, more for worse."""
    return LEVELS.index(level)


def packed(levels: Iterable[LevelMark]) -> str:
    """Levels as one text, a digit each."""
    return "".join(str(rank(level)) for level in levels)


def level_mark(view: View, level: LevelMark) -> Component:
    """A level in shape, colour and word."""
    shape = f'<svg class="level-shape" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true"><path d="{SHAPES[level]}"/></svg>'
    return html.Span([RawHtml(shape), view.translate(f"map.level.{level}")], className=f"level level-{level}")
