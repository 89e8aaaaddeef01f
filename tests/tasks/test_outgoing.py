"""Notices to other systems, against a real server that fails, hangs, hangs up and answers 500."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from data.core.scope import Scope
from data.operations.notifications.notice_tables import outgoing
from data.operations.notifications.outgoing_store import dead_letters, queue_new, revive, take
from tasks.notifications.outgoing import WAITS, SendingResult, keep_sending, next_try, send_waiting
from tasks.notifications.webhook import WebhookError, WebhookTarget, own_session, signature
from tests.tasks.moments import local
from tests.tasks.people import EVERYWHERE, NOW, Office
from tests.tasks.receiver import receiving

SECRET = b"a-secret-that-is-long-enough-for-hmac"


@dataclass
class Clock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def later(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def hook(url: str) -> WebhookTarget:
    return WebhookTarget("test", url, SECRET, connect_within=1.0, answer_within=0.3)


def turn(container: Office, url: str, clock: Clock) -> SendingResult:
    return send_waiting(container.operations, hook(url), own_session(), clock, lambda: 0.5)


def started(container: Office, url: str, clock: Clock) -> None:
    """The hook is known; from now on notices are queued."""
    assert turn(container, url, clock) == SendingResult()


def test_a_notice_arrives_signed_and_once(container: Office) -> None:
    clock = Clock()
    with receiving(204) as receiver:
        started(container, receiver.url, clock)
        task = container.sent()
        assert turn(container, receiver.url, clock) == SendingResult(sent=1)
        assert turn(container, receiver.url, clock) == SendingResult()

    ((path, headers, body),) = receiver.got
    at = int(clock.now().timestamp())
    expected = hmac.new(SECRET, str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Cockpit-Signature"] == f"t={at},v1={expected}"
    assert path == "/hook?key=address-key"
    said = json.loads(body)
    assert (said["task"], said["matter"], said["move"], said["to"]["unit"]) == (task.id, None, "send", "water-bureau")
    assert said["facts"]["title"] == "内涝点整治未达进度"
    assert headers["X-Cockpit-Delivery"] == str(said["id"])


def test_the_signature_is_over_time_and_body() -> None:
    assert signature(b"k", 1, b"{}") == (
        "t=1,v1=" + hmac.new(b"k", b"1.{}", "sha256").hexdigest()
    )  # fmt: skip
    assert len({signature(b"k", 1, b"{}"), signature(b"k", 2, b"{}"), signature(b"k", 1, b"[]")}) == 3


@pytest.mark.parametrize(("answer", "fault"), [(500, "http 500"), (302, "http 302"), (404, "http 404"), (0, "timeout"),
                                               (-1, "unreachable: ConnectionError")])  # fmt: skip
def test_what_is_not_taken_is_tried_again_later(container: Office, answer: int, fault: str) -> None:
    clock = Clock()
    with receiving(answer, 200) as receiver:
        started(container, receiver.url, clock)
        container.sent()
        assert turn(container, receiver.url, clock) == SendingResult(again=1)
        with container.operations.reading() as connection:
            row = connection.execute(select(outgoing)).one()
        assert (row.state, row.attempts, row.fault) == ("waiting", 1, fault)
        clock.later(WAITS[0] - 1)
        assert turn(container, receiver.url, clock) == SendingResult()
        clock.later(1)
        assert turn(container, receiver.url, clock) == SendingResult(sent=1)

    assert [path for path, _, _ in receiver.got] == ["/hook?key=address-key"] * 2


def test_a_system_that_is_not_there_is_tried_again(container: Office) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    clock = Clock()
    started(container, url, clock)
    container.sent()

    assert turn(container, url, clock) == SendingResult(again=1)


def test_after_the_last_try_it_is_given_up_listed_and_can_be_revived(container: Office) -> None:
    clock = Clock()
    with receiving(*[500] * (len(WAITS) + 1), 200) as receiver:
        started(container, receiver.url, clock)
        task = container.sent()
        turns = []
        for wait in (0, *WAITS):
            clock.later(wait)
            turns.append(turn(container, receiver.url, clock))
        with container.operations.writing() as connection:
            given_up = dead_letters(connection, EVERYWHERE, "test")
            assert dead_letters(connection, Scope.of_regions({440605}), "test") == ()
            assert revive(connection, "test", [given_up[0].notice], int(clock.now().timestamp())) == 1
        turns.append(turn(container, receiver.url, clock))

    assert turns == [*[SendingResult(again=1)] * len(WAITS), SendingResult(given_up=1), SendingResult(sent=1)]
    assert [(one.task, one.move, one.attempts, one.fault) for one in given_up] == [
        (task.id, "send", len(WAITS) + 1, "http 500")
    ]


def test_one_that_fails_does_not_hold_up_the_others(container: Office) -> None:
    clock = Clock()
    with receiving(500, 200) as receiver:
        started(container, receiver.url, clock)
        container.sent()
        container.sent()
        assert turn(container, receiver.url, clock) == SendingResult(sent=1, again=1)


def test_a_new_hook_does_not_get_what_was_told_before_it(container: Office) -> None:
    container.sent()
    with receiving(200) as receiver:
        started(container, receiver.url, Clock())
        assert turn(container, receiver.url, Clock()) == SendingResult()
    assert receiver.got == []


def test_what_was_taken_by_a_process_that_died_comes_again(container: Office) -> None:
    now = int(NOW.timestamp())
    with container.operations.writing() as connection:
        queue_new(connection, "test", now)
    container.sent()
    with container.operations.writing() as connection:
        queue_new(connection, "test", now)
        first = take(connection, "test", now, 10)
    with container.operations.writing() as connection:
        assert take(connection, "test", now + 60, 10) == ()
        assert take(connection, "test", now + 121, 10) == first


def test_waits_grow_and_are_spread() -> None:
    waits = [next_try(n, 0, lambda: 0.5) for n in range(1, len(WAITS) + 2)]

    assert waits == [*WAITS, None]
    assert {next_try(1, 0, lambda: 0.0), next_try(1, 0, lambda: 1.0)} == {9, 11}


def test_neither_secret_nor_address_is_ever_logged(context: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = Clock()
    with receiving(500) as receiver:
        started(context, receiver.url, clock)
        context.sent()
        turn(context, receiver.url, clock)
        broken = replace(hook(receiver.url), url="nothing://address-key")
        context.sent()
        send_waiting(context.operations, broken, own_session(), clock, lambda: 0.5)

    written = caplog.text + repr(hook(receiver.url)) + repr(broken)
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("cockpit")) + repr(broken)
    assert "http 500" in ours
    assert SECRET.decode() not in written
    assert "address-key" not in ours


def test_the_loop_survives_what_goes_wrong(context: Office, caplog: pytest.LogCaptureFixture) -> None:
    turns = iter([True, True])
    broken = replace(hook("http://127.0.0.1:1/"), name="x" * 3)

    class BrokenClock:
        def now(self) -> datetime:
            raise OSError("clock")

    keep_sending(context.operations, broken, BrokenClock(), lambda: 0.5, lambda: next(turns, False))

    assert caplog.text.count("trying again") == 2


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"COCKPIT_WEBHOOK_URL": "https://bot.local/x"}, "SECRET"),
        ({"COCKPIT_WEBHOOK_SECRET": "s" * 32}, "URL"),
        ({"COCKPIT_WEBHOOK_URL": "ftp://bot.local/", "COCKPIT_WEBHOOK_SECRET": "s" * 32}, "URL"),
        ({"COCKPIT_WEBHOOK_URL": "https://bot.local/x", "COCKPIT_WEBHOOK_SECRET": "short"}, "32"),
    ],
)
def test_half_a_setting_is_refused(environment: dict[str, str], said: str) -> None:
    with pytest.raises(WebhookError, match=said):
        WebhookTarget.from_environment(environment)


def test_without_a_setting_nothing_goes_out() -> None:
    assert WebhookTarget.from_environment({}) is None
    found = WebhookTarget.from_environment(
        {"COCKPIT_WEBHOOK_URL": "https://bot.local/x", "COCKPIT_WEBHOOK_SECRET": "s" * 32}
    )
    assert found is not None
    assert "bot.local" not in repr(found)


def test_moments_are_those_of_the_clock(container: Office) -> None:
    clock = Clock(local("2030-01-01 00:00"))
    with receiving(200) as receiver:
        started(container, receiver.url, clock)
        container.sent()
        turn(container, receiver.url, clock)

    assert receiver.got[0][1]["X-Cockpit-Signature"].startswith(f"t={int(clock.now().timestamp())},")
