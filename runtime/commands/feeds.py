"""The commands for feeds: `flask --app app feeds list`, `feeds runs NAME`, `feeds run NAME`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import click
from flask import Flask

from components.messages.feed_texts import health_text, run_text
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.feeds.definitions import FeedDefinition
from data.feeds.feed_overview import feed_overview, feed_runs
from data.feeds.feed_runner import FeedDependencies, run_feed
from data.operations.feeds.feed_store import FeedRun
from runtime.commands.faults import add_commands

_NAME = click.argument("name")


@dataclass(frozen=True)
class FeedCommandDependencies:
    """What these commands work with."""

    given: FeedDependencies
    feeds: Mapping[str, FeedDefinition]


def register_feed_commands(server: Flask, opened: Callable[[], FeedCommandDependencies]) -> None:
    """Add the commands to the server's command line; `opened` is called when one runs, not before."""
    group = click.Group("feeds", help="List feeds, their runs, and run one now.")
    for make in (_list, _runs, _run):
        group.add_command(make(opened))
    add_commands(server, group)


def _list(opened: Callable[[], FeedCommandDependencies]) -> click.Command:
    @click.command("list")
    def show() -> None:
        """List all feeds: kind, health, when each runs next, and what became of its newest run."""
        place = opened()
        found = feed_overview(place.given.operations, place.feeds, place.given.now)
        for one in found:
            due = _local(one.state.due_at) if one.state.due_at else "now"
            last = f"  {_told(one.last)}" if one.last else ""
            feed = one.definition
            click.echo(f"{one.name}  {feed.fetch.kind}  {health_text('en', one.health)}  next {due}{last}")
        if not found:
            click.echo("No feed is declared: write one into definitions/feeds/ of the data folder.")

    return show


def _runs(opened: Callable[[], FeedCommandDependencies]) -> click.Command:
    @click.command("runs")
    @_NAME
    @click.option("--most", default=20, show_default=True, help="How many.")
    def show(name: str, most: int) -> None:
        """List the newest runs of the feed NAME."""
        place = opened()
        _declared(place, name)
        for run in feed_runs(place.given.operations, name, most):
            click.echo(f"{_local(run.started_at)}  {_told(run)}")

    return show


def _run(opened: Callable[[], FeedCommandDependencies]) -> click.Command:
    @click.command("run")
    @_NAME
    def run_now(name: str) -> None:
        """Run the feed NAME now, whenever it is due."""
        place = opened()
        run = run_feed(place.given, name, _declared(place, name))
        click.echo(f"{name}: {_told(run)}")
        if run.outcome == "failed":
            raise click.ClickException("The run has failed.")

    return run_now


def _declared(place: FeedCommandDependencies, name: str) -> FeedDefinition:
    if name not in place.feeds:
        raise click.ClickException(f"there is no feed {name!r}; there are {', '.join(place.feeds) or 'none'}")
    return place.feeds[name]


def _told(run: FeedRun) -> str:
    counts = f"{run.accepted} taken, {run.repeated} known before, {run.refused} refused"
    return f"{run_text('en', run)} ({counts}; tries: {run.tries})"


def _local(at: int) -> str:
    return f"{from_epoch(at).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M:%S}"
