"""A process killed at a statement (see `kills`) leaves tasks and their record whole; the act can be made again."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Table, event, select

from data.evidence.evidence_folder import StoredEvidence
from data.operations import Operations, open_operations
from data.operations.core.metadata import metadata
from indicators.tasks.model import Tier
from indicators.tasks.supervision_item import SupervisionKind
from tasks.supervision.commands import NewSupervisionItem, act_on_item, set_item
from tasks.supervision.transition import SupervisionPayload, SupervisionTransition
from tasks.tasks.commands import act_on_task
from tasks.tasks.dispatch import send, split
from tasks.tasks.transitions import Payload, TaskTransition
from tests.campaign import campaign, kills
from tests.tasks.moments import local
from tests.tasks.people import NOW, SANSHUI, SUPERVISOR, WATER, Office, draft

pytestmark = campaign
Work = Callable[[Operations], object]


def contents(operations: Operations) -> dict[str, list[Any]]:
    """Every row of every table, in key order."""

    def rows(table: Table) -> list[Any]:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]

    with operations.reading() as connection:
        return {table.name: rows(table) for table in metadata.sorted_tables}


def run_until_statement(url: str, work: Work, last: int) -> int | None:
    """Do the work in a process of its own that kills itself at that statement; its exit code."""
    process = multiprocessing.get_context("fork").Process(target=_work_and_die, args=(url, work, last))
    process.start()
    process.join(60)
    return process.exitcode


def _work_and_die(url: str, work: Work, last: int) -> None:
    operations = open_operations(url)
    done = 0

    def die_in_time(*_: object) -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(operations.engine, "before_cursor_execute", die_in_time)
    event.listen(operations.engine, "commit", die_in_time)
    work(operations)


def survive_every_kill(url: str, container: Office, work: Work) -> int:
    """Kill at one statement after another until the work comes through; the state must never be half."""
    before = contents(container.operations)
    container.operations.dispose()
    for last in kills(200):
        exit_code = run_until_statement(url, work, last)
        if exit_code == 0:
            return last
        assert exit_code == -signal.SIGKILL
        assert contents(container.operations) == before, f"killed at statement {last}"
        container.operations.dispose()
    pytest.fail("the work never came through")


def test_a_dispatch_is_whole_or_not_there(container: Office, warehouse_url: str) -> None:
    new = draft(helpers=("transport-bureau",))
    statements = survive_every_kill(
        warehouse_url, container, lambda ops: send(ops, container.book, SUPERVISOR, NOW, new, once="k")
    )

    after = contents(container.operations)
    assert statements > 8
    assert {name: len(after[name]) for name in ("task", "task_entry", "task_round", "task_part", "notice")} == {
        "task": 1,
        "task_entry": 1,
        "task_round": 1,
        "task_part": 1,
        "notice": 2,
    }


def test_a_report_with_evidence_is_whole_or_not_there(container: Office, warehouse_url: str) -> None:
    task = container.sent()
    container.do(WATER, task, TaskTransition.ACCEPT)
    files = (StoredEvidence("a" * 64, "image/jpeg", 10, "一.jpg"), StoredEvidence("b" * 64, "text/plain", 9, "二.txt"))
    given = Payload(text="已完成", files=files)

    survive_every_kill(
        warehouse_url,
        container,
        lambda ops: act_on_task(ops, container.book, WATER, NOW, task.id, TaskTransition.REPORT, given, once="k"),
    )

    after = contents(container.operations)
    assert [len(after[name]) for name in ("task_entry", "task_evidence")] == [3, 2]


def test_a_split_makes_both_or_neither(container: Office, warehouse_url: str) -> None:
    task = container.sent(unit="sanshui-government", region=440607)
    container.do(SANSHUI, task, TaskTransition.ACCEPT)
    part = draft(unit="leping-government", region=440607103, tier=Tier.TOWN)

    survive_every_kill(
        warehouse_url, container, lambda ops: split(ops, container.book, SANSHUI, NOW, task.id, part, once="k")
    )

    after = contents(container.operations)
    assert [len(after[name]) for name in ("task", "task_entry")] == [2, 4]


def test_a_report_on_a_matter_is_whole_or_not_there(container: Office, warehouse_url: str) -> None:
    days = (("完成方案", local("2025-07-31 17:30")), ("完成施工", local("2025-11-28 17:30")))
    new = NewSupervisionItem(SupervisionKind.PLAN, "整治", "规划", 440600, "water-bureau", days)
    matter = set_item(container.operations, container.book, SUPERVISOR, NOW, new).matter
    assert matter is not None
    number = matter.id
    given = SupervisionPayload(1, text="已完成", files=(StoredEvidence("a" * 64, "application/pdf", 10, "一.pdf"),))

    survive_every_kill(
        warehouse_url,
        container,
        lambda ops: act_on_item(ops, container.book, WATER, NOW, number, SupervisionTransition.REPORT, given, once="k"),
    )

    after = contents(container.operations)
    assert [len(after[name]) for name in ("matter_milestone", "matter_entry", "matter_evidence")] == [2, 2, 1]
