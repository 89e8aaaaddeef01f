"""Stretches of time that a picture shades, with the words for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class AxisBand:
    """From one place on the axis to another, both included; `words` say what it means. `lasts`: it is not over yet."""

    first: int
    last: int
    words: str
    lasts: bool = False


def shaded(bands: Sequence[AxisBand], at: Callable[[float], float], top: float, height: float) -> str:
    """The bands as SVG rectangles behind a line whose places lie at `at`, each half a step wider to both sides."""
    return "".join(
        f'<rect class="band" x="{at(band.first - 0.5):.1f}" y="{top:.1f}" height="{height:.1f}" '
        f'width="{at(band.last + 0.5) - at(band.first - 0.5):.1f}"><title>{escape(band.words)}</title></rect>'
        for band in bands
    )
