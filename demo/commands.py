"""The command that builds the demonstration city anew, larger or from another seed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from data.storage.damage_check import NAME as STORAGE_CHECK
from demo.city.build import SEED
from demo.container import DemoContainer
from runtime.commands.faults import add_commands


def register_demo_command(server: Flask, open_demo: Callable[[], DemoContainer | None]) -> None:
    """Add `flask --app app build-demo` to the server's command line."""

    @click.command("build-demo")
    @click.option(
        "--scale", type=click.FloatRange(0.001, 100), default=1.0, show_default=True, help="Times as many events."
    )
    @click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed makes the same city.")
    @click.option(
        "--anew", is_flag=True, help="Throw away first what the data folder holds, and what people did in it."
    )
    def build(scale: float, seed: int, anew: bool) -> None:
        """Build the demonstration city (about two million events at scale 1) and compute its indicators."""
        container = open_demo()
        if container is None:
            raise click.UsageError("COCKPIT_CITY is own: no demonstration is built into the data of a real city")
        if anew:
            _throw_away(container.settings.home)
        container.build(scale=scale, seed=seed, say=click.echo, progress=True)

    add_commands(server, build)


def _throw_away(home: Path) -> None:
    """The morning begins anew: facts, readings, alerts, tasks, accounts of the demonstration, and the kept pages."""
    for name in ("warehouse.db*", "readings.db*", "operations.db*", "demonstration.json", STORAGE_CHECK):
        for file in home.glob(name):
            file.unlink()
    shutil.rmtree(home / "cache", ignore_errors=True)
