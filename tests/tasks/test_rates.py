"""The counts behind the rates, on both engines: by hand, and against the tasks' own records for a busy summer."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.core.scope import Scope, ScopeMissing
from data.operations.tasks.rates import COUNTS, RateWindow, counted
from data.operations.tasks.task_queries import task_timeline
from data.operations.tasks.task_tables import task as task_table
from indicators.tasks.model import NumberOutcome, TaskTimeline, Tier
from indicators.tasks.states import TaskState
from tasks.scheduler.sla_scheduler import run_due
from tasks.tasks.dispatch import split
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.transitions import TaskTransition
from tests.tasks.counted_from_records import count
from tests.tasks.moments import epoch, local
from tests.tasks.people import CLOCK, EVERYWHERE, LEADER, LEPING, ROADS, SANSHUI, SUPERVISOR, WATER, Office, draft


def month(name: str, now: str) -> RateWindow:
    year, number = map(int, name.split("-"))
    after = f"{year + number // 12}-{number % 12 + 1:02d}-01 00:00"
    return RateWindow(epoch(f"{name}-01 00:00"), epoch(after), epoch(now))


def of(
    container: Office, stretch: RateWindow, scope: Scope = EVERYWHERE, by: str = "unit"
) -> dict[object, dict[str, int]]:
    with container.operations.reading() as connection:
        found = counted(connection, scope, stretch, by)  # type: ignore[arg-type]
    return {key: {name: n for name, n in row.items() if n} for key, row in found.items()}


def test_a_task_in_time_counts_everywhere_once(container: Office) -> None:
    task = container.closed()
    container.do(LEADER, task, TaskTransition.RATE, stars=4)
    container.do(SUPERVISOR, task, TaskTransition.CALL_BACK, resolved=True, satisfied=False)

    assert of(container, month("2025-06", "2025-08-01 00:00")) == {
        "water-bureau": {
            "received": 1, "accept_due": 1, "accepted_on_time": 1, "closed": 1, "rated": 1, "stars": 4,
            "called_back": 1, "resolved": 1,
        }
    }  # fmt: skip
    assert of(container, month("2025-07", "2025-08-01 00:00")) == {
        "water-bureau": {
            "feedback_due": 1, "feedback_on_time": 1, "responded": 1, "due": 1, "done_on_time": 1, "closed_due": 1,
            "closed_on_time": 1,
        }
    }  # fmt: skip


def test_what_is_still_running_is_not_due(container: Office) -> None:
    container.sent()

    assert "due" not in of(container, month("2025-07", "2025-07-21 17:30")).get("water-bureau", {})
    assert of(container, month("2025-07", "2025-07-21 17:31"))["water-bureau"]["late"] == 1


def test_what_was_returned_counts_for_who_gets_it_and_as_a_return_for_who_did_not_want_it(container: Office) -> None:
    task = container.sent()
    container.do(WATER, task, TaskTransition.ASK_RETURN, reason="非职责")
    container.do(SUPERVISOR, task, TaskTransition.GRANT_RETURN)
    container.do(SUPERVISOR, task, TaskTransition.REDISPATCH, unit="transport-bureau")

    june, july = (of(container, month(name, "2025-08-01 00:00")) for name in ("2025-06", "2025-07"))

    assert june == {
        "water-bureau": {"received": 1, "returned": 1},
        "transport-bureau": {"received": 1, "accept_due": 1},
    }
    assert july == {"transport-bureau": {"feedback_due": 1, "due": 1, "late": 1}}


def test_a_reopening_does_not_change_the_month_before(container: Office) -> None:
    task = container.closed()
    before = of(container, month("2025-06", "2025-08-20 00:00"))
    container.now = local("2025-08-05 10:00")
    container.do(LEADER, task, TaskTransition.REOPEN, reason="不满意")

    assert of(container, month("2025-06", "2025-08-20 00:00")) == before
    assert of(container, month("2025-08", "2025-08-20 00:00")) == {"water-bureau": {"reopened": 1}}


def test_a_part_counts_for_its_unit_but_not_again_for_the_region(container: Office) -> None:
    whole = container.sent(unit="sanshui-government", region=440607, tier=Tier.DISTRICT)
    container.do(SANSHUI, whole, TaskTransition.ACCEPT)
    part = draft(unit="leping-government", region=440607103, tier=Tier.TOWN)
    assert split(container.operations, container.book, SANSHUI, container.now, whole.id, part).done

    stretch = month("2025-06", "2025-07-01 00:00")

    assert {key: row["received"] for key, row in of(container, stretch).items()} == {
        "sanshui-government": 1,
        "leping-government": 1,
    }
    assert {key: row["received"] for key, row in of(container, stretch, by="region").items()} == {440607: 1}


def test_counts_keep_to_the_scope(container: Office) -> None:
    container.sent(region=440607)
    container.sent(unit="transport-bureau")
    stretch = month("2025-06", "2025-07-01 00:00")

    assert set(of(container, stretch, WATER.scope)) == {"water-bureau"}
    assert set(of(container, stretch, Scope.of_regions({440607}), by="region")) == {440607}
    with container.operations.reading() as connection, pytest.raises(ScopeMissing):
        counted(connection, None, stretch, "unit")  # type: ignore[arg-type]


STRAIGHT = {
    TaskTransition.ACCEPT,
    TaskTransition.REPORT,
    TaskTransition.VERIFY,
    TaskTransition.CLOSE,
    TaskTransition.RATE,
    TaskTransition.CALL_BACK,
    TaskTransition.REOPEN,
    TaskTransition.MEASURE,
}
PEOPLE = {"water-bureau": WATER, "transport-bureau": ROADS, "sanshui-government": SANSHUI, "leping-government": LEPING}


def live(container: Office, chance: random.Random, days: int) -> None:
    """A summer in which everybody does something every day, well or badly."""
    for _ in range(days):
        container.now += timedelta(hours=chance.choice([7, 20, 30]))
        unit = chance.choice(list(PEOPLE))
        region = {"sanshui-government": 440607, "leping-government": 440607103}.get(unit, 440600)
        container.sent(
            unit=unit, region=region, kind=chance.choice(["indicator", "street-dirt", "green-care", "place"])
        )
        with container.operations.reading() as connection:
            known = connection.execute(select(task_table).order_by(task_table.c.id)).all()
        for row in chance.sample(known, min(5, len(known))):
            live_with(container, chance, row.id, row.unit, TaskState(row.state))
        run_due(container.operations, container.book, container.now)


def live_with(container: Office, chance: random.Random, number: int, lead: str, state: TaskState) -> None:
    """Somebody tries four things with a task that may be possible."""
    for _ in range(4):
        possible = sorted(
            row.name
            for row in TASK_TRANSITIONS
            if state in row.sources and row.name not in {TaskTransition.NOTE, TaskTransition.REMIND}
        )
        if not possible:
            return
        straight = [move for move in possible if move in STRAIGHT and chance.random() < 0.8]
        move = TaskTransition(chance.choice(straight or possible))
        for who in (PEOPLE[lead], SUPERVISOR, LEADER, CLOCK):
            outcome = container.try_(
                who, number, move, reason="因为", text="内容", unit=chance.choice(list(PEOPLE)), amount=2,
                until=container.now + timedelta(days=4),
                stars=chance.randint(1, 5),
                helped=chance.choice(list(NumberOutcome)),
                resolved=chance.random() < 0.7, satisfied=chance.random() < 0.6,
            )  # fmt: skip
            if outcome.done and outcome.task is not None:
                state, lead = outcome.task.state, outcome.task.unit
                break


def records(container: Office) -> list[TaskTimeline]:
    with container.operations.reading() as connection:
        numbers = connection.execute(select(task_table.c.id)).scalars().all()
        return [task_timeline(connection, EVERYWHERE, number) for number in numbers]


def test_a_busy_summer_is_counted_as_its_records_tell_it(container: Office) -> None:
    container.now = local("2025-05-20 08:00")
    returned, recovered = container.sent(), container.closed()
    container.do(WATER, returned, TaskTransition.ASK_RETURN, reason="非职责")
    container.do(SUPERVISOR, returned, TaskTransition.GRANT_RETURN)
    container.do(CLOCK, recovered, TaskTransition.MEASURE, helped=NumberOutcome.RECOVERED)
    live(container, random.Random(20250630), 30)
    told = records(container)
    seen: set[str] = set()

    for name in ("2025-05", "2025-06", "2025-07"):
        for by in ("unit", "region"):
            stretch = month(name, "2025-07-18 12:00")
            expected = count(told, stretch.start, stretch.end, stretch.now, by)
            found = of(container, stretch, by=by)
            assert found == {k: {n: v for n, v in row.items() if v} for k, row in expected.items()}, (name, by)
            seen |= {n for row in found.values() for n in row}

    assert seen == set(COUNTS), "the summer was too quiet to show that all is counted"
