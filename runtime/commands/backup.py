"""The commands: `flask --app app backup DIR`, `verify-backup DIR`, `restore DIR`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from flask import Flask

from data.backup.check import check_backup
from data.backup.faults import BackupError
from data.backup.make import make_backup
from data.backup.manifest import Manifest, write_private
from data.backup.restore import restore_backup
from data.core.settings import Settings
from runtime.commands.faults import add_commands

Found = TypeVar("Found")
_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


def register_backup_commands(server: Flask, settings: Callable[[], Settings], secret: Callable[[], str]) -> None:
    """Add the commands to the server's command line. `secret` gives the cockpit's secret, when it is asked for."""
    add_commands(server, _backup_command(settings, secret), _verify_command(), _restore_command(settings))


def _backup_command(settings: Callable[[], Settings], secret: Callable[[], str]) -> click.Command:
    @click.command("backup")
    @_FOLDER
    @click.option(
        "--secret-to",
        type=click.Path(path_type=Path),
        help="Write the secret to this new file, too (0600). Keep it apart from the backup.",
    )
    def backup(folder: Path, secret_to: Path | None) -> None:
        """Back up all databases, evidence, definitions and maps into the new folder DIR, while the cockpit runs."""
        if secret_to is not None and folder.resolve() in secret_to.resolve().parents:
            raise click.UsageError("the secret opens what the backup seals: write it somewhere else")
        manifest = _attempt(lambda: make_backup(settings(), folder))
        if secret_to is not None:
            write_private(secret_to, secret().encode())
        click.echo(f"{folder}: {_summary(manifest)}.")

    return backup


def _verify_command() -> click.Command:
    @click.command("verify-backup")
    @_FOLDER
    def verify(folder: Path) -> None:
        """Check every file and every database of the backup DIR."""
        manifest, faults = _attempt(lambda: check_backup(folder))
        if faults:
            raise click.ClickException("\n".join((f"{folder} is not whole:", *faults)))
        click.echo(f"{folder} is whole: {_summary(manifest)}.")

    return verify


def _restore_command(settings: Callable[[], Settings]) -> click.Command:
    @click.command("restore")
    @_FOLDER
    @click.option("--move-aside", is_flag=True, help="Rename what is there already (before-TIME-NAME).")
    def restore(folder: Path, move_aside: bool) -> None:
        """Check the backup DIR and put it in place: into an empty data folder, into empty databases."""
        manifest = _attempt(lambda: restore_backup(settings(), folder, move_aside=move_aside))
        click.echo(f"Restored {folder}: {_summary(manifest)}.")

    return restore


def _summary(manifest: Manifest) -> str:
    moments = "; ".join(f"{' and '.join(one.names)} as of {one.as_of}" for one in manifest.databases)
    return f"{manifest.rows} rows, {len(manifest.files)} files, {moments}"


def _attempt(do: Callable[[], Found]) -> Found:
    try:
        return do()
    except BackupError as fault:
        raise click.ClickException(str(fault)) from fault
    except OSError as fault:
        raise click.ClickException(f"{fault.strerror or fault}: {fault.filename or ''}") from fault
