"""The steward's command for the map: `flask --app app import-geography FILE --level town --crs gcj02`.

The geometry libraries are loaded when the command runs, so that web workers never wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from flask import Flask

from data.geography.datum import CRS, Crs
from indicators.definitions.model import Level
from runtime.commands.faults import add_commands
from runtime.commands.warehouse import WarehouseDependencies

if TYPE_CHECKING:
    from data.ingest.layers import ImportedGrids, ImportedLayer


def register_geography_commands(
    server: Flask, home: Callable[[], Path], workplace: Callable[[], WarehouseDependencies]
) -> None:
    """Add the command to the server's command line; `home` (COCKPIT_HOME) and the rest are asked for when it runs."""
    add_commands(server, _import_command(home, workplace))


def _import_command(home: Callable[[], Path], workplace: Callable[[], WarehouseDependencies]) -> click.Command:
    @click.command("import-geography")
    @click.argument("file", type=click.Path(exists=True, path_type=Path))
    @click.option(
        "--level", type=click.Choice(["district", "town", "grid"]), required=True, help="What the file outlines."
    )
    @click.option("--crs", type=click.Choice(CRS), required=True, help="The datum its coordinates are in.")
    @click.option("--code-column", help="Column of official codes, if it has an unusual name.")
    @click.option("--name-column", help="Column of names, if it has an unusual name.")
    @click.option("--town-column", help="Column that names the town of each grid, if it has an unusual name.")
    @click.option("--layer", help="Which layer of a GeoPackage.")
    @click.option("--encoding", help="Encoding of a Shapefile's texts, for instance gbk.")
    @click.option("--epsg", type=int, help="Projection of a file that does not say it, for instance 4526 or 4547.")
    @click.option("--swap-axes", is_flag=True, help="Coordinates come as latitude, longitude, or as north, east.")
    def import_geography(
        file: Path, level: str, crs: str, epsg: int | None, swap_axes: bool, **columns: str | None
    ) -> None:
        """Replace the map's outlines by the city's own from FILE (GeoJSON, Shapefile, zip, GeoPackage)."""
        from data.geography.importing.layer_files import LayerColumns
        from data.ingest.layers import LayerDelivery, LayerTarget, import_grids, import_layer

        look = LayerColumns(
            columns["code_column"],
            columns["name_column"],
            columns["layer"],
            columns["encoding"],
            columns["town_column"],
            epsg,
            swap_axes,
        )
        given = LayerDelivery(file, cast(Crs, crs), look)
        place = workplace()
        target = LayerTarget(home(), place.engine, place.catalogue, place.clock)
        if level == "grid":
            _report_grids(import_grids(target, given))
        else:
            _report(import_layer(target, given, cast(Level, level)))

    return import_geography


def _report(imported: ImportedLayer) -> None:
    click.echo(f"{len(imported.km2)} {imported.level} outlines imported to {imported.file}.")
    if imported.encoding:
        click.echo(f"  No file says the encoding of its texts; they were read as {imported.encoding}.")
    for code, km2 in imported.km2.items():
        published = imported.published_km2.get(code)
        click.echo(f"  {code}: {km2:.2f} km2" + (f" (published {published:.2f})" if published else ""))


def _report_grids(imported: ImportedGrids) -> None:
    click.echo(f"{sum(imported.by_town.values())} grids imported to {imported.file}.")
    for town, count in sorted(imported.by_town.items()):
        click.echo(f"  {town}: {count} grids")
