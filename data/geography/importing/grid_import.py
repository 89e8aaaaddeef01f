"""Take over the city's own grids: read, convert, match, check; write them only when nothing is wrong.

However many there are. A grid is known by its code: one that was imported before keeps its number, since devices and
events carry it; new ones get the next numbers. A grid nests in its town by what the file says, not by where it lies.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely

from data.geography.baking import Place, write_whole
from data.geography.coverage import clean_coverage, simplified
from data.geography.datum import Crs
from data.geography.grid_file import Grid, GridLayer, Ring, pack, unpack
from data.geography.grids import GRIDS_FILE
from data.geography.importing.grid_checks import GridCandidate, check_grids
from data.geography.importing.layer_files import Columns, GridRow, Row, read_grid_rows
from data.geography.importing.layer_import import own_layers
from data.geography.importing.layers import LARGEST_GAP, read_layer
from data.geography.importing.region_matching import Known, doubled, union, unsound
from data.geography.plane import Area, gridded, parts, to_degrees, to_metres
from data.geography.shapes import SHIPPED, load_shapes, own_folder
from data.pipeline.refusal import DeliveryRefused, Refusal

STEPS: Final = 1_000_000  # in a degree: about a decimetre
DETAIL: Final = 5.0  # metres; finer detail is not drawn
FOUND: Final = Columns()
NOTE: Final = {"zh": "网格：本市导入的图层", "en": "Grids: layer imported by the city"}


@dataclass(frozen=True)
class ImportedGrids:
    """What was taken over: how many grids each town has; towns without any are not named."""

    file: Path
    by_town: Mapping[int, int]


def import_grids(home: Path, file: Path, crs: Crs, columns: Columns = FOUND) -> ImportedGrids:
    """Import the city's grids. Raises DeliveryRefused with everything that is wrong; then nothing was changed."""
    places = tuple(Place.of(shape) for shape in load_shapes(None).shapes.values())
    matched, faults = _match(read_grid_rows(file, crs, columns), places)
    candidate = GridCandidate(
        crs=crs,
        degrees={code: area for code, (_, area) in matched.items()},
        areas={code: gridded(to_metres(area)) for code, (_, area) in matched.items()},
        towns={code: town for code, (town, _) in matched.items()},
        places={place.code: place for place in places},
        shipped_districts=_metres(read_layer(SHIPPED / load_shapes(None).layers["district"])),
        own={level: _metres(layer) for level, layer in own_layers(home).items()},
    )
    faults += check_grids(candidate)
    if faults:
        raise DeliveryRefused(faults)
    numbers = _numbers(matched, _imported_before(home))
    outlines = _drawn(clean_coverage(candidate.degrees, 1 / STEPS, LARGEST_GAP))
    grids = [Grid(numbers[code], code, candidate.towns[code], _rings(area)) for code, area in outlines.items()]
    layer = GridLayer(tuple(sorted(grids, key=lambda grid: grid.number)), "own", NOTE, STEPS)
    written = write_whole(own_folder(home) / GRIDS_FILE, pack(layer).decode() + "\n")
    return ImportedGrids(written, Counter(candidate.towns.values()))


def _match(rows: Iterable[GridRow], places: Sequence[Place]) -> tuple[dict[str, tuple[int, Area]], list[Refusal]]:
    """The town and the outline of each grid, by its code; several rows of one grid are joined."""
    known = Known.of("town", places)
    found: dict[str, list[tuple[GridRow, int]]] = {}
    faults: list[Refusal] = []
    for row in rows:
        town = known.region(_town_of(row))
        code = Refusal("no_code", {}, row.number) if not row.code else None
        wrong = [fault for fault in (code, town, unsound(row)) if isinstance(fault, Refusal)]
        faults += wrong
        if not wrong and isinstance(town, int):
            found.setdefault(row.code, []).append((row, town))
    joined = {code: _joined(code, same) for code, same in sorted(found.items())}
    faults += [fault for fault in joined.values() if isinstance(fault, Refusal)]
    return {code: one for code, one in joined.items() if not isinstance(one, Refusal)}, faults


def _joined(code: str, same: Sequence[tuple[GridRow, int]]) -> tuple[int, Area] | Refusal:
    outlines = [row.outline for row, _ in same]
    first, town = same[0]
    if any(other != town for _, other in same):
        return Refusal("two_towns", {"text": code}, first.number)
    if doubled(outlines):
        return Refusal("same_ground", {"rows": len(same), "text": code}, first.number)
    return town, union(outlines)


def _town_of(row: GridRow) -> Row:
    """The row as one that speaks of its town. Without a column of towns, a grid's code begins with its town's."""
    said = row.town or row.code[:9]
    coded = said.isascii() and said.isdigit()
    return Row(row.number, said if coded else "", "" if coded else said, row.outline)


def _imported_before(home: Path) -> dict[str, int]:
    """Numbers by code of the layer that stands."""
    file = own_folder(home) / GRIDS_FILE
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


def _metres(layer: Mapping[int, Area]) -> dict[int, Area]:
    return {code: gridded(to_metres(area)) for code, area in layer.items()}
