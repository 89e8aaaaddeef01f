"""What is stored is what the rules say, and a crash at any statement leaves the last state whole."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from data.operations import Operations, open_operations
from data.operations.alerts.commands import acknowledge_incident, actor_of
from data.operations.alerts.repository import alert_timeline, list_alerts
from data.operations.core.metadata import metadata
from indicators.alerts import Alert, AlertLogEntry, SignReading, observe
from indicators.incidents import AlertingConfig
from indicators.workflow import AcceptedTransition
from tests.campaign import campaign, kills, length
from tests.data.operations.alert_stories import CHEN, EVERYTHING, MINUTE, NINE, PONDING, RIVER, WANG, Watch
from tests.indicators.alerts.acting import acknowledge, close, code_of

Work = Callable[[Watch], object]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reading"), st.one_of(st.none(), st.integers(0, 5))),
        st.tuples(st.just("acknowledge"), st.none()),
        st.tuples(st.just("close"), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=length(12, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_stored_story_is_the_story_by_the_rules_alone(
    steps: list[tuple[str, int | None]], grounds: AlertingConfig, tmp_path_factory: pytest.TempPathFactory
) -> None:
    watch = Watch(open_operations(f"sqlite:///{tmp_path_factory.mktemp('story') / 'operations.db'}"), grounds)
    alert: Alert | None = None
    logs: list[list[AlertLogEntry]] = []
    for minute, (what, level) in enumerate(steps):
        now = NINE + minute * MINUTE
        happened: tuple[AlertLogEntry, ...] = ()
        if what == "reading":
            value = None if level is None else float(level)
            alert, happened = observe(alert, SignReading(RIVER, now, "step", level, value), grounds.rules)
            watch.sees(RIVER, minute, level, value)
            if happened and happened[0].kind == "raised":
                logs.append([])
        elif alert is not None:
            by_rules, on_stored = (acknowledge, watch.acknowledges) if what == "acknowledge" else (close, watch.closes)
            answer = by_rules(alert, actor_of(CHEN), "已知悉" if what == "acknowledge" else "已处置", now)
            assert code_of(on_stored(CHEN, len(logs), minute)) == code_of(answer)
            if isinstance(answer, AcceptedTransition):
                alert, happened = answer.after, answer.entry
        if happened:
            logs[-1] += happened

    with watch.operations.reading() as connection:
        stored = sorted(list_alerts(connection, EVERYTHING), key=lambda each: each.id)
        told = [alert_timeline(connection, EVERYTHING, each.id).log for each in stored]
    watch.operations.dispose()
    assert [[each for each in log if each.kind != "joined"] for log in told] == logs
    if alert is not None:
        assert replace(stored[-1], id=0, version=0, incident=None) == replace(alert, id=0)


def contents(operations: Operations) -> dict[str, list[Any]]:
    """Every row of every table, in key order."""
    with operations.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def _work_and_die(url: str, grounds: AlertingConfig, work: Work, last: int) -> None:
    operations = open_operations(url)
    done = 0

    def die_in_time(*_: object) -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(operations.engine, "before_cursor_execute", die_in_time)
    event.listen(operations.engine, "commit", die_in_time)
    work(Watch(operations, grounds))


@campaign
@pytest.mark.parametrize(
    "work",
    [
        lambda watch: watch.sees_all([(RIVER, 5, 0, 6.9), (PONDING, 5, 5, 45.0)]),
        lambda watch: watch.waits_until(60),
        lambda watch: acknowledge_incident(watch.operations, watch.grounds, WANG, 1, "统一处置", NINE + 120),
    ],
    ids=["readings", "time", "people"],
)
def test_killed_at_any_statement_the_last_state_is_whole(warehouse_url: str, watch: Watch, work: Work) -> None:
    watch.sees_all([(RIVER, 0, 4, 8.1), (PONDING, 0, 3, 20.0)])
    before = contents(watch.operations)
    watch.operations.dispose()
    fork = multiprocessing.get_context("fork")
    for last in kills(100):
        process = fork.Process(target=_work_and_die, args=(warehouse_url, watch.grounds, work, last))
        process.start()
        process.join(60)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        assert contents(watch.operations) == before, f"killed at statement {last}"
        watch.operations.dispose()

    assert last > 5
    assert contents(watch.operations) != before
