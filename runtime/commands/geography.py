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

if TYPE_CHECKING:
    from data.geography.importing.grid_import import ImportedGrids
    from data.geography.importing.layer_files import Columns
    from data.geography.importing.layer_import import Imported


def register_geography_commands(server: Flask, home: Callable[[], Path]) -> None:
    """Add the command to the server's command line; `home` (COCKPIT_HOME) is asked for when it runs."""
    add_commands(server, _import_command(home))


def _import_command(home: Callable[[], Path]) -> click.Command:
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
    def import_geography(file: Path, level: str, crs: str, **columns: str | None) -> None:
        """Replace the map's outlines by the city's own from FILE (GeoJSON, Shapefile, zip, GeoPackage)."""
        from data.geography.importing.layer_files import Columns

        places = Columns(
            columns["code_column"],
            columns["name_column"],
            columns["layer"],
            columns["encoding"],
            columns["town_column"],
        )
        if level == "grid":
            _report_grids(_import_grids(home(), file, cast(Crs, crs), places))
        else:
            _report(_import(home(), file, cast(Level, level), cast(Crs, crs), places))

    return import_geography


def _import(home: Path, file: Path, level: Level, crs: Crs, places: Columns) -> Imported:
    from data.geography.importing.layer_import import import_layer

    return import_layer(home, file, level, crs, places)


def _import_grids(home: Path, file: Path, crs: Crs, places: Columns) -> ImportedGrids:
    from data.geography.importing.grid_import import import_grids

    return import_grids(home, file, crs, places)


def _report(imported: Imported) -> None:
    click.echo(f"{len(imported.km2)} {imported.level} outlines imported to {imported.file}.")
    for code, km2 in imported.km2.items():
        published = imported.published_km2.get(code)
        click.echo(f"  {code}: {km2:.2f} km2" + (f" (published {published:.2f})" if published else ""))


def _report_grids(imported: ImportedGrids) -> None:
    click.echo(f"{sum(imported.by_town.values())} grids imported to {imported.file}.")
    for town, count in sorted(imported.by_town.items()):
        click.echo(f"  {town}: {count} grids")
