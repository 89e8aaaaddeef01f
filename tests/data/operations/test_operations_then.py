"""Operations of a moment: the logs replayed to their end give what stands now, and up to a moment what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from data.operations import Operations
from data.operations.alerts.alert_tables import alert, alert_log, incident, incident_log
from data.operations.past import operations_at
from data.operations.supervision.supervision_tables import matter, matter_entry, matter_milestone
from data.operations.tasks.task_tables import task, task_entry, task_number, task_part, task_round
from tests.lived_city import lived_city

AFTER_ALL = 4_102_444_800  # 2100
SILENT = {  # what readings and time alone move, without an entry of the log
    "alert": {"seen_at", "value_now", "value_peak", "waiting_since", "calm_since"},
    "incident": {"active_at", "announced"},
    "task": {"wake_at"},
}
WHOLE = (alert, alert_log, incident, incident_log, task, task_entry, task_round, task_part, matter, matter_milestone)


@pytest.fixture(scope="module")
def lived(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operations]:
    """The operations of the demonstration city with its tasks and matters."""
    container, _ = lived_city(built_city, tmp_path_factory.mktemp("then") / "home")
    yield container.operations
    container.dispose()


def rows_of(operations: Operations, table: Table) -> list[dict[str, Any]]:
    silent = SILENT.get(table.name, set())
    with operations.reading() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        return [{name: value for name, value in row.items() if name not in silent} for row in found]


@pytest.mark.parametrize("table", WHOLE, ids=lambda table: str(table.name))
def test_the_whole_log_replayed_is_what_stands_now(lived: Operations, table: Table) -> None:
    assert rows_of(lived, table), "the demonstration has some"
    assert rows_of(operations_at(lived, AFTER_ALL), table) == rows_of(lived, table)


@pytest.fixture(scope="module", params=[0.1, 0.5, 0.9, 0.999])
def moment(request: pytest.FixtureRequest, lived: Operations) -> int:
    """A moment somewhere in the record of tasks."""
    times = sorted(row["at"] for row in rows_of(lived, task_entry))
    found: int = times[int(len(times) * request.param)]
    return found


def test_a_task_then_is_in_the_state_of_its_last_entry_by_then(lived: Operations, moment: int) -> None:
    told: dict[int, str] = {}
    for entry in rows_of(lived, task_entry):
        if entry["at"] <= moment:
            told[entry["task"]] = entry["target"]

    then = {row["id"]: row["state"] for row in rows_of(operations_at(lived, moment), task)}

    assert {number: then[number] for number in told} == told
    assert {state for number, state in then.items() if number not in told} <= {"draft"}


@pytest.mark.parametrize("table", [*WHOLE, task_number, matter_entry], ids=lambda table: str(table.name))
def test_nothing_of_then_was_done_later(lived: Operations, moment: int, table: Table) -> None:
    names = [column.name for column in table.c]
    done = [name for name in names if (name == "at" or name.endswith("_at")) and not name.startswith("declared")]

    later = [
        (row, name)
        for row in rows_of(operations_at(lived, moment), table)
        for name in done
        if name != "resume_at" and row.get(name) is not None and row[name] > moment
    ]

    assert not later


def test_an_alert_then_is_what_its_log_had_told_by_then(lived: Operations) -> None:
    entries = rows_of(lived, alert_log)
    for moment in {entry["at"] for entry in entries}:
        then = {row["id"]: row for row in rows_of(operations_at(lived, moment), alert)}
        known = [entry for entry in entries if entry["at"] <= moment]
        closed = {entry["alert"]: entry["kind"] for entry in known if entry["kind"] in {"closed", "reopened"}}

        assert set(then) == {entry["alert"] for entry in known}
        assert {n for n, row in then.items() if row["closed_at"]} == {n for n, k in closed.items() if k == "closed"}


def test_nobody_writes_to_the_past(lived: Operations, moment: int) -> None:
    with pytest.raises(RuntimeError, match="not changed"):
        operations_at(lived, moment).writing()
