"""Bringing layers to a data folder whose warehouse lies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import click.testing
from flask import Flask
from sqlalchemy import select

from data.core.clock import FixedClock
from data.geography.datum import Crs
from data.geography.grids import load_grids
from data.geography.importing.layer_files import LayerColumns
from data.ingest import layers
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import batch, source
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.definitions.model import Level
from indicators.hotline import load_hotline_rules
from runtime.commands.geography import register_geography_commands
from runtime.commands.warehouse import WarehouseDependencies

CLOCK = FixedClock(datetime(2025, 6, 30, 2, 0, tzinfo=UTC))


@cache
def small_catalogue() -> Catalogue:
    return load_catalogue(Path(__file__).parents[1] / "small_catalogue")


@contextmanager
def target(home: Path) -> Iterator[layers.LayerTarget]:
    engine = open_warehouse(f"sqlite:///{home.parent / 'warehouse.db'}")
    yield layers.LayerTarget(home, engine, small_catalogue(), CLOCK)
    engine.dispose()


def import_layer(
    home: Path, file: Path, level: Level, crs: Crs, columns: LayerColumns = layers.FOUND
) -> layers.ImportedLayer:
    with target(home) as where:
        return layers.import_layer(where, layers.LayerDelivery(file, crs, columns), level)


def import_grids(home: Path, file: Path, crs: Crs, columns: LayerColumns = layers.FOUND) -> layers.ImportedGrids:
    with target(home) as where:
        return layers.import_grids(where, layers.LayerDelivery(file, crs, columns))


def batches(home: Path) -> list[tuple[object, ...]]:
    """Contract, file, rows taken and source of each batch."""
    columns = (batch.c.contract, batch.c.file_name, batch.c.accepted, batch.c.source_id)
    query = select(*columns).join(source, source.c.id == batch.c.source_id).order_by(batch.c.id)
    with target(home) as where, where.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(query)]


def command(home: Path, *arguments: str) -> click.testing.Result:
    server = Flask("test")
    with target(home) as where:
        rules = load_hotline_rules(CATALOGUE)
        place = WarehouseDependencies(where.engine, where.catalogue, CLOCK, rules, lambda: load_grids(None))
        register_geography_commands(server, lambda: home, lambda: place)
        return server.test_cli_runner().invoke(args=["import-geography", *arguments])
