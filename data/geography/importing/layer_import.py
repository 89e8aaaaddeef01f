"""Take over a city's own layer: read, convert, match, check; write it only when nothing is wrong.

The layer lands in COCKPIT_HOME/geography as a file of its own; the map file is then replaced in one step. Until that
step, and after any fault, screens keep the last good map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.geography.baking import Place, bake, write_map
from data.geography.coverage import clean_coverage
from data.geography.datum import Crs
from data.geography.importing.layer_checks import Candidate, check
from data.geography.importing.layer_files import Columns, read_rows
from data.geography.importing.layers import (
    CREDITS,
    FINE,
    LARGEST_GAP,
    read_areas,
    read_layer,
    town_cells,
    write_layer,
)
from data.geography.importing.region_matching import match
from data.geography.plane import Area, gridded, ground_km2, to_metres
from data.geography.shapes import SHIPPED, Quality, Shapes, load_shapes, own_folder, shapes_file
from data.pipeline.refusal import DeliveryRefused
from indicators.definitions.model import Level

DECIMALS: Final = 7
FOUND: Final = Columns()
OWN_CREDIT: Final = {"zh": "界线：本市导入的图层", "en": "Boundaries: layer imported by the city"}


@dataclass(frozen=True)
class Imported:
    """What was taken over: the area of each region in km2, and the published one where known."""

    level: Level
    file: Path
    km2: Mapping[int, float]
    published_km2: Mapping[int, float]


def import_layer(home: Path, file: Path, level: Level, crs: Crs, columns: Columns = FOUND) -> Imported:
    """Import the outlines of all districts or all towns, and draw the map anew.

    Raises DeliveryRefused with everything that is wrong; then nothing was changed.
    """
    shipped, own = load_shapes(None), own_layers(home)
    places = tuple(Place.of(shape) for shape in shipped.shapes.values())
    matched = match(read_rows(file, crs, columns), level, places)
    candidate = _candidate(level, crs, places, matched.named, matched.areas, own, shipped)
    faults = [*matched.faults, *check(candidate)]
    if faults:
        raise DeliveryRefused(faults)
    layer = clean_coverage(matched.areas, FINE, LARGEST_GAP)
    written = write_layer(own_folder(home), level, layer, places, "own", DECIMALS)
    _draw(home, {**own, level: layer}, places, {**_own_files(home), level: written.name})
    km2 = {code: ground_km2(outline) for code, outline in layer.items()}
    known = {code: area for code, area in read_areas().items() if code in km2}
    return Imported(level, written, km2, known)


def _candidate(
    level: Level,
    crs: Crs,
    places: tuple[Place, ...],
    named: frozenset[int],
    areas: Mapping[int, Area],
    own: Mapping[str, Mapping[int, Area]],
    shipped: Shapes,
) -> Candidate:
    return Candidate(
        level=level,
        crs=crs,
        places={place.code: place for place in places},
        named=named,
        areas=_metres(areas),
        degrees=areas,
        shipped_districts=_metres(read_layer(SHIPPED / shipped.layers["district"])),
        own_districts=_metres(own.get("district", {})),
        own_towns=_metres(own.get("town", {})),
    )


def _draw(
    home: Path, own: Mapping[str, Mapping[int, Area]], places: tuple[Place, ...], files: Mapping[str, str]
) -> None:
    """Towns make up the map: the city's own, or else cells inside the city's own districts."""
    towns = own["town"] if "town" in own else town_cells(own["district"], FINE)
    town_quality: Quality = "own" if "town" in own else "approximate"
    quality: dict[Level, Quality] = {"city": "own", "district": "own", "town": town_quality}
    credits = [OWN_CREDIT] if "town" in own else [OWN_CREDIT, CREDITS["town"]]
    write_map(own_folder(home), bake(towns, places, quality, credits, files))


def _own_files(home: Path) -> Mapping[str, str]:
    return load_shapes(home).layers if shapes_file(home).parent == own_folder(home) else {}


def own_layers(home: Path) -> dict[str, Mapping[int, Area]]:
    """The city's own outlines (degrees) by level, as far as they were imported."""
    return {level: read_layer(own_folder(home) / name) for level, name in _own_files(home).items()}


def _metres(areas: Mapping[int, Area]) -> dict[int, Area]:
    return {code: gridded(to_metres(area)) for code, area in areas.items()}
