"""A city's own layer in place of the shipped one: a file of its own in COCKPIT_HOME/geography, and the map drawn anew.

The map file is replaced in one step. Until that step, screens keep the last good map.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from data.geography.coverage import clean_coverage
from data.geography.importing.layers import CREDITS, FINE, LARGEST_GAP, read_layer, town_cells, write_layer
from data.geography.plane import Area
from data.geography.shape_files import SourceRegion, bake, write_map
from data.geography.shapes import Quality, load_shapes, own_folder, shapes_file
from indicators.definitions.model import Level

DECIMALS: Final = 7
OWN_CREDIT: Final = {"zh": "界线：本市导入的图层", "en": "Boundaries: layer imported by the city"}


def known_places() -> tuple[SourceRegion, ...]:
    """The city, its districts and towns."""
    return tuple(SourceRegion.of(shape) for shape in load_shapes(None).shapes.values())


def put_layer(home: Path, level: Level, areas: Mapping[int, Area]) -> None:
    """Write checked outlines (degrees) of all regions of a level, and draw the map anew."""
    places, own = known_places(), own_layers(home)
    layer = clean_coverage(areas, FINE, LARGEST_GAP)
    written = write_layer(own_folder(home), level, layer, places, "own", DECIMALS)
    _draw(home, {**own, level: layer}, places, {**_own_files(home), level: written.name})


def _draw(
    home: Path, own: Mapping[str, Mapping[int, Area]], places: tuple[SourceRegion, ...], files: Mapping[str, str]
) -> None:
    """Towns make up the map: the city's own, or else cells inside the city's own districts."""
    towns = own["town"] if "town" in own else town_cells(own["district"], FINE)
    town_quality: Quality = "own" if "town" in own else "approximate"
    quality: dict[Level, Quality] = {"city": "own", "district": "own", "town": town_quality}
    credits = [OWN_CREDIT] if "town" in own else [OWN_CREDIT, CREDITS["town"]]
    write_map(own_folder(home), bake(towns, places, quality, credits, files))


def _own_files(home: Path) -> Mapping[str, str]:
    return load_shapes(home).layers if shapes_file(home).parent == own_folder(home) else {}


def own_layer_file(home: Path, level: Level) -> Path:
    """The file of a level that was imported."""
    return own_folder(home) / _own_files(home)[level]


def own_layers(home: Path) -> dict[str, Mapping[int, Area]]:
    """The city's own outlines (degrees) by level, as far as they were imported."""
    return {level: read_layer(own_folder(home) / name) for level, name in _own_files(home).items()}
