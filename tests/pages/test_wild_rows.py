"""One row that should never have come in (a wild id, an unknown region, unit or sign) takes no page down."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_server, open_container
from data.core.settings import Settings
from tests.visitors import Visitor, entered

WILD = ("\\\\evil.com", "//evil.com", '"><script>alert(1)</script>', "javascript:alert(1)", "a?b#c%2f..")
NOWHERE = 999_999_999
PAGES = (
    *("/", "/devices", "/vitals", "/alerts", "/alerts?echoes=all", "/alerts?state=closed", "/tasks", "/tasks?list=all"),
    *("/supervision", "/notices", "/voice", "/regions/440600", "/plan", "/wall", "/devices/X-1"),
    *("/devices/X-2", "/devices/%5C%5Cevil.com", "/devices?lang=en"),
)


def _device_rows(home: Path) -> None:
    """Devices with every wild id, one in a region that is none, one with facts that are no JSON."""
    with sqlite3.connect(home / "readings.db") as database:
        (free,) = database.execute("SELECT max(no) + 1 FROM device").fetchone()
        columns = [row[1] for row in database.execute("PRAGMA table_info(device)")]
        given = dict(zip(columns, database.execute("SELECT * FROM device LIMIT 1").fetchone(), strict=True))
        changes: list[dict[str, object]] = [{"id": name} for name in WILD]
        changes += [{"id": "X-1", "region": NOWHERE, "owner": "nobody"}, {"id": "X-2", "facts": "{"}]
        for number, change in enumerate(changes, free):
            row = given | change | {"no": number}
            database.execute(f"INSERT INTO device VALUES ({','.join('?' * len(row))})", list(row.values()))
            quantity = "no-such" if number == free else "ponding_depth"
            names, channel = "no, device, quantity, last_at", "(SELECT max(no) + 1 FROM channel)"
            database.execute(f"INSERT INTO channel ({names}) VALUES ({channel}, ?, ?, 1)", (number, quantity))
        database.executemany("INSERT INTO feed VALUES (?, 60, 1)", [(name,) for name in WILD])


def _task_and_alert(home: Path) -> None:
    """A task and an alert about things that are not there, with wild words in every text."""
    wild = {"unit": WILD[0], "sender_unit": WILD[0], "subject_kind": "alert", "subject": WILD[1], "region": NOWHERE}
    said = dict.fromkeys(("title", "what", "why", "place", "kind", "sender_name"), WILD[2])
    kept = {"id": 1, "urgency": "urgent", "state": "dispatched", "tier": "city", "facts": "{}", "terms": "{}"}
    with sqlite3.connect(home / "operations.db") as database:
        needed = [row[1] for row in database.execute("PRAGMA table_info(task)") if row[3]]
        row = dict.fromkeys(needed, 0) | wild | said | kept
        names, marks = ",".join(row), ",".join("?" * len(row))
        database.execute(f"INSERT INTO task ({names}) VALUES ({marks})", list(row.values()))
        database.execute(
            "UPDATE alert SET sign = ?, place = ?, cause = ?, region = ? WHERE id = (SELECT max(id) FROM alert)",
            ("V\\x", WILD[0], "none", NOWHERE),
        )


@pytest.fixture(scope="module")
def server(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The small city with those rows put straight into its tables."""
    home = tmp_path_factory.mktemp("wild") / "home"
    shutil.copytree(built_city, home)
    _device_rows(home)
    _task_and_alert(home)
    container = open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    yield create_server(container=container)
    container.dispose()


@pytest.fixture(scope="module")
def leader(server: Flask) -> Visitor:
    """The city's leader, who sees all of it."""
    return entered(server)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_with_wild_rows_in_the_tables(leader: Visitor, address: str) -> None:
    answer = leader.get(address)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)
