"""The command line: `flask --app app …`, one file a subject."""

from __future__ import annotations

from flask import Flask

from access.authentication.startup_checks import open_auth, secret_of
from runtime.commands.access import commands
from runtime.commands.backup import register_backup_commands
from runtime.commands.database import register_database_commands
from runtime.commands.faults import add_commands
from runtime.commands.geography import register_geography_commands
from runtime.commands.telemetry import TelemetryDependencies, register_reading_commands
from runtime.commands.warehouse import WarehouseDependencies, register_warehouse_commands
from runtime.container import Container

__all__ = ["register_commands"]


def register_commands(server: Flask, container: Container) -> None:
    """Add all commands of the product to a server's command line; databases are opened by the one that is run."""
    register_warehouse_commands(server, lambda: _warehouse(container))
    register_geography_commands(server, lambda: container.settings.home, lambda: _warehouse(container))
    register_backup_commands(server, lambda: container.settings, lambda: secret_of(container.settings).text)
    register_reading_commands(server, lambda: _telemetry(container))
    register_database_commands(server, lambda: container.settings)
    add_commands(server, *commands(lambda: open_auth(container.settings, container.operations, container.catalogue)))


def _warehouse(container: Container) -> WarehouseDependencies:
    return WarehouseDependencies(
        container.engine, container.catalogue, container.clock, container.voice_rules, lambda: container.grids
    )


def _telemetry(container: Container) -> TelemetryDependencies:
    home = container.settings.home
    return TelemetryDependencies(container.readings, container.catalogue, container.limits, container.clock, home)
