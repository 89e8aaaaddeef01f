"""The commands for schemas: `flask --app app database current`, `database upgrade`, `database downgrade NAME`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask

from data.core.settings import Settings
from data.migrations.versions import STORES
from data.storage.home_lock import take_home
from runtime.commands.faults import add_commands

BACK_UP = "Have a backup first: flask --app app backup DIR"


def register_database_commands(server: Flask, settings: Callable[[], Settings]) -> None:
    """Add the group of commands to the server's command line."""
    group = click.Group("database", help="Show, upgrade or step back the schemas of the databases.")
    for command in (_current_command(settings), _upgrade_command(settings), _downgrade_command(settings)):
        group.add_command(command)
    add_commands(server, group)


def _current_command(settings: Callable[[], Settings]) -> click.Command:
    @click.command("current")
    def current() -> None:
        """Show the schema that each database has; fails when this version cannot use one."""
        from data.storage.schema_administration import schema_state

        for store, url in _urls(settings()).items():
            state = schema_state(url, store)
            later = "the newest" if state.is_newest else f"the next start upgrades it to {state.newest}"
            click.echo(f"{store}: {state.revision} ({later})")

    return current


def _upgrade_command(settings: Callable[[], Settings]) -> click.Command:
    @click.command("upgrade")
    def upgrade() -> None:
        """Bring every database to the schema of this version, as the next start would. Stop the cockpit first."""
        from data.storage.schema_administration import upgrade_schema

        click.echo(BACK_UP)
        with _stopped(settings()):
            for store, url in _urls(settings()).items():
                before = upgrade_schema(url, store)
                done = "nothing to do" if before.is_newest else f"upgraded from {before.revision}"
                click.echo(f"{store}: {before.newest} ({done})")

    return upgrade


def _downgrade_command(settings: Callable[[], Settings]) -> click.Command:
    @click.command("downgrade")
    @click.argument("store", metavar="NAME", type=click.Choice(STORES))
    @click.option("--yes", is_flag=True, help="Do not ask.")
    def downgrade(store: str, yes: bool) -> None:
        """Take the database NAME one schema back, for the version before. Stop the cockpit first.

        Only what the older schema cannot hold is lost; it is told before.
        """
        from data.storage.schema_administration import losses_of_step_back, step_schema_back

        url = _urls(settings())[store]
        with _stopped(settings()):
            older, lost = losses_of_step_back(url, store)
            click.echo(f"{store}: one step back leads to {older}, which cannot hold:")
            for one in lost:
                click.echo(f"  {one.name}: {one.rows} rows")
            click.echo(BACK_UP)
            if not yes:
                click.confirm("Step back?", abort=True)
            click.echo(f"{store}: {step_schema_back(url, store)}. The next start of this version upgrades it again.")

    return downgrade


def _urls(settings: Settings) -> dict[str, str]:
    places = {
        "warehouse": settings.warehouse_url,
        "operations": settings.operations_url,
        "readings": settings.readings_url,
    }
    return {store: places[store] for store in STORES}


@contextmanager
def _stopped(settings: Settings) -> Iterator[None]:
    """Hold the data folder's lock, as a server does."""
    lock = take_home(settings.home)
    try:
        yield
    finally:
        lock.let_go()
