"""A city's own grids in place of the shipped ones, however many there are.

A grid is known by its code: one that was imported before keeps its number, since devices and events carry it; new ones
get the next numbers. A grid nests in its town by what the file says, not by where it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import shapely

from data.geography.coverage import clean_coverage, simplified
from data.geography.grid_file import Grid, GridLayer, Ring, pack, unpack
from data.geography.grids import GRIDS_FILE
from data.geography.importing.layers import LARGEST_GAP
from data.geography.plane import Area, parts, to_degrees, to_metres
from data.geography.shape_files import write_whole
from data.geography.shapes import own_folder

STEPS: Final = 1_000_000  # in a degree: about a decimetre
DETAIL: Final = 5.0  # metres; finer detail is not drawn
NOTE: Final = {"zh": "网格：本市导入的图层", "en": "Grids: layer imported by the city"}


def put_grids(home: Path, outlines: Mapping[str, Area], towns: Mapping[str, int]) -> None:
    """Write checked grids: outlines (degrees) and towns by their codes."""
    numbers = _numbers(outlines, _imported_before(home))
    drawn = _drawn(clean_coverage(outlines, 1 / STEPS, LARGEST_GAP))
    grids = [Grid(numbers[code], code, towns[code], _rings(area)) for code, area in drawn.items()]
    layer = GridLayer(tuple(sorted(grids, key=lambda grid: grid.number)), "own", NOTE, STEPS)
    write_whole(grids_file(home), pack(layer).decode() + "\n")


def grids_file(home: Path) -> Path:
    """The file of the city's own grids, there or not."""
    return own_folder(home) / GRIDS_FILE


def _imported_before(home: Path) -> dict[str, int]:
    """Numbers by code of the layer that stands."""
    file = grids_file(home)
    return {grid.code: grid.number for grid in unpack(file.read_bytes()).grids} if file.is_file() else {}


def _numbers(codes: Iterable[str], before: Mapping[str, int]) -> dict[str, int]:
    fresh = max(before.values(), default=0) + 1
    new = [code for code in codes if code not in before]
    return {**before, **{code: fresh + n for n, code in enumerate(new)}}


def _drawn(outlines: Mapping[str, Area]) -> dict[str, Area]:
    """The outlines without detail that is never seen, in degrees."""
    thin = simplified({code: to_metres(area) for code, area in outlines.items()}, DETAIL)
    return {code: to_degrees(area) for code, area in thin.items()}


def _rings(area: Area) -> tuple[Ring, ...]:
    rings: list[Any] = [ring for part in parts(area) for ring in (part.exterior, *part.interiors)]
    return tuple(tuple((float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]) for ring in rings)
