"""The steward's commands for devices: `flask --app app load-devices FILE`, `load-readings FILE`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask

from data.core.clock import Clock
from data.ingest.device_files import load_devices
from data.ingest.reading_files import load_readings
from data.telemetry.engine import Readings
from data.telemetry.reading_contract import ReadingLimits
from data.telemetry.reading_ingest import known_devices
from indicators.catalogue.catalogue import Catalogue
from runtime.commands.delivery_reports import dry_run_option, tell
from runtime.commands.faults import add_commands

_FILE = click.argument("file", type=click.Path(path_type=Path))


@dataclass(frozen=True)
class TelemetryDependencies:
    """What these commands work with."""

    readings: Readings
    catalogue: Catalogue
    limits: Mapping[str, ReadingLimits]
    clock: Clock


def register_reading_commands(server: Flask, yard: Callable[[], TelemetryDependencies]) -> None:
    """Add the commands to the server's command line; `yard` is called when one runs, not before."""
    add_commands(server, _load_devices_command(yard), _load_readings_command(yard))


def _load_devices_command(yard: Callable[[], TelemetryDependencies]) -> click.Command:
    @click.command("load-devices")
    @_FILE
    @dry_run_option
    def load(file: Path, dry_run: bool) -> None:
        """Enter the devices of FILE into the register (CSV, Excel, Parquet).

        Columns: id, name_zh, quantities, region, owner, every; if known name_en, lon, lat, grid, facts.
        """
        place = yard()
        quantities = place.catalogue.vitals.quantities
        report = load_devices(place.readings, place.catalogue, quantities, file, place.clock, dry_run=dry_run)
        tell(report, "devices entered", dry_run=dry_run)

    return load


def _load_readings_command(yard: Callable[[], TelemetryDependencies]) -> click.Command:
    @click.command("load-readings")
    @_FILE
    @click.option("--source", default="file", show_default=True, help="Who brings them.")
    def load(file: Path, source: str) -> None:
        """Land the readings of FILE (CSV, Excel, Parquet: device, at, value[, quantity])."""
        place = yard()
        with place.readings.reading() as connection:
            register = known_devices(connection, place.limits)
        tell(load_readings(place.readings, register, file, place.clock, source), "readings loaded")

    return load
