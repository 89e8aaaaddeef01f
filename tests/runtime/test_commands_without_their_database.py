"""A command whose database is away ends with one sentence, without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_commands
from data.core.settings import Settings

FILES = {
    "measures.csv": "measure,region,period,value\n",
    "events.csv": "id,received,region,topic\n",
    "targets.csv": "id,name_zh,name_en,unit,baseline_2020,target_2025,nature,source_url\n",
    "devices.csv": "id,name_zh,quantities,region,owner,every\n",
    "readings.csv": "device,at,value\n",
}
COMMANDS = {
    "warehouse": [
        "load measures.csv",
        "load-events events.csv",
        "load-targets targets.csv",
        "refresh",
        "database current",
    ],
    "readings": ["load-devices devices.csv", "load-readings readings.csv"],
    "operations": ["account list", "account disable somebody", "audit verify"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which something else lies under the name of each database, and files to load."""
    folder = tmp_path_factory.mktemp("city")
    for store in COMMANDS:
        (folder / f"{store}.db").write_bytes(b"this is no database " * 200)
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Flask:
    """The commands of a city of its own in that folder."""
    settings = {"COCKPIT_HOME": str(folder), "COCKPIT_CITY": "own", "COCKPIT_SECRET": "0123456789abcdef" * 4}
    return create_commands(Settings.from_environment(settings))


@pytest.mark.parametrize(
    ("store", "line"), [(store, line) for store, lines in COMMANDS.items() for line in lines], ids=str
)
def test_a_command_says_which_database_is_away(server: Flask, folder: Path, store: str, line: str) -> None:
    words = [str(folder / word) if word in FILES else word for word in line.split()]

    result = server.test_cli_runner().invoke(args=words)

    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == f"Error: the database {store} cannot be used: damaged"
    assert "Traceback" not in result.output
