"""The whole tree of a small demonstration city: whoever is killed is back, `/ready` tells, and nothing is left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from data.storage.home_lock import take_home
from tests.runtime.test_supervisor import alive, eventually
from tests.serving import ROOT, Running, process_of, serving

LOOPS = ("refresher", "monitor", "look-backs", "scheduler", "simulator")


@pytest.fixture(scope="module")
def home(city_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(city_home, tmp_path_factory.mktemp("tree") / "home"))


@pytest.fixture(scope="module")
def tree(home: Path) -> Iterator[Running]:
    with serving(home) as running:
        assert eventually(lambda: ready(running)[0] == 200)
        yield running


def ready(tree: Running) -> tuple[int, dict[str, Any]]:
    """Status and answer of /ready, as somebody who is signed in gets them."""
    status, body = tree.get("/ready", encoding="identity")
    return status, json.loads(body)


def conditions(tree: Running) -> dict[str, str]:
    return {name: one["condition"] for name, one in ready(tree)[1]["processes"].items()}


def device_rows(home: Path) -> list[Any]:
    with closing(sqlite3.connect(f"file:{home / 'operations.db'}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT id, digest, revoked_at FROM device_token ORDER BY id").fetchall()


def test_every_process_is_told_by_name_and_every_database_can_be_written(tree: Running) -> None:
    told = ready(tree)[1]

    assert set(told["processes"]) == {"supervisor", *LOOPS}
    assert told["storage"] == dict.fromkeys(("warehouse", "operations", "readings"), "ok")
    assert told["free_bytes"] > 0


def test_a_second_server_on_the_same_home_refuses_and_changes_nothing(home: Path, tree: Running) -> None:
    before = device_rows(home)
    environment = {**os.environ, "COCKPIT_HOME": str(home), "HOST": "127.0.0.1", "PORT": "0"}

    second = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert second.returncode == 1
    assert f"already running at http://127.0.0.1:{tree.port}, pid {tree.process.pid}" in second.stderr
    assert "Traceback" not in second.stderr
    assert device_rows(home) == before


def test_background_processes_that_are_killed_are_missed_and_come_back(home: Path, tree: Running) -> None:
    killed = {name: process_of(home, name) for name in LOOPS}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)

    assert eventually(lambda: ready(tree)[0] == 503)
    assert eventually(lambda: all(process_of(home, name) != pid for name, pid in killed.items()))
    assert eventually(lambda: ready(tree)[0] == 200)
    assert all(one["restarts"] == 1 for name, one in ready(tree)[1]["processes"].items() if name in LOOPS)


def test_a_web_server_that_is_killed_comes_back_on_the_same_port(home: Path, tree: Running) -> None:
    killed = process_of(home, "web")
    workers = [one.pid for one in psutil.Process(killed).children()]
    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: not any(alive(pid) for pid in workers))
    assert ready(tree)[0] == 200, "who asks meanwhile waits"
    assert process_of(home, "web") != killed


def test_a_process_that_hangs_is_told_apart_from_one_that_waits(home: Path, tree: Running) -> None:
    hanging = process_of(home, "simulator")
    os.kill(hanging, signal.SIGSTOP)
    with closing(sqlite3.connect(home / "operations.db", timeout=10)) as connection, connection:
        connection.execute("UPDATE heartbeat SET beat_at = beat_at - 600 WHERE name = 'simulator'")

    assert conditions(tree)["simulator"] == "late"
    os.kill(hanging, signal.SIGCONT)
    assert eventually(lambda: conditions(tree)["simulator"] == "running")


def test_when_the_supervisor_is_killed_nothing_is_left(home: Path, tree: Running) -> None:
    processes = [one.pid for one in tree.process.children(recursive=True)]
    assert len(processes) >= len(LOOPS) + 3, "the loops, the web server and its workers"

    tree.process.kill()

    assert eventually(lambda: not any(alive(pid) for pid in processes))
    os.close(take_home(home).descriptor)
