"""The steward's commands for refused rows: `quarantine list`, `quarantine correct BATCH ROW`, `quarantine reject`.

Whoever can type them owns the machine, so they ask for no right; each is noted in the audit all the same.
"""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Flask

from access.authentication.auth_service import AuthService
from components.messages import message
from components.messages.refusal_texts import located_text
from data.core.scope import Scope
from data.ingest.corrections import CannotDecide, correct_row, reject_row
from data.operations.audit.audit_chain import AuditEntry
from data.warehouse.delivery_repository import DeliveryRepository
from runtime.commands.faults import add_commands
from runtime.commands.warehouse import WarehouseDependencies

COMMAND = "cockpit"  # who the audit says it was
Opened = Callable[[], WarehouseDependencies]


def register_quarantine_commands(server: Flask, opened: Opened, open_auth: Callable[[], AuthService]) -> None:
    """Add the commands to the server's command line; the databases are opened when one runs, not before."""
    group = click.Group("quarantine", help="List, correct and reject refused rows.")
    for make in (_list, _correct, _reject):
        group.add_command(make(opened, open_auth))
    add_commands(server, group)


def _list(opened: Opened, open_auth: Callable[[], AuthService]) -> click.Command:
    @click.command("list")
    def listed() -> None:
        """List files with refused rows, by reason, and how many of them wait."""
        place = opened()
        for one in DeliveryRepository(place.engine, place.catalogue).refused_groups(Scope.everything()):
            click.echo(f"batch {one.batch} {one.file_name}: {one.code} {one.rows}, waiting {one.waiting}")

    return listed


def _correct(opened: Opened, open_auth: Callable[[], AuthService]) -> click.Command:
    @click.command("correct")
    @click.argument("batch", type=int)
    @click.argument("row", type=int)
    @click.option("--set", "given", multiple=True, required=True, help="A column and what it should hold: value=12")
    def correct(batch: int, row: int, given: tuple[str, ...]) -> None:
        """Offer ROW of BATCH again with other contents; the row that was refused stays as it came."""
        place = opened()
        columns = {name: content for name, _, content in (text.partition("=") for text in given)}
        try:
            done = correct_row(place.engine, place.catalogue, place.clock, COMMAND, batch, row, columns)
        except CannotDecide as fault:
            raise click.ClickException(_why(fault)) from fault
        if done.refusal is not None:
            raise click.ClickException(located_text("en", done.refusal))
        _note(open_auth(), "data.correct", f"batch:{batch} row:{row} in batch:{done.batch}")
        click.echo(f"Row {row} of batch {batch} landed as batch {done.batch}.")

    return correct


def _reject(opened: Opened, open_auth: Callable[[], AuthService]) -> click.Command:
    @click.command("reject")
    @click.argument("batch", type=int)
    @click.argument("row", type=int)
    @click.option("--reason", required=True, help="Why the row is rejected for good.")
    def reject(batch: int, row: int, reason: str) -> None:
        """Reject ROW of BATCH for good."""
        place = opened()
        try:
            reject_row(place.engine, place.clock, COMMAND, batch, row, reason)
        except CannotDecide as fault:
            raise click.ClickException(_why(fault)) from fault
        _note(open_auth(), "data.reject", f"batch:{batch} row:{row}")
        click.echo(f"Row {row} of batch {batch} is rejected.")

    return reject


def _why(fault: CannotDecide) -> str:
    return message("en", f"data.refused.{fault.code}")


def _note(auth: AuthService, event: str, about: str) -> None:
    auth.record.note_alone(AuditEntry(event, actor=COMMAND, object=about))
