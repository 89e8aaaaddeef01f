"""The command that shows the data contracts: `flask --app app contracts`."""

from __future__ import annotations

from collections.abc import Callable

import click
import yaml
from flask import Flask

from data.ingest.open_contracts import contract_names, open_contract
from indicators.catalogue.catalogue import Catalogue
from runtime.commands.faults import add_commands


def register_contract_command(server: Flask, catalogue: Callable[[], Catalogue]) -> None:
    """Add the command to the server's command line; `catalogue` is called when it runs, not before."""

    @click.command("contracts")
    @click.option("--name", help="Write this contract as YAML, as the Open Data Contract Standard has it.")
    def show(name: str | None) -> None:
        """List the data contracts with their versions."""
        definitions = catalogue()
        if name is None:
            for one in contract_names(definitions):
                click.echo(f"{one}  {(open_contract(definitions, one) or {})['version']}")
            return
        found = open_contract(definitions, name)
        if found is None:
            raise click.ClickException(f"there is no contract {name!r}")
        click.echo(yaml.safe_dump(found, allow_unicode=True, sort_keys=False), nl=False)

    add_commands(server, show)
