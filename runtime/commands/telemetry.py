"""The steward's commands for devices: `flask --app app load-devices FILE`, `load-readings FILE`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask

from data.core.clock import Clock
from data.ingest.device_files import load_devices
from data.ingest.reading_files import load_readings
from data.ingest.table_files import FileError
from data.telemetry.engine import Readings
from data.telemetry.landing import Receipt
from data.telemetry.reading_contract import ReadingLimits
from data.telemetry.reading_ingest import known
from indicators.catalogue.catalogue import Catalogue

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
    server.cli.add_command(_load_devices_command(yard))
    server.cli.add_command(_load_readings_command(yard))


def _load_devices_command(yard: Callable[[], TelemetryDependencies]) -> click.Command:
    @click.command("load-devices")
    @_FILE
    def load(file: Path) -> None:
        """Enter the devices of FILE into the register (CSV, Excel, Parquet).

        Columns: id, name_zh, quantities, region, owner, every; if known name_en, lon, lat, grid, facts.
        """
        place = yard()
        try:
            report = load_devices(place.readings, place.catalogue, place.catalogue.vitals.quantities, file, place.clock)
        except FileError as error:
            raise click.ClickException(f"Nothing was entered ({error.code}): {error.reason}") from error
        refused = sum(report.refused.values())
        click.echo(f"{report.file_name}: {report.entered} devices entered, {refused} refused.")
        _reasons(report.refused)

    return load


def _load_readings_command(yard: Callable[[], TelemetryDependencies]) -> click.Command:
    @click.command("load-readings")
    @_FILE
    @click.option("--source", default="file", show_default=True, help="Who brings them.")
    def load(file: Path, source: str) -> None:
        """Land the readings of FILE (CSV, Excel, Parquet: device, at, value[, quantity])."""
        place = yard()
        with place.readings.reading() as connection:
            register = known(connection, place.limits)
        try:
            receipts = load_readings(place.readings, register, file, place.clock, source)
        except FileError as error:
            raise click.ClickException(f"Nothing was loaded ({error.code}): {error.reason}") from error
        _report(file.name, receipts)

    return load


def _report(name: str, receipts: tuple[Receipt, ...]) -> None:
    if not receipts:
        click.echo(f"{name}: this very file came before; nothing was changed.")
        return
    accepted, repeated = sum(one.accepted for one in receipts), sum(one.repeated for one in receipts)
    refused = Counter(bad.code for one in receipts for bad in one.refused)
    click.echo(f"{name}: {accepted} readings, {repeated} known before, {sum(refused.values())} refused.")
    _reasons(refused)


def _reasons(refused: Mapping[str, int]) -> None:
    for code, count in sorted(refused.items()):
        click.echo(f"  {code}: {count}")
