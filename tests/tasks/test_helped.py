"""Did it help: the verdict by the number's own rules, kept with the task, counted, and only when something is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.operations.tasks.counts import CountingWindow, tally
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import task_timeline
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.warehouse.connection import open_warehouse
from data.warehouse.facts import NewFacts, append_facts
from indicators.catalogue.catalogue import load_catalogue
from indicators.tasks.model import NumberOutcome, NumberSample, Task, TaskTimeline
from tasks.tasks.outcome_evaluation import IndicatorNumbers, OutcomeEvaluation, evaluate_outcomes, outcome_of
from tasks.tasks.subjects import SubjectReference
from tasks.tasks.transitions import TaskTransition
from tests.tasks.moments import local
from tests.tasks.people import EVERYWHERE, LEADER, SUPERVISOR, WATER, Office

SMALL = Path(__file__).parents[1] / "data" / "small_catalogue"
RED = NumberSample(1, 80.0, "2025-05", 3, -3.0)


@pytest.mark.parametrize(
    ("sent", "now", "helped"),
    [
        (RED, replace(RED, at=9), NumberOutcome.WAITING),
        (RED, NumberSample(9, None, "2025-06", 0), NumberOutcome.WAITING),
        (RED, NumberSample(9, 96.0, "2025-06", 1, 0.5), NumberOutcome.RECOVERED),
        (RED, NumberSample(9, 90.0, "2025-06", 2, -0.8), NumberOutcome.NOT_YET),
        (RED, NumberSample(9, 80.0, "2025-06", 3, -3.0), NumberOutcome.NOT_YET),
        (RED, NumberSample(9, 79.9, "2025-06", 3, -3.05), NumberOutcome.NOT_YET),  # within the margin
        (RED, NumberSample(9, 75.0, "2025-06", 3, -4.0), NumberOutcome.WORSE),
        (RED, NumberSample(9, 85.0, "2025-05", 3, -2.0), NumberOutcome.NOT_YET),  # the same month, corrected
        (NumberSample(1, 92.0, "2025-05", 2, -0.9), NumberSample(9, 88.0, "2025-06", 3, -0.95), NumberOutcome.WORSE),
        (NumberSample(1, None, "2025-02", 0), NumberSample(9, 80.0, "2025-06", 3, -3.0), NumberOutcome.RECOVERED),
        (NumberSample(1, 11.5, level=4), NumberSample(9, 9.0, level=0), NumberOutcome.RECOVERED),
        (NumberSample(1, 11.5, level=4), NumberSample(9, 11.5, level=4), NumberOutcome.NOT_YET),
        (NumberSample(1, 11.5, level=4), NumberSample(9, 10.0, level=3), NumberOutcome.NOT_YET),
        (NumberSample(1, 11.5, level=4), NumberSample(9, 12.5, level=5), NumberOutcome.WORSE),
    ],
)
def test_a_number_is_judged_by_its_own_rules(sent: NumberSample, now: NumberSample, helped: NumberOutcome) -> None:
    assert outcome_of(sent, now) is helped


@dataclass
class Told:
    """Numbers that a test says; counts how often it is asked."""

    number: NumberSample
    asked: list[int] = field(default_factory=list)

    def read(self, places: Collection[tuple[str, int]], now: datetime) -> Mapping[tuple[str, int], NumberSample]:
        self.asked.append(len(places))
        return {place: replace(self.number, at=int(now.timestamp())) for place in places}


def story_of(container: Office, task: Task) -> TaskTimeline:
    with container.operations.reading() as connection:
        return task_timeline(connection, EVERYWHERE, task.id)


def look(container: Office, number: NumberSample) -> int:
    return evaluate_outcomes(container.operations, container.book, {"indicator": Told(number)}, container.now)


def test_a_closed_task_keeps_its_number_as_it_was_when_closed_and_later(container: Office) -> None:
    task = container.closed(number=RED)
    container.later(minutes=1)
    looked = [look(container, RED), look(container, RED)]
    container.later(days=20)
    looked += [
        look(container, NumberSample(0, 90.0, "2025-06", 2, -0.5)),
        look(container, NumberSample(0, 90.0, "2025-06", 2, -0.5)),
    ]
    container.later(days=30)
    looked += [look(container, NumberSample(0, 97.0, "2025-07", 1, 0.4))]

    found = story_of(container, task)
    assert looked == [1, 0, 1, 0, 1]
    assert [(kept.when, kept.number.period) for kept in found.numbers] == [
        ("sent", "2025-05"),
        ("closed", "2025-05"),
        ("later", "2025-06"),
        ("later", "2025-07"),
    ]
    assert [entry.reason for entry in found.record if entry.move == TaskTransition.MEASURE] == [
        "waiting",
        "not-yet",
        "recovered",
    ]
    assert found.task.helped is NumberOutcome.RECOVERED


def test_looking_disturbs_nobody(container: Office) -> None:
    task = container.closed(number=RED)

    look(container, NumberSample(0, 97.0, "2025-06", 1, 0.4))

    assert story_of(container, task).task.version == task.version
    assert container.try_(LEADER, task, TaskTransition.RATE, seen=task.version, stars=5).done


def test_open_tasks_and_tasks_without_a_number_are_left_alone(container: Office) -> None:
    container.sent(number=RED)
    container.closed()
    told = Told(RED)

    assert evaluate_outcomes(container.operations, container.book, {"indicator": told}, container.now) == 0
    assert told.asked == []


def test_a_reopened_task_is_judged_anew_when_it_is_closed_again(container: Office) -> None:
    task = container.closed(number=RED)
    look(container, NumberSample(0, 75.0, "2025-06", 3, -4.0))
    assert story_of(container, task).task.helped is NumberOutcome.WORSE
    reopened = container.do(LEADER, task, TaskTransition.REOPEN, reason="变差")
    container.later(days=9)
    container.do(WATER, task, TaskTransition.REPORT, text="再次整治")
    container.do(SUPERVISOR, task, TaskTransition.VERIFY)
    container.do(SUPERVISOR, task, TaskTransition.CLOSE)
    look(container, NumberSample(0, 97.0, "2025-07", 1, 0.4))

    assert reopened.helped is None
    found = story_of(container, task)
    assert [kept.when for kept in found.numbers] == ["sent", "closed", "closed"]
    assert found.task.helped is NumberOutcome.RECOVERED


@dataclass(frozen=True)
class ByName:
    """Numbers by the id of what they are about."""

    numbers: Mapping[str, NumberSample]

    def read(self, places: Collection[tuple[str, int]], now: datetime) -> Mapping[tuple[str, int], NumberSample]:
        return {place: self.numbers[place[0]] for place in places if place[0] in self.numbers}


def test_recovered_ones_are_counted_among_those_of_which_something_is_known(container: Office) -> None:
    now = {
        "I001": NumberSample(0, 97.0, "2025-06", 1, 0.4),
        "I002": NumberSample(0, 75.0, "2025-06", 3, -4.0),
        "I003": NumberSample(0, 90.0, "2025-06", 2, -0.5),
        "I004": RED,
    }
    for name in (*now, "I005"):
        container.closed(number=RED, about=SubjectReference("indicator", name))

    evaluate_outcomes(container.operations, container.book, {"indicator": ByName(now)}, container.now)

    with container.operations.reading() as connection:
        found = tally(connection, EVERYWHERE, TaskFilter(), CountingWindow.at(container.now))
    assert (found.looked_at, found.recovered) == (3, 1)
    assert found.recovered_share == pytest.approx(100 / 3)


@pytest.fixture
def warehouse_of_two_months(tmp_path: Path) -> Iterator[tuple[Engine, Callable[[int, float], None]]]:
    engine = open_warehouse(f"sqlite:///{tmp_path / 'warehouse.db'}")
    small = load_catalogue(SMALL)

    def deliver(month: int, online: float) -> None:
        facts = NewFacts.of(["items_handled", "items_online"], [440605121] * 2, [month] * 2, [100.0, online], basis=3)
        append_facts(engine, small, "department", f"{month}.csv", facts, local("2025-06-30 09:00"))
        refresh(engine, small, FixedClock(local("2025-06-30 09:30")))

    yield engine, deliver
    engine.dispose()


def test_indicators_are_read_from_the_newest_snapshot(
    warehouse_of_two_months: tuple[Engine, Callable[[int, float], None]],
) -> None:
    engine, deliver = warehouse_of_two_months
    deliver(202504, 71.0)
    deliver(202505, 93.0)
    numbers = IndicatorNumbers(
        IndicatorRepository(engine, load_catalogue(SMALL), FixedClock(local("2025-06-30 10:00"))), EVERYWHERE
    )

    found = numbers.read({("I002", 440605121), ("I002", 440604), ("I404", 440600)}, local("2025-06-30 10:00"))

    assert found["I002", 440605121].value == 93.0
    assert (found["I002", 440605121].period, found["I002", 440605121].version) == ("2025-05", 2)
    assert ("I404", 440600) not in found


def test_it_looks_again_only_when_something_may_be_new(container: Office) -> None:
    container.closed(number=RED)
    told, marks = Told(RED), iter([1, 1, 2])
    again = OutcomeEvaluation(container.operations, container.book, {"indicator": told}, lambda: next(marks))

    assert [again(container.now) for _ in range(3)] == [1, 0, 0]
    assert told.asked == [1, 1]
