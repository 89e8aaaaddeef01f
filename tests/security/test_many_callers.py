"""Lockout and limits through the whole server, with many callers and a clock that is turned by hand."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from access.administration import administration
from access.authentication.startup_checks import UnsafeSettings, check
from app import create_server
from data.core.actor import Actor
from data.core.settings import Settings
from data.operations.accounts import accounts
from tests.clocks import Turned
from tests.security.conftest import OUTSIDE, PASSWORD, account_of, doors_of, newest
from tests.visitors import device_token, stranger
from web.security.rate_limits import RateLimits
from web.security.shared_counts import SharedCounts

OFFICE, HOTEL = "198.51.100.10", "203.0.113.77"


@pytest.fixture(scope="module")
def turned() -> Turned:
    return Turned()


@pytest.fixture(scope="module")
def city(own_city: Settings, turned: Turned, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A real city behind one proxy, whose doors live by a clock of ours."""
    operations = f"sqlite:///{tmp_path_factory.mktemp('callers') / 'operations.db'}"
    server = create_server(replace(own_city, operations_url=operations), real_time=turned)
    for login in ("mei", "bo", "lan"):
        account_of(server, login)
    return server


def come(city: Flask, login: str, address: str, password: str = PASSWORD) -> int:
    """The status of one try to sign in, by a browser of its own."""
    visitor = stranger(city)
    visitor.site = OUTSIDE
    visitor.environ_base |= {"HTTP_X_FORWARDED_FOR": address}
    visitor.get("/sign-in")
    form = {"csrf": visitor.token(), "login": login, "password": password}
    return int(visitor.post("/sign-in", data=form).status_code)


def test_one_guesser_shuts_neither_an_office_nor_an_owner_out(city: Flask, turned: Turned) -> None:
    assert come(city, "mei", OFFICE) == come(city, "bo", OFFICE) == 303

    for n in range(8):  # one of the office guesses at a colleague, and at names that are not there
        come(city, "mei", OFFICE, "wrong")
        come(city, f"nobody{n}", OFFICE, "wrong")
    for n in range(25):  # and many callers elsewhere guess at the other
        come(city, "bo", f"192.0.2.{n}", "wrong")

    assert come(city, "mei", OFFICE) == 401, "her name waits here"
    assert come(city, "mei", HOTEL) == 303, "and nowhere else"
    assert come(city, "bo", OFFICE) == 303, "he came in here before"
    assert come(city, "bo", HOTEL) == 401, "where he never was, his name waits"
    assert come(city, "lan", OFFICE) == 303, "others are not kept out by the address"
    turned.turn(minutes=15, seconds=1)
    assert come(city, "mei", OFFICE) == come(city, "bo", HOTEL) == 303


def test_the_unlock_act_forgives_what_is_locked(city: Flask) -> None:
    for n in range(30):
        come(city, "lan", f"192.0.2.{n % 3}", "wrong")
    assert [come(city, "lan", f"192.0.2.{n}") for n in range(3)] == [401] * 3
    with doors_of(city).operations.reading() as connection:
        account = accounts.by_login(connection, "lan")
    assert account is not None

    assert administration.unlock(doors_of(city), Actor.cockpit(), account.id) is None

    assert [come(city, "lan", f"192.0.2.{n}") for n in range(3)] == [303] * 3


def test_behind_a_proxy_that_is_not_counted_the_cockpit_does_not_start(own_city: Settings) -> None:
    check(own_city)
    with pytest.raises(UnsafeSettings, match="PROXY_HOPS"):
        check(replace(own_city, proxy_hops=0))


def test_a_proxy_that_nobody_told_of_is_named_in_the_log_once(
    city_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = create_server(Settings.from_environment({"COCKPIT_HOME": str(city_home)}))
    caplog.set_level(logging.WARNING, "cockpit")
    visitor = stranger(server)

    visitor.get("/sign-in")
    assert "PROXY_HOPS" not in caplog.text
    for _ in range(3):
        visitor.get("/sign-in", headers={"X-Forwarded-For": "192.0.2.1"})

    assert caplog.text.count("PROXY_HOPS is 0") == 1
    assert "192.0.2.1" not in caplog.text


def test_forked_workers_count_together(tmp_path: Path) -> None:
    moment = [1000.0]
    counts = SharedCounts(tmp_path / "limits.db", lambda: moment[0])
    limits = RateLimits({"act": "30/minute"}, counts)
    assert limits.allow("act", "x")
    child = os.fork()
    if child == 0:
        os._exit(sum(limits.allow("act", "x") for _ in range(20)))
    mine = sum(limits.allow("act", "x") for _ in range(20))
    theirs = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert 1 + mine + theirs == 30
    moment[0] += 61
    assert limits.allow("act", "x"), "a new minute"


def test_counting_goes_on_where_the_file_cannot_be_used(tmp_path: Path) -> None:
    limits = RateLimits({"act": "2/minute"}, SharedCounts(tmp_path / "no such folder" / "limits.db"))

    assert [limits.allow("act", "x") for _ in range(3)] == [True, True, False]


def test_an_account_that_is_refused_a_thousand_times_leaves_a_few_counted_rows(cockpit: Flask) -> None:
    visitor = stranger(cockpit)  # a new device: nothing of it was refused before
    visitor.get("/sign-in")
    visitor.post("/sign-in", data={"device": device_token(cockpit, "read", 440600)})

    statuses = {visitor.get("/admin/audit").status_code for _ in range(1000)}

    mine = [one for one in newest(cockpit, 100, event="refusal") if one.object == "GET /admin/audit" and one.reason]
    kinds = [one.reason for one in mine if one.actor == mine[0].actor]
    assert statuses == {403}
    assert kinds[::-1] == ["no-right"] * 5 + ["no-right ×10", "no-right ×100", "no-right ×1000"]


def test_what_a_stranger_writes_is_bounded_and_plain_in_the_audit(cockpit: Flask) -> None:
    visitor = stranger(cockpit, "192.0.2.91")
    visitor.open("/api/v1/%0a%1b[31mforged%E2%80%AE row " + "x" * 500, method="FORGED")

    (entry,) = [one for one in newest(cockpit, 20, event="refusal") if one.address == "192.0.2.91"]

    assert entry.object.startswith("? /api/v1/")
    assert entry.object.isprintable()
    assert len(entry.object) <= 100
