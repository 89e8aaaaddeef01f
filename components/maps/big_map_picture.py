"""The first picture of a big map: outlines, names, the worst alerts and the ring as SVG, complete without a script.

The canvas that takes over reads outlines and names from here: nothing is sent twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.maps.big_map_spec import Box, Highlight, MapBackground, MapPoints, MapRegion, MapSpec
from components.maps.levels import QUIET, SHAPES, LevelMark, rank
from components.maps.plane import MapPlane, Spot

PAD: Final = 0.02  # of the longer side, around the city
LETTER: Final = 36  # a district's name is this part of the longer side high
TOWN_LETTER: Final = 0.72  # of a district's
ALERTS: Final = 60  # drawn before the canvas is there
MARK: Final = 90  # a mark is this part of the longer side wide to each side
RING: Final = 18  # the ring lies this part of it from its place


def extent(spec: MapSpec) -> Box:
    """Left, top, width and height of what is shown first, in units of the ground's view."""
    if spec.around is not None:
        x0, y0, x1, y1 = spec.around
    else:
        x0, y0, x1, y1 = _around_all(spec.ground)
    pad = PAD * max(x1 - x0, y1 - y0)
    return x0 - pad, y0 - pad, x1 - x0 + 2 * pad, y1 - y0 + 2 * pad


def _around_all(ground: MapBackground) -> Box:
    """Around all that the visitor may see."""
    boxes = [region.box for region in ground.shapes.values()]
    if not boxes:
        return 0.0, 0.0, ground.width, ground.height
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def map_svg(view: View, spec: MapSpec) -> RawHtml:
    """The SVG."""
    box = extent(spec)
    size = max(box[2], box[3])
    regions = _shown(spec.ground, spec.towns)
    lines = "".join(_line(region) for region in regions)
    names = "".join(_names(view, regions, size / LETTER))
    plane = MapPlane(spec.ground.metres, spec.ground.origin)
    marks = _alerts(plane, spec.points, size / MARK) if spec.points else ""
    ring = _ring(plane, spec.highlight, ring_radius(spec)) if spec.highlight else ""
    return RawHtml(
        f'<svg class="big-map-picture" viewBox="{" ".join(f"{n:.1f}" for n in box)}" role="img" '
        f'aria-label="{escape(spec.label)}">{lines}<g class="big-map-names" aria-hidden="true">{names}</g>'
        f"{marks}{ring}</svg>"
    )


def ring_radius(spec: MapSpec) -> float:
    """How far the ring lies from its place at first, in units."""
    return round(max(extent(spec)[2:]) / RING, 1)


def _shown(ground: MapBackground, towns: bool) -> list[MapRegion]:
    """Towns first, so that the districts' lines lie over theirs; of a single town, that one."""
    districts = any(region.level == "district" for region in ground.shapes.values())
    levels = ("town", "district") if towns or not districts else ("district",)
    return [region for level in levels for region in ground.shapes.values() if region.level == level]


def _line(region: MapRegion) -> str:
    return f'<path class="region-line region-{region.level}" d="{region.path}"/>'


def _names(view: View, regions: Sequence[MapRegion], letter: float) -> Iterator[str]:
    """Names of districts, then of towns. One that its town is too narrow for, or that would lie over another, is
    hidden; the canvas shows it when somebody comes closer."""
    taken: list[Box] = []
    for region in reversed(regions):
        size = letter if region.level == "district" else letter * TOWN_LETTER
        name = region.name_zh if view.lang == "zh" else region.name_en
        (x, y), width = region.label, region.box[2] - region.box[0]
        half = size * len(name) * (1 if view.lang == "zh" else 0.6) / 2
        box = (x - half, y - size, x + half, y + 0.3 * size)
        tight = (region.level == "town" and 2 * half > width) or any(_meet(box, other) for other in taken)
        if not tight:
            taken.append(box)
        yield (
            f'<text class="name-{region.level}{" tight" if tight else ""}" x="{x:.1f}" y="{y:.1f}" '
            f'data-width="{width:.1f}" style="--letter:{size:.1f}px">{escape(name)}</text>'
        )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _alerts(plane: MapPlane, points: MapPoints, radius: float) -> str:
    """The worst of the points that are neither normal nor unknown, the worst on top."""
    loud = [n for n, level in enumerate(points.levels) if level not in QUIET]
    worst = sorted(loud, key=lambda n: rank(points.levels[n]))[-ALERTS:]
    spots = [(plane.at(points.places[n].lon, points.places[n].lat), points.levels[n]) for n in worst]
    return f'<g class="big-map-marks">{"".join(_mark(spot, level, radius) for spot, level in spots)}</g>'


def _mark(spot: Spot, level: LevelMark, radius: float) -> str:
    x, y = spot
    return (
        f'<path class="mark-{level}" transform="translate({x:.1f} {y:.1f}) scale({radius:.1f})" d="{SHAPES[level]}"/>'
    )


def _ring(plane: MapPlane, highlight: Highlight, radius: float) -> str:
    x, y = plane.at(highlight.lon, highlight.lat)
    return f'<circle class="big-map-ring ring-{highlight.level}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def names(view: View, ground: MapBackground) -> dict[str, str]:
    """The names of all regions by code, in the visitor's language."""
    shapes: Sequence[MapRegion] = list(ground.shapes.values())
    return {str(region.code): region.name_zh if view.lang == "zh" else region.name_en for region in shapes}
