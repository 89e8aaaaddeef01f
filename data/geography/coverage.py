"""Make outlines that share their borders point by point, so that areas nest exactly and lines are drawn once."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import shapely
from shapely import STRtree
from shapely.geometry import Polygon

from data.geography.plane import Area, parts

Key = TypeVar("Key", bound=Hashable)


def clean_coverage(areas: Mapping[Key, Area], grid: float, largest_gap: float) -> dict[Key, Area]:
    """Rebuild areas (degrees) from their noded border lines on a grid of `grid` degrees.

    A sliver claimed by two goes to the first; a gap of at most `largest_gap` square degrees goes to the neighbour
    with the longest common border; a larger gap is somebody else's land and stays open. Borders are then identical.
    """
    faces = _faces(areas, grid)
    owned: dict[Key, list[Polygon]] = {code: [] for code in areas}
    gaps: list[Polygon] = []
    codes, tree = list(areas), STRtree(list(areas.values()))
    for face in faces:
        found = tree.query(face.representative_point(), predicate="intersects")
        (owned[codes[min(found)]] if len(found) else gaps).append(face)
    for gap in gaps:
        if gap.area <= largest_gap:
            owned[_neighbour(gap, owned)].append(gap)
    return {code: _joined(pieces) for code, pieces in owned.items()}


def joined(areas: Mapping[int, Area], codes: tuple[int, ...]) -> Area:
    """The union of some areas of one clean coverage."""
    return _tidy(shapely.coverage_union_all([areas[code] for code in codes]))


def simplified(areas: Mapping[Key, Area], tolerance: float) -> dict[Key, Area]:
    """Leave out detail below `tolerance` (the root of the area it spans, in the unit of the areas), borders shared."""
    thin = shapely.coverage_simplify(list(areas.values()), tolerance)
    return dict(zip(areas, thin.tolist(), strict=True))


def _faces(areas: Mapping[Key, Area], grid: float) -> list[Polygon]:
    lines = shapely.union_all([area.boundary for area in areas.values()], grid_size=grid)
    return parts(shapely.polygonize(shapely.get_parts(lines)))


def _neighbour(gap: Polygon, owned: Mapping[Key, list[Polygon]]) -> Key:
    def border(code: Key) -> float:
        return sum(float(gap.boundary.intersection(piece.boundary).length) for piece in owned[code])

    return max(owned, key=border)


def _joined(pieces: list[Polygon]) -> Area:
    return _tidy(shapely.coverage_union_all(pieces))


def _tidy(area: Area) -> Area:
    return shapely.normalize(shapely.orient_polygons(area))
