"""The steward's commands: `flask --app app load FILE`, `load-targets FILE`, `refresh`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import click
from flask import Flask

from data.core.clock import Clock
from data.geography.grids import Grids
from data.hotline.refresh import refresh_hotline
from data.ingest.file_preview import preview
from data.ingest.load_events import load_events
from data.ingest.load_measures import load_file
from data.ingest.load_targets import load_targets
from data.pipeline.deliver import DeliveryReport
from data.snapshots.refresh import refresh
from data.storage.engines import Engine
from indicators.catalogue.catalogue import Catalogue
from indicators.hotline import HotlineRules
from runtime.commands.delivery_reports import dry_run_option, tell
from runtime.commands.faults import add_commands
from runtime.commands.layouts import SaidOfLayout, choices_of, file_content, layout_options, preview_lines


@dataclass(frozen=True)
class WarehouseDependencies:
    """What a command works with."""

    engine: Engine
    catalogue: Catalogue
    clock: Clock
    voice_rules: HotlineRules
    grids: Callable[[], Grids]


def register_warehouse_commands(server: Flask, workplace: Callable[[], WarehouseDependencies]) -> None:
    """Add the commands to the server's command line; `workplace` is called when one runs, not before."""
    makers = (_load_command, _load_events_command, _load_targets_command, _refresh_command)
    add_commands(server, *(make(workplace) for make in makers))


_FILE = click.argument("file", type=click.Path(path_type=Path))
_REFRESH = click.option("--refresh/--no-refresh", "then_refresh", default=True, help="Compute what the file touches.")


def _load_command(workplace: Callable[[], WarehouseDependencies]) -> click.Command:
    @click.command("load")
    @_FILE
    @click.option("--source", "source_id", default="department", show_default=True, help="Who delivers the file.")
    @_REFRESH
    @dry_run_option
    @click.option("--accept-waiting", is_flag=True, help="Land rows that waited: they are right as they are.")
    @layout_options
    def load(
        file: Path,
        source_id: str,
        then_refresh: bool,
        dry_run: bool,
        accept_waiting: bool,
        **said: Unpack[SaidOfLayout],
    ) -> None:
        """Load measures from FILE: a row a figure (measure, region, period, value), or a department's own tables."""
        place, choices = workplace(), choices_of(said)
        if dry_run:
            content = file_content(file)
            seen = preview(
                place.engine, place.catalogue, content, file.name, place.clock, source_id=source_id, choices=choices
            )
            for line in preview_lines(seen, place.catalogue):
                click.echo(line)
        report = load_file(
            place.engine,
            place.catalogue,
            file,
            place.clock,
            source_id=source_id,
            dry_run=dry_run,
            choices=choices,
            accept_waiting=accept_waiting,
        )
        _conclude(place, report, then_refresh, dry_run)

    return load


def _load_targets_command(workplace: Callable[[], WarehouseDependencies]) -> click.Command:
    @click.command("load-targets")
    @_FILE
    @click.option("--source", "source_id", default="target-register", show_default=True, help="Who delivers the file.")
    @_REFRESH
    @dry_run_option
    def load_register(file: Path, source_id: str, then_refresh: bool, dry_run: bool) -> None:
        """Load the plan's Table 1 from FILE.

        Columns: id, name_zh, name_en, unit, baseline_2020, target_2025, nature, source_url.
        """
        place = workplace()
        report = load_targets(place.engine, place.catalogue, file, place.clock, source_id=source_id, dry_run=dry_run)
        _conclude(place, report, then_refresh, dry_run)

    return load_register


def _load_events_command(workplace: Callable[[], WarehouseDependencies]) -> click.Command:
    @click.command("load-events")
    @_FILE
    @click.option("--kind", default="hotline_order", show_default=True, help="Which kind of events the file holds.")
    @click.option("--source", "source_id", default="department", show_default=True, help="Who delivers the file.")
    @_REFRESH
    @dry_run_option
    def load_orders(file: Path, kind: str, source_id: str, then_refresh: bool, dry_run: bool) -> None:
        """Load events, such as hotline orders, from FILE.

        Columns: id, received, region, topic[, grid, text, accepted, contacted, closed, rated, a column for each flag].
        What is personal in a text is masked before it is stored.
        """
        place = workplace()
        report = load_events(
            place.engine,
            place.catalogue,
            place.grids(),
            file,
            place.clock,
            kind=kind,
            source_id=source_id,
            dry_run=dry_run,
        )
        if then_refresh and not (report.already or dry_run):
            refresh_hotline(place.engine, place.catalogue, place.voice_rules, place.clock)
        _conclude(place, report, then_refresh, dry_run)

    return load_orders


def _refresh_command(workplace: Callable[[], WarehouseDependencies]) -> click.Command:
    @click.command("refresh")
    def refresh_now() -> None:
        """Compute a new snapshot of what has changed since the last one."""
        place = workplace()
        refresh_hotline(place.engine, place.catalogue, place.voice_rules, place.clock)
        click.echo(f"Snapshot version {refresh(place.engine, place.catalogue, place.clock)}.")

    return refresh_now


def _conclude(place: WarehouseDependencies, report: DeliveryReport, then_refresh: bool, dry_run: bool) -> None:
    tell(report, "rows loaded", dry_run=dry_run)
    if then_refresh and not (report.already or dry_run):
        click.echo(f"Snapshot version {refresh(place.engine, place.catalogue, place.clock)}.")
