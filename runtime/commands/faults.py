"""What goes wrong in a command ends it with a sentence instead of a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from flask import Flask

from components.messages.refusal_texts import located_text
from data.migrations.faults import SchemaError
from data.pipeline.refusal import DeliveryRefused
from data.storage.faults import DatabaseUnavailable
from data.storage.home_lock import HomeInUse


def add_commands(server: Flask, *commands: click.Command) -> None:
    """Add commands, or groups of them, to a server's command line."""
    for command in commands:
        server.cli.add_command(_with_sentences(command))


def _with_sentences(command: click.Command) -> click.Command:
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _with_sentences(one)
    if command.callback is not None:
        command.callback = _told(command.callback)
    return command


def _told(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def told(*given: Any, **named: Any) -> Any:
        with sentences():
            return work(*given, **named)

    return told


@contextmanager
def sentences() -> Iterator[None]:
    """A database that is away or of another version, a cockpit that runs, a delivery that is refused: one sentence."""
    try:
        yield
    except HomeInUse as running:
        raise click.ClickException(f"{running}. Stop it first") from None
    except SchemaError as refusal:
        raise click.ClickException(f"Nothing was changed: {refusal}") from refusal
    except DatabaseUnavailable as fault:
        raise click.ClickException(str(fault)) from fault
    except DeliveryRefused as refused:
        raise click.ClickException(_nothing_loaded(refused)) from refused


def _nothing_loaded(refused: DeliveryRefused) -> str:
    lines = [f"{located_text('en', one)} [{one.code}]" for one in refused.refusals]
    if len(lines) == 1:
        return f"Nothing was loaded ({refused.code}): {located_text('en', refused.refusals[0])}"
    return "\n".join((f"Nothing was loaded; {len(lines)} faults:", *lines))
