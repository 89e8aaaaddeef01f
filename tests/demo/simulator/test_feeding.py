"""The feeder brings everything, in order, however often the door is shut; and goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.clock import from_epoch
from demo.simulator import SimulatedCity
from demo.simulator.http_client import LONGEST, DeliveryAnswer, SimulatorClient, insist
from demo.simulator.process import LARGEST, deliver_continuously
from demo.simulator.timetable import DeviceTimetable, rows_of
from tests.demo.simulator.conftest import at

ROWS = [{"device": "a", "quantity": "q", "at": 1, "value": 1.0}]


@dataclass
class Waiting:
    """A clock that moves on when somebody waits, until its end."""

    second: float
    ends: float
    waited: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return from_epoch(int(self.second))

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        self.second += seconds
        return self.second <= self.ends


@dataclass
class Door:
    """Takes batches except while it is shut; tells what it took."""

    clock: Waiting
    shut: Callable[[float], bool] = lambda second: False
    taken: list[dict[str, Any]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def bring(self, rows: Any) -> DeliveryAnswer:
        if self.shut(self.clock.second):
            return DeliveryAnswer(False, "shut")
        self.taken += rows
        self.sizes.append(len(rows))
        return DeliveryAnswer(True)


def fed(city: SimulatedCity, begins: int, seconds: int, shut: Callable[[float], bool]) -> tuple[Door, Waiting]:
    clock = Waiting(begins, begins + seconds)
    door = Door(clock, shut)
    deliver_continuously(city, DeviceTimetable(city), door.bring, clock, begins, clock.wait)
    return door, clock


def test_what_is_due_each_second_is_brought_each_second(city: SimulatedCity, own_times: DeviceTimetable) -> None:
    begins = at(0, "10:00")

    door, clock = fed(city, begins, 30, lambda second: False)

    assert door.taken == rows_of(city, own_times.between(begins, begins + 30))
    assert set(clock.waited) == {1.0}


@settings(max_examples=20)
@given(shut=st.lists(st.booleans(), min_size=20, max_size=20))
def test_nothing_is_lost_or_brought_twice_or_out_of_order_when_the_door_is_shut_at_times(
    city: SimulatedCity, own_times: DeviceTimetable, shut: list[bool]
) -> None:
    begins = at(1, "08:00")

    door, _ = fed(city, begins, 60, lambda second: second < begins + 40 and shut[int(second - begins) // 2])

    until = int(str(door.taken[-1]["at"]))
    assert until >= begins + 45
    assert door.taken == rows_of(city, own_times.between(begins, until))


def test_after_a_long_outage_all_of_it_comes_in_batches_that_the_door_takes(
    city: SimulatedCity, own_times: DeviceTimetable
) -> None:
    begins = at(1, "08:00")

    door, _ = fed(city, begins, 1830, lambda second: second < begins + 1800)

    assert door.taken == rows_of(city, own_times.between(begins, int(str(door.taken[-1]["at"]))))
    assert len(door.taken) > 20_000
    assert max(door.sizes) <= LARGEST


def test_attempts_become_rarer_up_to_a_limit_and_the_doors_own_wish_counts() -> None:
    answers = iter(
        [DeliveryAnswer(False, "x")] * 6 + [DeliveryAnswer(False, "busy", after=30.0)] + [DeliveryAnswer(True)]
    )
    clock = Waiting(0, 1e9)

    assert insist(lambda rows: next(answers), ROWS, clock.wait)

    assert clock.waited == [0.5, 1, 2, 4, LONGEST, LONGEST, 30]


def test_a_batch_that_nobody_needs_any_more_is_let_go() -> None:
    assert not insist(lambda rows: DeliveryAnswer(False, "shut"), ROWS, lambda seconds: False)


@dataclass
class Asked:
    """What a small server was asked, and what it answers next."""

    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def server() -> Iterator[Asked]:
    """A server on this machine that answers as the test says."""
    asked = Asked()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.heads.append(dict(self.headers.items()))
            asked.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, head, body = asked.answers.pop(0)
            self.send_response(status)
            for name, value in head.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    running = HTTPServer(("127.0.0.1", 0), Answering)
    asked.port = running.server_port
    Thread(target=running.serve_forever, daemon=True).start()
    yield asked
    running.shutdown()
    running.server_close()


def courier(port: int, token: str = "") -> SimulatorClient:
    return SimulatorClient(f"http://127.0.0.1:{port}/api/v1/readings", 5, token)


def test_a_batch_is_posted_with_its_token_and_its_promise(server: Asked) -> None:
    server.answers = [(200, {}, '{"accepted": 1, "refused": []}')]

    assert courier(server.port, "cockpit_x").bring(ROWS) == DeliveryAnswer(True)

    head = {name.lower(): value for name, value in server.heads[0].items()}
    assert (head["authorization"], head["x-feed-every"]) == ("Bearer cockpit_x", "5")
    assert head["content-type"] == "application/json"
    assert server.bodies == [ROWS]


def test_rows_that_were_refused_one_by_one_count_as_answered(server: Asked, caplog: pytest.LogCaptureFixture) -> None:
    server.answers = [(200, {}, '{"accepted": 0, "refused": [{"row": 1, "code": "too_old", "detail": ""}]}')]

    assert courier(server.port).bring(ROWS).taken
    assert "too_old" in caplog.text


@pytest.mark.parametrize(
    ("status", "head", "after"), [(429, {"Retry-After": "7"}, 7), (503, {}, 0), (500, {"Retry-After": "soon"}, 0)]
)
def test_a_door_that_does_not_take_a_batch_is_asked_again(
    server: Asked, status: int, head: dict[str, str], after: float
) -> None:
    server.answers = [(status, head, "busy")]

    answer = courier(server.port).bring(ROWS)

    assert (answer.taken, answer.after) == (False, after)
    assert str(status) in answer.why


def test_a_server_that_is_not_there_is_no_answer(server: Asked) -> None:
    assert not courier(1).bring(ROWS).taken
