"""Screens are told that something is new, never what; streams are capped and end when they must."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Event

import pytest
from flask import Flask, Response, request
from werkzeug.test import TestResponse

from data.core.change_version import SUBJECTS, ChangeVersion, VersionCollector
from web.live.event_stream import STREAM, VERSION, ChangeWatcher, stream
from web.live.open_streams import StreamLimits


class Source:
    """A version that the test sets."""

    def __init__(self) -> None:
        self.version = "build 1.0.0.0"
        self.failing = False
        self.looked = Event()

    def __call__(self) -> str:
        self.looked.set()
        if self.failing:
            raise ConnectionError
        return self.version


@pytest.fixture
def source() -> Source:
    return Source()


def server(source: Source, slots: int = 2, allowed: object = None, caps: StreamLimits | None = None) -> Flask:
    """Who asks says in headers which account and session that is."""
    made = Flask("x")

    def who() -> tuple[str, str]:
        return request.headers.get("Account", "a"), request.headers.get("Session", "s")

    caps = caps or StreamLimits(slots, slots, slots)
    stream(made, source, caps, lambda: allowed or (lambda: True), who)  # type: ignore[arg-type, return-value]
    return made


def messages(answer: object, count: int) -> list[str]:
    parts: Iterator[bytes] = answer.iter_encoded()  # type: ignore[attr-defined]
    return [part.decode() for part in islice(parts, count)]


def test_a_stream_begins_with_the_version_that_stands(source: Source) -> None:
    answer = server(source).test_client().get(STREAM, buffered=False)

    assert answer.mimetype == "text/event-stream"
    assert messages(answer, 2) == ["retry: 3000\n\n", "data: build 1.0.0.0\n\n"]


def test_a_change_reaches_all_who_listen(source: Source) -> None:
    watcher = ChangeWatcher(source, every=0.01)

    with ThreadPoolExecutor(4) as screens:
        waiting = [screens.submit(watcher.changed, "build 1.0.0.0", 30.0) for _ in range(4)]
        source.looked.wait(5)
        source.version = "build 1.1.0.0"
        heard = [one.result(30) for one in waiting]

    assert heard == ["build 1.1.0.0"] * 4


def test_without_a_change_the_same_version_comes_back_after_the_patience(source: Source) -> None:
    assert ChangeWatcher(source, every=0.01).changed("build 1.0.0.0", 0.05) == "build 1.0.0.0"


def test_a_source_that_is_away_ends_nothing_and_is_heard_when_it_is_back(source: Source) -> None:
    watcher = ChangeWatcher(source, every=0.01)
    assert watcher.changed("", 5.0) == "build 1.0.0.0"

    source.failing = True
    assert watcher.changed("build 1.0.0.0", 0.05) == "build 1.0.0.0"
    source.failing, source.version = False, "build 2.0.0.0"

    assert watcher.changed("build 1.0.0.0", 30.0) == "build 2.0.0.0"


def test_past_the_cap_a_screen_is_sent_to_ask_for_the_version(source: Source) -> None:
    visitor = server(source, slots=1).test_client()
    held = visitor.get(STREAM, buffered=False)
    messages(held, 1)

    assert visitor.get(STREAM).status_code == 503
    held.close()

    assert visitor.get(STREAM, buffered=False).status_code == 200


def test_no_session_and_no_account_takes_all_streams(source: Source) -> None:
    visitor = server(source, caps=StreamLimits(total=4, account=2, session=1)).test_client()

    def opened(account: str, session: str) -> TestResponse:
        return visitor.get(STREAM, headers={"Account": account, "Session": session}, buffered=False)

    held = [opened("a", "1"), opened("a", "2"), opened("b", "3")]
    assert [one.status_code for one in held] == [200, 200, 200]
    assert [opened("a", "4").status_code, opened("b", "3").status_code] == [503, 503]

    held[0].close()
    assert opened("a", "1").status_code == 200


def test_a_question_for_the_head_alone_takes_no_slot(source: Source) -> None:
    visitor = server(source, slots=1).test_client()

    heads = [visitor.head(STREAM) for _ in range(3)]

    assert [(one.status_code, one.mimetype) for one in heads] == [(200, "text/event-stream")] * 3
    assert visitor.get(STREAM, buffered=False).status_code == 200


@pytest.mark.parametrize("way", ["closed unread", "replaced", "failed"])
def test_a_slot_is_free_again_when_the_answer_is_dropped_before_its_first_word(source: Source, way: str) -> None:
    made = server(source, slots=1)
    dropping = way != "closed unread"

    @made.after_request
    def drop(answer: Response) -> Response:
        if not dropping or answer.status_code != 200:
            return answer
        if way == "failed":
            raise RuntimeError
        return Response("something else", status=204)

    visitor = made.test_client()
    visitor.get(STREAM, buffered=False).close()
    gc.collect()
    dropping = False

    assert visitor.get(STREAM, buffered=False).status_code == 200


def test_who_may_listen_no_longer_hears_nothing_more(source: Source) -> None:
    answer = server(source, allowed=lambda: False).test_client().get(STREAM, buffered=False)

    assert messages(answer, 5) == ["retry: 3000\n\n"]


def test_asking_for_the_version_costs_a_header_while_nothing_changes(source: Source) -> None:
    visitor = server(source).test_client()
    first = visitor.get(VERSION)

    again = visitor.get(VERSION, headers={"If-None-Match": first.headers["ETag"]})
    source.version = "build 1.0.0.1"
    changed = visitor.get(VERSION, headers={"If-None-Match": first.headers["ETag"]})

    assert first.text == "build 1.0.0.0"
    assert (again.status_code, again.data) == (304, b"")
    assert (changed.status_code, changed.text) == (200, "build 1.0.0.1")


def test_a_pulse_tells_which_subjects_changed() -> None:
    before, after = ChangeVersion({"snapshot": 3, "signs": 7}), ChangeVersion({"snapshot": 3, "signs": 8, "tasks": 1})

    assert str(after) == "3.8.0.1.0"
    assert after.changed_since(before) == {"signs", "tasks"}
    assert after.changed_since(ChangeVersion.parse(str(after))) == frozenset()


@pytest.mark.parametrize("text", ["", "-", "1.2", "a.b.c.d.e", "1.2.3.4.5.6", "١.1.1.1.1"])
def test_what_cannot_be_read_counts_as_never_heard(text: str) -> None:
    assert ChangeVersion({"snapshot": 1}).changed_since(ChangeVersion.parse(text)) == set(SUBJECTS)


def test_a_count_that_cannot_be_had_stays_as_it_was() -> None:
    from sqlalchemy.exc import OperationalError

    answers: list[object] = [{"signs": 5}, OperationalError("", {}, Exception())]

    def look() -> dict[str, int]:
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found  # type: ignore[return-value]

    taker = VersionCollector(look)  # type: ignore[arg-type]

    assert [str(taker.take()), str(taker.take())] == ["0.5.0.0.0", "0.5.0.0.0"]
