"""Who relies on the monitor is told when it stops, once, and when it is back."""

from __future__ import annotations

from data.core.actor import Actor
from data.core.scope import Scope
from data.operations import Operations
from data.operations.notifications.notice_store import notices
from indicators.liveness import Liveness, LivenessPart
from monitoring.liveness_notices import PATIENCE, LivenessNotices
from tests.monitoring.conftest import CITY, NOW, SetClock

LIVE, DEAD = Liveness((LivenessPart("monitor", "live"),)), Liveness((LivenessPart("monitor", "dead", NOW - 11),))
CHIEF = Actor(7, "陈值班", "duty-chief", Scope.everything(), frozenset({"alert.acknowledge"}))
TASK_UNIT = Actor(8, "张三", "unit", Scope(frozenset({CITY}), frozenset({"water-bureau"})), frozenset({"task.handle"}))


def test_a_monitor_that_stops_is_told_once_and_again_when_it_is_back(operations: Operations) -> None:
    clock, judged = SetClock(), [LIVE]
    looker = LivenessNotices(operations, lambda: judged[-1], clock, CITY)

    judged.append(DEAD)
    made = []
    for seconds in (0, PATIENCE - 1, PATIENCE, PATIENCE + 20, PATIENCE + 3600):
        clock.at(seconds)
        made.append(looker.look())
    judged.append(LIVE)
    made += [looker.look(), looker.look()]

    assert made == [0, 0, 1, 0, 0, 1, 0]
    with operations.reading() as connection:
        told, not_told = notices(connection, CHIEF), notices(connection, TASK_UNIT)
    assert [(one.move, one.facts["part"]) for one in told] == [("part-back", "monitor"), ("part-stopped", "monitor")]
    assert told[1].facts["since"] == NOW - 11
    assert not_told == ()


def test_a_restart_is_told_to_nobody(operations: Operations) -> None:
    clock, judged = SetClock(), [DEAD]
    looker = LivenessNotices(operations, lambda: judged[-1], clock, CITY)

    looker.look()
    judged.append(LIVE)
    clock.at(5)
    looker.look()
    judged.append(DEAD)
    clock.at(PATIENCE)

    assert looker.look() == 0
