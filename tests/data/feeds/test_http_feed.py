"""HTTP: pages are walked, the mark is kept, secrets go nowhere else, and what a server does wrong is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from data.feeds.definitions import FeedDefinition
from tests.data.feeds.conftest import FeedCity

Declare = Callable[..., FeedDefinition]
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class System:
    """A department's system: `answer` says what stands at a path for a query; `asked` is what came."""

    url: str
    answer: Callable[[str, dict[str, str]], Answer]
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)


@pytest.fixture
def system() -> Iterator[System]:
    found = System("", lambda path, query: (200, {}, b"[]"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query))
            found.asked.append((parts.path, query, self.headers.get("Authorization", "")))
            status, headers, body = found.answer(parts.path, query)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


def row(number: int, **more: Any) -> dict[str, Any]:
    """A row as the system has it, for the number-th month."""
    period = f"{2020 + (number - 1) // 12}-{(number - 1) % 12 + 1:02}"
    return {"what": "items_handled", "place": 440604011, "month": period, "count": number, "no": number, **more}


COLUMNS = {"what": "measure", "place": "region", "month": "period", "count": "value"}


def as_json(found: Any) -> Answer:
    return 200, {}, json.dumps(found).encode()


@pytest.mark.parametrize("by", ["page", "offset", "next"])
def test_all_pages_are_walked_and_land_as_one_delivery(
    by: str, system: System, city: FeedCity, declare: Declare
) -> None:
    rows = [row(number) for number in range(1, 8)]

    def answer(path: str, query: dict[str, str]) -> Answer:
        start = int(query.get("at", "1" if by == "page" else "0"))
        first = (start - 1) * 3 if by == "page" else start
        follows = {"links": {"next": f"/rows?at={first + 3}"}} if by == "next" and first + 3 < len(rows) else {}
        return as_json({"data": {"items": rows[first : first + 3]}, **follows})

    system.answer = answer
    paging = {"by": by, "parameter": "at", "size": 3, "next": "links.next"}
    feed = declare(
        {"kind": "http", "url": f"{system.url}/rows", "rows": "data.items", "paging": paging}, columns=COLUMNS
    )

    run = city.run(feed)

    assert (run.outcome, run.deliveries, run.accepted) == ("good", 1, 7)
    assert [value for *_, value in city.facts()] == [1, 2, 3, 4, 5, 6, 7]
    assert len(system.asked) == 3


def test_the_mark_is_asked_from_and_moves_when_rows_have_landed(
    system: System, city: FeedCity, declare: Declare
) -> None:
    rows = [row(number) for number in range(1, 12)]
    system.answer = lambda path, query: as_json([one for one in rows if one["no"] > int(query.get("since", "0"))])
    mark = {"column": "no", "parameter": "since"}
    feed = declare({"kind": "http", "url": f"{system.url}/rows", "mark": mark}, columns=COLUMNS, limit=9)

    runs = [city.run(feed), city.run(feed), city.run(feed)]

    assert [run.accepted for run in runs] == [9, 2, 0]
    assert [query.get("since") for _, query, _ in system.asked] == [None, "9", "11"]
    assert len(city.facts()) == 11


def test_rows_of_one_mark_are_never_parted(system: System, city: FeedCity, declare: Declare) -> None:
    rows = [row(number, no=max(1, number // 3 * 3)) for number in range(1, 9)]  # marks 1 1 3 3 3 6 6 6
    system.answer = lambda path, query: as_json([one for one in rows if one["no"] > int(query.get("since", "0"))])
    mark = {"column": "no", "parameter": "since"}
    feed = declare({"kind": "http", "url": f"{system.url}/rows", "mark": mark}, columns=COLUMNS, limit=4)

    runs = [city.run(feed) for _ in range(3)]

    assert [run.accepted for run in runs] == [2, 3, 3]
    assert len(city.facts()) == 8


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row(n) for n in (3, 1, 2)], "not_in_order"),
        ([row(n, no=1) for n in (1, 2, 3)], "one_mark"),
        ([row(1, no=None)], "no_mark"),
        ([row(1), row(2, no="b")], "no_mark"),
    ],
)
def test_rows_whose_mark_cannot_be_followed_do_not_land(
    rows: list[dict[str, Any]], code: str, system: System, city: FeedCity, declare: Declare
) -> None:
    system.answer = lambda path, query: as_json(rows)
    mark = {"column": "no", "parameter": "since"}

    run = city.run(declare({"kind": "http", "url": system.url, "mark": mark}, columns=COLUMNS, limit=2))

    assert (run.outcome, run.code, city.facts()) == ("failed", code, [])


def test_the_rows_of_last_time_land_no_batch_and_a_value_may_come_back(
    system: System, city: FeedCity, declare: Declare
) -> None:
    feed = declare({"kind": "http", "url": system.url}, columns=COLUMNS)
    runs = []
    for value in (5, 5, 7, 5):
        system.answer = lambda path, query, value=value: as_json([row(1, count=value), row(2)])  # type: ignore[misc]
        runs.append(city.run(feed))

    assert [(run.outcome, run.accepted, run.repeated) for run in runs] == [
        ("good", 2, 0),
        ("empty", 0, 0),
        ("good", 1, 1),
        ("good", 1, 1),
    ]
    assert [value for *_, period, value in city.facts() if period == 202001] == [5, 7, 5]


def test_csv_is_read_and_marks_that_are_numbers_are_compared_as_numbers(
    system: System, city: FeedCity, declare: Declare
) -> None:
    lines = [f"items_handled,440604011,2020-{n - 7:02},{n},{n}" for n in (8, 9, 10, 11)]
    system.answer = lambda path, query: (200, {}, "\n".join(["what,place,month,count,no", *lines]).encode())
    mark = {"column": "no", "parameter": "since"}
    feed = declare({"kind": "http", "url": system.url, "format": "csv", "mark": mark}, columns=COLUMNS)

    assert city.run(feed).accepted == 4
    city.run(feed)
    assert system.asked[-1][1] == {"since": "11"}


def test_a_secret_is_sent_to_its_host_and_told_to_nobody(
    system: System, city: FeedCity, declare: Declare, environment: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    environment["TOKEN"] = "a-very-secret-word"
    system.answer = lambda path, query: (302, {"Location": f"{system.url.replace('127.0.0.1', 'localhost')}/x"}, b"")
    feed = declare({"kind": "http", "url": system.url, "bearer": {"env": "TOKEN"}})

    with caplog.at_level(0):
        run = city.run(feed)

    assert (run.code, run.facts["status"]) == ("http_status", 302)
    assert [head for _, _, head in system.asked] == ["Bearer a-very-secret-word"]
    assert "a-very-secret-word" not in repr((run, feed, city.given)) + caplog.text
    environment.clear()
    assert city.run(feed).code == "no_secret"


@pytest.mark.parametrize(
    ("answer", "code", "again"),
    [
        ((503, {}, b""), "http_status", True),
        ((404, {}, b""), "http_status", False),
        ((200, {}, b"<html>"), "unreadable", True),
        ((200, {}, b'{"rows": 1}'), "no_rows", False),
        ((200, {"Content-Length": "999999"}, b"[1"), "unreachable", True),
    ],
    ids=["busy", "gone", "page", "shape", "cut"],
)
def test_what_is_worth_trying_again_is_tried_again(
    answer: Answer, code: str, again: bool, system: System, city: FeedCity, declare: Declare
) -> None:
    system.answer = lambda path, query: answer

    run = city.run(declare({"kind": "http", "url": system.url}, retries={"times": 2, "first": 4, "most": 6}))

    assert (run.outcome, run.code, run.tries) == ("failed", code, 3 if again else 1)
    assert city.waits == ([4.0, 6.0] if again else [])


def test_pages_elsewhere_are_not_followed(system: System, city: FeedCity, declare: Declare) -> None:
    system.answer = lambda path, query: as_json({"items": [row(1)], "next": "http://192.0.2.1/rows"})
    feed = declare({"kind": "http", "url": system.url, "rows": "items", "paging": {"by": "next"}}, columns=COLUMNS)

    assert city.run(feed).code == "elsewhere"


def test_a_server_that_answers_drop_by_drop_ends_with_the_longest_time_of_a_run(
    system: System, city: FeedCity, declare: Declare
) -> None:
    def slowly(path: str, query: dict[str, str]) -> Answer:
        time.sleep(0.2)
        return as_json({"items": [row(1)], "next": "/again"})

    system.answer = slowly
    fetch = {"kind": "http", "url": system.url, "rows": "items", "paging": {"by": "next"}}

    assert city.run(declare(fetch, longest=0.5)).code == "too_slow"


def test_too_many_rows_without_a_mark_are_not_cut(system: System, city: FeedCity, declare: Declare) -> None:
    system.answer = lambda path, query: as_json([row(n) for n in (1, 2, 3)])

    run = city.run(declare({"kind": "http", "url": system.url}, columns=COLUMNS, limit=2))

    assert (run.code, city.facts()) == ("too_many", [])
