"""The process of feeds runs what a city declares, and is there only where something is; commands show and run it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from app import create_commands, open_container
from data.core.settings import Settings
from data.feeds.feed_overview import feed_runs
from runtime.container import Container
from runtime.feed_process import run_feeds
from runtime.processes import background

FEED = """\
people:
  name: {{zh: 人口, en: People}}
  source: statistics-bureau
  delivers: facts
  schedule: {{every: 5}}
  retries: {{times: 0}}
  fetch: {{kind: folder, path: {inbox}, stable: 0, pattern: "*.csv"}}
gone:
  name: {{zh: 没有, en: Gone}}
  source: nobody
  delivers: facts
  schedule: {{every: 3600}}
  retries: {{times: 0}}
  fetch: {{kind: folder, path: {inbox}/gone}}
"""
ROWS = "measure,region,period,value\nsupport_payments,440604,2025-05,12\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A city of its own that declares nothing yet."""
    return Settings.from_environment({"COCKPIT_HOME": str(tmp_path / "home"), "COCKPIT_CITY": "own"})


@pytest.fixture
def inbox(settings: Settings, tmp_path: Path) -> Path:
    """The folder that one feed watches; another watches one that is not there."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    declared = settings.home / "definitions" / "feeds"
    declared.mkdir(parents=True)
    (declared / "own.yaml").write_text(FEED.format(inbox=folder), "utf-8")
    (folder / "may.csv").write_text(ROWS, "utf-8")
    return folder


@pytest.fixture
def container(settings: Settings) -> Iterator[Container]:
    opened = open_container(settings)
    yield opened
    opened.dispose()


def test_the_process_fetches_until_it_is_told_to_end(inbox: Path, container: Container) -> None:
    end = time.monotonic() + 30

    def wait(seconds: float) -> bool:
        time.sleep(0.05)
        runs = [feed_runs(container.operations, name) for name in ("people", "gone")]
        ended = all(found and found[0].ended_at for found in runs)
        return not ended and time.monotonic() < end

    run_feeds(container, wait)

    assert [run.outcome for run in feed_runs(container.operations, "people")] == ["good"]
    assert [run.code for run in feed_runs(container.operations, "gone")] == ["no_folder"]
    assert [file.name for file in (inbox / "done").iterdir()] == ["may.csv"]


def test_there_is_a_process_only_where_a_feed_is_declared(container: Container, request: pytest.FixtureRequest) -> None:
    assert "feeds" not in {one.name for one in background(container, None, {})}

    request.getfixturevalue("inbox")
    declared = open_container(container.settings)
    assert "feeds" in {one.name for one in background(declared, None, {})}


def say(server: Flask, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(server.cli.commands["feeds"], words)
    return result.exit_code, result.output


def test_commands_list_feeds_run_them_and_show_their_runs(inbox: Path, settings: Settings) -> None:
    server = create_commands(settings)

    assert say(server, "list")[1].splitlines() == [
        "gone  folder  has not run yet  next now",
        "people  folder  has not run yet  next now",
    ]
    assert say(server, "run", "people") == (0, "people: landed (1 taken, 0 known before, 0 refused; tries: 1)\n")
    code, output = say(server, "run", "gone")
    assert code == 1
    assert f"gone: failed: the folder {inbox / 'gone'} cannot be opened (No such file or directory)" in output
    assert "people  folder  good  next " in say(server, "list")[1]
    assert "gone  folder  failing" in say(server, "list")[1]
    assert "landed (1 taken" in say(server, "runs", "people")[1]
    assert say(server, "run", "other")[0] == 1
