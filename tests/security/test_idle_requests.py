"""Which requests are somebody's use of their session, on the complete server: looked up in what is kept of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import pytest
from flask import Flask

from access.authentication.tokens import digest
from data.operations.accounts import accounts, sessions
from data.operations.core.change_counters import bump
from tests.overview_redraw import OUTPUT, OUTPUTS
from tests.security.conftest import doors_of
from tests.visitors import Visitor, entered
from web.security.route_rules import CALLBACKS

LIVE = {
    "output": "fresh.data",
    "outputs": {"id": "fresh", "property": "data"},
    "inputs": [{"id": "live", "property": "data", "value": {"address": "/", "version": "-"}}],
    "state": [],
    "changedPropIds": ["live.data"],
}
MAP = {
    "output": OUTPUT,
    "outputs": OUTPUTS,
    "inputs": [{"id": "overview-address", "property": "data", "value": {"address": "/"}}],
    "state": [],
    "changedPropIds": ["overview-address.data"],
}
NAVIGATES = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
AGO = 300  # seconds since the session was last used, as far as these tests say


def left_alone(server: Flask, ago: int = AGO) -> Visitor:
    """Somebody who came in and then did nothing for a while."""
    visitor = entered(server)
    set_back(server, visitor, ago)
    return visitor


def set_back(server: Flask, visitor: Visitor, ago: int) -> None:
    auth = doors_of(server)
    with auth.operations.writing() as connection:
        sessions.touch(connection, digest(visitor.kept("cockpit") or ""), auth.now - ago)
        bump(connection, accounts.PULSE)


def used(server: Flask, visitor: Visitor) -> bool:
    """Whether what the visitor has done since counts as use of their session."""
    auth = doors_of(server)
    with auth.operations.reading() as connection:
        session = sessions.find(connection, digest(visitor.kept("cockpit") or ""))
    assert session is not None
    return auth.now - session.seen_at < AGO


def asked(visitor: Visitor, path: str, **given: Any) -> None:
    """Ask, and leave before a stream ends."""
    method = "POST" if "json" in given or "data" in given else "GET"
    answer = visitor.open(path, method=method, buffered=False, **given)
    assert answer.status_code < 400, f"{path}: {answer.status_code}"
    answer.close()


def test_nothing_that_a_page_asks_by_itself_is_use_of_a_session(cockpit: Flask, leader: Visitor) -> None:
    files = re.findall(r'(?:src|href)="(/(?:assets|_dash)[^"]+)"', leader.get("/").text)
    requests: list[tuple[str, dict[str, Any]]] = [
        ("/api/version", {}),
        ("/api/stream", {}),
        (CALLBACKS, {"json": LIVE}),
        ("/_dash-layout", {}),
        ("/_dash-dependencies", {}),
        ("/health", {}),
        *((file, {}) for file in files),
        ("/api/v1/indicators", {"headers": {"X-Background": "1"}}),
        ("/", {"headers": NAVIGATES}),  # a page that loads itself again: no gesture began it
    ]
    counted = []
    for path, given in requests:
        visitor = left_alone(cockpit)
        asked(visitor, path, **given)
        if used(cockpit, visitor):
            counted.append(path)

    assert counted == []


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/", {}),
        ("/plan", {"headers": {**NAVIGATES, "Sec-Fetch-User": "?1"}}),
        (CALLBACKS, {"json": MAP}),
        ("/act/notice.read", {"data": {}}),
    ],
)
def test_what_somebody_does_is_use_of_their_session(cockpit: Flask, path: str, given: dict[str, Any]) -> None:
    visitor = left_alone(cockpit)

    asked(visitor, path, **given)

    assert used(cockpit, visitor)


def test_a_stream_ends_with_the_session_that_nobody_used(cockpit: Flask) -> None:
    visitor = entered(cockpit)
    parts = visitor.get("/api/stream", buffered=False).iter_encoded()
    assert len(list(islice(parts, 2))) == 2

    set_back(cockpit, visitor, doors_of(cockpit).times.idle)

    assert list(parts) == []
    assert visitor.get("/api/version").status_code == 401
