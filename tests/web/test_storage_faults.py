"""One database that is away greys what needs it, and nothing else; nobody is shown a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from app import create_server, open_container
from components.messages import message
from data.core.settings import Settings
from pages import PAGES
from runtime.container import Container
from tests.visitors import Visitor, entered
from web.security.rate_limits import RATES, RateLimits

ROOT = Path(__file__).parents[2]
PLAIN = sorted({page.rule for page in PAGES if "<" not in page.rule})
OFTEN = RateLimits(dict.fromkeys(RATES, "1000000/minute"))
GARBAGE = b"anything" * 40_000
AWAY = {
    "readings": {"/devices", "/vitals"},
    "warehouse": {"/", "/data", "/forecast", "/history", "/indicators", "/plan", "/voice"},
}
GREYED = {"readings": {"/", "/voice", "/wall"}, "warehouse": set[str]()}


@dataclass
class City:
    """A copy of the demonstration city with its server."""

    container: Container
    server: Flask

    @property
    def home(self) -> Path:
        """Its data folder."""
        return self.container.settings.home

    def replace(self, store: str, content: bytes) -> bytes:
        """Put other bytes in the place of a database; what was there. Connections are opened anew afterwards."""
        self.container.dispose()
        path = self.home / f"{store}.db"
        before = path.read_bytes()
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        path.write_bytes(content)
        return before


@pytest.fixture
def city(built_city: Path, tmp_path: Path) -> City:
    """A small demonstration city of one's own."""
    home = tmp_path / "city"
    shutil.copytree(built_city, home)
    return served(home)


def served(home: Path) -> City:
    """The server over a data folder, as a start opens it."""
    container = open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    container.check_storage()
    return City(container, create_server(container=container, limits=OFTEN))


def seen(visitor: Visitor) -> dict[str, tuple[int, str]]:
    """Status and document of every page whose address has no variable."""
    answers = {rule: visitor.get(rule) for rule in PLAIN}
    return {rule: (answer.status_code, answer.get_data(as_text=True)) for rule, answer in answers.items()}


def check(found: dict[str, tuple[int, str]], store: str, before: dict[str, tuple[int, str]]) -> None:
    """What needs the database says so; all else is answered as before."""
    mark = f'data-away="{store}"'
    assert {rule for rule, (status, _) in found.items() if status != before[rule][0]} == AWAY[store]
    assert {found[rule][0] for rule in AWAY[store]} == {503}
    assert {rule for rule, (_, text) in found.items() if mark in text} == AWAY[store] | GREYED[store]
    assert not [rule for rule, (_, text) in found.items() if "Traceback" in text or "sqlite" in text.lower()]


@pytest.mark.parametrize("store", ["readings", "warehouse"])
def test_a_dead_database_greys_what_needs_it_until_it_is_whole_again(city: City, store: str) -> None:
    visitor = entered(city.server)
    before = seen(visitor)
    shutil.rmtree(city.home / "cache")  # what was kept of it needs no database

    whole = city.replace(store, GARBAGE)
    check(seen(visitor), store, before)
    english = visitor.get(min(AWAY[store]), query_string={"lang": "en"}).get_data(as_text=True)
    assert "restore a backup" in english
    restarted = served(city.home)
    check(seen(entered(restarted.server)), store, before)
    assert f"storage-damaged:{store}" in restarted.container.freshness().reasons
    for administrator in ("system-admin", "security-admin", "audit-admin"):
        name = message("zh", f"storage.name.{store}")
        page = {"system-admin": "/admin", "security-admin": "/admin/rights", "audit-admin": "/admin/audit"}
        told = entered(restarted.server, administrator).get(page[administrator])
        assert f"存储检查发现“{name}”已损坏" in told.get_data(as_text=True)

    restarted.container.dispose()
    city.replace(store, whole)
    again = seen(visitor)
    assert {rule: status for rule, (status, _) in again.items()} == {rule: s for rule, (s, _) in before.items()}
    assert not [rule for rule, (_, text) in again.items() if "data-away" in text], "nothing grey was kept"
    assert (city.home / "cache").is_dir()


def test_a_live_part_says_that_its_database_is_away(city: City) -> None:
    visitor = entered(city.server)
    question = {
        "output": "fresh.data",
        "outputs": {"id": "fresh", "property": "data"},
        "inputs": [{"id": "live", "property": "data", "value": {"address": "/", "version": ""}}],
        "state": [],
        "changedPropIds": ["live.data"],
    }
    city.replace("readings", GARBAGE)

    answer = visitor.post("/_dash-update-component", json=question)

    parts = answer.json["response"]["fresh"]["data"]["parts"]  # type: ignore[index]
    away = {name for name, markup in parts.items() if 'data-away="readings"' in markup}
    assert answer.status_code == 200
    assert away
    assert away < parts.keys()


def test_on_a_full_disk_people_go_on_reading_and_sign_ins_are_refused_with_a_sentence(city: City) -> None:
    early, shut_out = entered(city.server), entered(city.server, "analyst")
    city.container.dispose()
    event.listen(
        city.container.operations.engine, "connect", lambda given, _: given.execute("PRAGMA max_page_count = 1")
    )  # SQLite raises it to what there is: from now on the file cannot grow

    statuses: list[int] = []
    while not statuses or (statuses[-1] == 303 and len(statuses) < 2000):
        answer = shut_out.post("/sign-in", data={"csrf": shut_out.token(), "demo": "demo-analyst"})
        statuses.append(answer.status_code)

    assert statuses[-1] == 503
    assert "磁盘已满" in answer.get_data(as_text=True)
    assert early.get("/sign-in").status_code == 200
    assert early.get("/account").status_code == 200
    assert early.get("/admin").status_code == 403, "refused, although the refusal could not be noted"


def test_with_a_damaged_operations_database_it_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "operations.db").write_bytes(GARBAGE)
    environment = {**os.environ, "COCKPIT_HOME": str(tmp_path), "PORT": "0"}

    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 1
    assert "The database operations is damaged" in done.stdout
    assert "restore DIR" in done.stdout
    assert "does not start" in done.stderr
    assert "Traceback" not in done.stderr
