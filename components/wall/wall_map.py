"""A map for a wall: outlines, few large names, what is not normal with its shape, a ring around what counts now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.big_map_spec import Box, MapBackground
from components.maps.levels import SHAPES, LevelMark, rank
from components.maps.plane import Spot

PAD: Final = 0.03  # of the longer side
LETTER: Final = 25  # a name is this part of the longer side high
MARK: Final = 55  # a mark is this part of the longer side wide to each side
RING: Final = 11
DRAWN: Final = 20  # pixels that letters are drawn with before they are scaled


@dataclass(frozen=True)
class MapMark:
    """Something at a point of the ground's view, with words beside it where there is room for them."""

    spot: Spot
    level: LevelMark
    words: str = ""


@dataclass(frozen=True)
class WallViewport:
    """What the map shows. `around` is the part of the view; `towns`: their lines and names, too."""

    label: str
    around: Box
    marks: Sequence[MapMark] = ()
    ring: MapMark | None = None
    towns: bool = False


def wall_map(view: View, ground: MapBackground, sight: WallViewport) -> RawHtml:
    """The SVG; the worst marks lie on top."""
    x0, y0, x1, y1 = sight.around
    size = max(x1 - x0, y1 - y0)
    pad = PAD * size
    letter = size / LETTER
    levels = ("town", "district") if sight.towns else ("district",)
    regions = [region for level in levels for region in ground.shapes.values() if region.level == level]
    lines = "".join(f'<path class="region-line region-{region.level}" d="{region.path}"/>' for region in regions)
    names = "".join(_names(view, ground, sight, letter))
    marks = "".join(_mark(mark, size / MARK, letter) for mark in sorted(sight.marks, key=lambda m: rank(m.level)))
    ring = _ring(sight.ring, size / RING, letter) if sight.ring else ""
    box = f"{x0 - pad:.1f} {y0 - pad:.1f} {x1 - x0 + 2 * pad:.1f} {y1 - y0 + 2 * pad:.1f}"
    return RawHtml(
        f'<svg class="wall-map" viewBox="{box}" role="img" aria-label="{escape(sight.label)}">{lines}'
        f'<g class="big-map-names" aria-hidden="true">{names}</g><g class="big-map-marks">{marks}</g>{ring}</svg>'
    )


def _names(view: View, ground: MapBackground, sight: WallViewport, letter: float) -> Iterator[str]:
    """Districts, and the towns near the ring: more would be in the way."""
    x0, y0, x1, y1 = sight.around
    for region in ground.shapes.values():
        x, y = region.label
        away = _far(region.label, sight.ring.spot) if sight.ring else 0.0
        near = sight.ring is not None and away < max(x1 - x0, y1 - y0) / 2
        if region.level == "city" or (region.level == "town" and not (sight.towns and near)):
            continue
        if region.level == "district" and not (x0 < x < x1 and y0 < y < y1):
            continue
        if sight.ring and away < 2 * max(x1 - x0, y1 - y0) / RING:  # it would lie under the ring
            x, y = sight.ring.spot[0], sight.ring.spot[1] + max(x1 - x0, y1 - y0) / RING + 1.2 * letter
        name = region.name_zh if view.lang == "zh" else region.name_en
        size = letter * (1 if region.level == "district" else 0.72) * (1 if view.lang == "zh" else 0.8)
        yield f'<text class="name-{region.level}" {_at(x, y, size)}>{escape(name)}</text>'


def _at(x: float, y: float, size: float) -> str:
    """Where words stand and how large: scaled, since a browser draws no letter smaller than its least size."""
    return f'transform="translate({x:.1f} {y:.1f}) scale({size / DRAWN:.4f})" font-size="{DRAWN}"'


def _far(one: Spot, other: Spot) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _mark(mark: MapMark, radius: float, letter: float) -> str:
    x, y = mark.spot
    at = f'transform="translate({x:.1f} {y:.1f}) scale({radius:.1f})"'
    words = (
        f'<text class="wall-map-words" {_at(x + 1.5 * radius, y + letter * 0.3, letter * 0.72)}>'
        f"{escape(mark.words)}</text>"
        if mark.words
        else ""
    )
    return f'<path class="mark-{mark.level}" {at} d="{SHAPES[mark.level]}"/>{words}'


def _ring(mark: MapMark, radius: float, letter: float) -> str:
    x, y = mark.spot
    return (
        f'<circle class="wall-ring ring-{mark.level}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        f'<path class="mark-{mark.level}" transform="translate({x:.1f} {y:.1f}) scale({letter * 0.6:.1f})" '
        f'd="{SHAPES[mark.level]}"/>'
    )
