"""The command that writes the JSON Schemas of all definitions anew."""

from __future__ import annotations

import click
from flask import Flask

from access.schema import SCHEMAS as RIGHTS
from data.feeds.definitions import SCHEMAS as FEEDS
from indicators.catalogue.json_schema import SCHEMAS as CATALOGUE
from indicators.definitions.json_schema import SchemaFolder
from tasks.schema import SCHEMAS as TASKS

PRODUCT = (CATALOGUE, TASKS, RIGHTS, FEEDS)


def register_schema_command(server: Flask, *more: SchemaFolder) -> None:
    """Add `flask --app app schemas` to the server's command line; `more` are the folders of other rooms."""

    @click.command("schemas")
    def write() -> None:
        """Write the schemas that editors follow, after a model of definitions has changed."""
        for schemas in (*PRODUCT, *more):
            schemas.write()
            click.echo(f"{schemas.folder}: {len(schemas.models)}")

    server.cli.add_command(write)
