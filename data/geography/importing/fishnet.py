"""Cut districts into given numbers of cells: a fishnet along the towns' lines, its small pieces given to neighbours.

Cells never cross a town's line, do not overlap, leave no gap, and meet point by point, also between districts.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry import Polygon

from data.geography.plane import Area, parts

STEPS: Final = 100_000  # in a degree; the corners of cells lie on whole steps, about a metre apart
UNIT: Final = 1 / STEPS  # degrees


@dataclass(frozen=True)
class GridCell:
    """One cell: the town it lies in and its outline in degrees."""

    town: int
    outline: Polygon


@dataclass(frozen=True)
class _Mesh:
    """Width and height of the meshes over one district, in units."""

    width: int
    height: int


def fishnet(towns: Mapping[int, Area], districts: Mapping[int, int], counts: Mapping[int, int]) -> list[GridCell]:
    """Exactly `counts[district]` cells in each district; cells of a town run row by row from the north-west.

    `towns` are the outlines of one clean coverage (degrees), `districts` tells the district of each town.
    ValueError when a district is to have fewer cells than towns.
    """
    within = {district: {t: towns[t] for t in towns if districts[t] == district} for district in counts}
    meshes = {district: _mesh(within[district].values(), counts[district]) for district in counts}
    faces, owner = _faces(towns, [line for d, mesh in meshes.items() for line in _lines(within[d].values(), mesh)])
    borders = _borders(faces, owner)
    groups = []
    for district, count in counts.items():
        own = {n: faces[n].area for n, town in enumerate(owner) if districts[town] == district}
        groups += merged(own, {pair: length for pair, length in borders.items() if pair[0] in own}, count)
    cells = [GridCell(owner[group[0]], _whole([faces[n] for n in group])) for group in groups]
    place = {town: n for n, town in enumerate(towns)}
    return sorted(cells, key=lambda c: (place[c.town], *_reading_order(c.outline, meshes[districts[c.town]])))


def merged(areas: Mapping[int, float], borders: Mapping[tuple[int, int], float], count: int) -> list[list[int]]:
    """Join faces until `count` groups are left: always the smallest, with the neighbour of its longest border.

    `borders` holds the length that two faces share; faces without one stay apart. ValueError when `count` cannot be
    reached.
    """
    size = dict(areas)
    members = {n: [n] for n in size}
    beside: dict[int, dict[int, float]] = {n: {} for n in size}
    for (one, other), length in borders.items():
        beside[one][other] = beside[other][one] = length
    smallest = [(area, n) for n, area in size.items()]
    heapq.heapify(smallest)
    while len(members) > count:
        if not smallest:
            raise ValueError(f"{len(members)} pieces lie apart from each other; {count} were asked for")
        area, small = heapq.heappop(smallest)
        if size.get(small) != area or not beside[small]:
            continue  # it has grown or is gone; or it lies apart
        large = max(beside[small], key=lambda n: (beside[small][n], -n))
        members[large] += members.pop(small)
        size[large] += size.pop(small)
        for other, length in beside.pop(small).items():
            del beside[other][small]
            if other != large:
                beside[other][large] = beside[large][other] = beside[large].get(other, 0.0) + length
        heapq.heappush(smallest, (size[large], large))
    if len(members) < count:
        raise ValueError(f"there are {len(members)} pieces; {count} were asked for")
    return list(members.values())


def _mesh(towns: Any, count: int) -> _Mesh:
    """A mesh that is square on the ground, and small enough for at least `count` pieces."""
    whole = sum(town.area for town in towns) / UNIT**2
    south, north = shapely.total_bounds(list(towns))[[1, 3]]
    narrowing = math.cos(math.radians(float(south + north) / 2))
    height = math.sqrt(whole / count * narrowing)
    return _Mesh(math.floor(height / narrowing), math.floor(height))


def _lines(towns: Any, mesh: _Mesh) -> list[Any]:
    """The lines of the mesh, as far as the district reaches."""
    district = shapely.union_all(list(towns), grid_size=UNIT)
    x0, y0, x1, y1 = (round(edge / UNIT) for edge in district.bounds)
    upright = [[(x, y0), (x, y1)] for x in range(x0 + mesh.width // 2, x1, mesh.width)]
    level = [[(x0, y), (x1, y)] for y in range(y0 + mesh.height // 2, y1, mesh.height)]
    lines = shapely.linestrings(np.array([*upright, *level], dtype=float) * UNIT)
    return list(shapely.intersection(lines, district, grid_size=UNIT))


def _faces(towns: Mapping[int, Area], mesh: Sequence[Any]) -> tuple[list[Polygon], list[int]]:
    """The pieces that the mesh and the towns' lines make together, and the town of each."""
    lines = shapely.union_all([*mesh, *(town.boundary for town in towns.values())], grid_size=UNIT)
    faces = parts(shapely.polygonize(shapely.get_parts(lines)))
    codes, tree = list(towns), STRtree(list(towns.values()))
    inside, town = tree.query([face.representative_point() for face in faces], predicate="intersects")
    return [faces[n] for n in inside.tolist()], [codes[n] for n in town.tolist()]


def _borders(faces: Sequence[Polygon], owner: Sequence[int]) -> dict[tuple[int, int], float]:
    """How long a line two faces of one town share."""
    one, other = STRtree(faces).query(faces, predicate="touches")
    town = np.array(owner)
    kept: NDArray[np.bool_] = (one < other) & (town[one] == town[other])
    shapes = np.array(faces, dtype=object)
    lengths = shapely.length(shapely.intersection(shapes[one[kept]], shapes[other[kept]]))
    pairs = zip(one[kept].tolist(), other[kept].tolist(), lengths.tolist(), strict=True)
    return {(a, b): length for a, b, length in pairs if length > 0}


def _whole(pieces: Sequence[Polygon]) -> Polygon:
    joined: Polygon = shapely.normalize(shapely.coverage_union_all(list(pieces)))
    return joined


def _reading_order(outline: Polygon, mesh: _Mesh) -> tuple[int, float]:
    """Row by row from the north, each row from the west."""
    x, y = shapely.get_coordinates(outline.representative_point())[0].tolist()
    return -math.floor(y / UNIT / mesh.height), x
