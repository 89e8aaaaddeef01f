"""The steward's commands for devices: `flask --app app load-devices FILE`, `load-readings FILE`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

import click
from flask import Flask

from data.core.clock import Clock
from data.geography.point_crs import SPELLINGS, PointCrs, point_crs
from data.ingest.device_files import DeviceFileRules, load_devices
from data.ingest.reading_files import load_readings
from data.pipeline.values import zone_of
from data.telemetry.engine import Readings
from data.telemetry.reading_contract import FeedRules, ReadingLimits
from data.telemetry.reading_ingest import known_devices
from indicators.catalogue.catalogue import Catalogue
from runtime.commands.delivery_reports import dry_run_option, tell
from runtime.commands.faults import add_commands

_FILE = click.argument("file", type=click.Path(path_type=Path))


def _crs(context: click.Context, option: click.Parameter, text: str) -> PointCrs:
    try:
        return point_crs(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _zone(context: click.Context, option: click.Parameter, text: str) -> tzinfo:
    zone = zone_of(text)
    if zone is None:
        raise click.BadParameter("a zone is a place such as Asia/Shanghai, UTC, or an offset such as +08:00")
    return zone


@dataclass(frozen=True)
class TelemetryDependencies:
    """What these commands work with; `home` has the city's own outlines."""

    readings: Readings
    catalogue: Catalogue
    limits: Mapping[str, ReadingLimits]
    clock: Clock
    home: Path


def register_reading_commands(server: Flask, yard: Callable[[], TelemetryDependencies]) -> None:
    """Add the commands to the server's command line; `yard` is called when one runs, not before."""
    add_commands(server, _load_devices_command(yard), _load_readings_command(yard))


def _load_devices_command(yard: Callable[[], TelemetryDependencies]) -> click.Command:
    @click.command("load-devices")
    @_FILE
    @click.option("--crs", default="wgs84", show_default=True, callback=_crs, help=f"Of lon and lat: {SPELLINGS}.")
    @click.option("--hand-over", is_flag=True, help="Let devices go to another region or owner.")
    @dry_run_option
    def load(file: Path, crs: PointCrs, hand_over: bool, dry_run: bool) -> None:
        """Enter the devices of FILE into the register (CSV, Excel, Parquet).

        Columns: id, name_zh, quantities, region, owner, every; if known name_en, lon, lat, grid, facts, zone, unit,
        counts, flat_after, state, replaces.
        """
        place = yard()
        rules = DeviceFileRules(crs, hand_over)
        report = load_devices(
            place.readings, place.catalogue, file, place.clock, home=place.home, rules=rules, dry_run=dry_run
        )
        tell(report, "devices entered", dry_run=dry_run)

    return load


def _load_readings_command(yard: Callable[[], TelemetryDependencies]) -> click.Command:
    @click.command("load-readings")
    @_FILE
    @click.option("--source", default="file", show_default=True, help="Who brings them.")
    @click.option("--zone", default="Asia/Shanghai", show_default=True, callback=_zone, help="Of times without one.")
    @click.option("--unit", default="", help="Of values, where neither row nor device names one.")
    @click.option("--counts", type=click.Choice(["increment", "counter"]), default="increment", show_default=True)
    def load(file: Path, source: str, zone: tzinfo, unit: str, counts: str) -> None:
        """Land the readings of FILE (CSV, Excel, Parquet: device, at, value[, quantity, unit])."""
        place = yard()
        with place.readings.reading() as connection:
            register = known_devices(connection, place.limits)
        rules = FeedRules(zone, unit, counts == "counter")
        tell(load_readings(place.readings, register, file, place.clock, source, rules), "readings loaded")

    return load
