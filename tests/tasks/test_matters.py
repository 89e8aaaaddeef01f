"""Supervised matters: milestones with evidence, a light that nobody sets, lists of troubles, the weekly bulletin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from components.messages import catalogue as messages
from data.core.actor import Actor
from data.core.scope import Scope, ScopeMissing
from data.evidence.evidence_folder import StoredEvidence
from data.operations.notifications.notice_store import notices
from data.operations.supervision.supervision_store import (
    NoSupervisionItem,
    one_item,
    supervision_items,
    supervision_timeline,
)
from data.operations.supervision.supervision_tables import matter_entry, matter_milestone
from indicators.tasks.supervision_item import SupervisionItem, SupervisionKind, SupervisionState, SupervisionTimeline
from tasks.appraisal.loader import load_appraisal
from tasks.supervision.bulletins import bulletin
from tasks.supervision.commands import NewSupervisionItem, SupervisionActionResult, act_on_item, set_item
from tasks.supervision.rag_status import RagStatus, rag_status, troubles
from tasks.supervision.transition import SupervisionPayload, SupervisionTransition
from tasks.tasks.transitions import TaskTransition
from tests.answers import refused
from tests.tasks.moments import local
from tests.tasks.people import ANALYST, COLLEAGUE, EVERYWHERE, LEADER, ROADS, SUPERVISOR, WATER, Office

PAPER = (StoredEvidence("c" * 64, "application/pdf", 100, "进展.pdf"),)
NEW = NewSupervisionItem(
    SupervisionKind.WORK_REPORT,
    "完成50处内涝点整治",
    "2025年政府工作报告第三部分",
    440600,
    "water-bureau",
    (("完成方案", local("2025-07-31 17:30")), ("完成施工", local("2025-11-28 17:30"))),
)


def put(
    container: Office, actor: Actor = SUPERVISOR, new: NewSupervisionItem = NEW, once: str | None = None
) -> SupervisionItem:
    outcome = set_item(container.operations, container.book, actor, container.now, new, once=once)
    assert outcome.matter is not None, outcome.refusal
    return outcome.matter


def try_(
    container: Office,
    actor: Actor,
    matter: SupervisionItem | int,
    move: SupervisionTransition,
    seen: int | None = None,
    **given: Any,
) -> SupervisionActionResult:
    number = matter if isinstance(matter, int) else matter.id
    said = SupervisionPayload(**given)
    return act_on_item(container.operations, container.book, actor, container.now, number, move, said, seen=seen)


def do(
    container: Office, actor: Actor, matter: SupervisionItem, move: SupervisionTransition, **given: Any
) -> SupervisionActionResult:
    outcome = try_(container, actor, matter, move, **given)
    assert outcome.done, outcome.refusal
    return outcome


def code(container: Office, actor: Actor, matter: SupervisionItem, move: SupervisionTransition, **given: Any) -> str:
    return refused(try_(container, actor, matter, move, **given).refusal).code


def lit(container: Office, matter: SupervisionItem) -> tuple[str, str, int]:
    with container.operations.reading() as connection:
        now, steps = one_item(connection, EVERYWHERE, matter.id)
    found = rag_status(now, steps, container.now, container.book)
    return found.light, found.code, found.milestone


def told(container: Office, matter: SupervisionItem) -> SupervisionTimeline:
    with container.operations.reading() as connection:
        return supervision_timeline(connection, EVERYWHERE, matter.id)


def report(container: Office, matter: SupervisionItem, milestone: int, actor: Actor = WATER) -> None:
    do(container, actor, matter, SupervisionTransition.REPORT, milestone=milestone, text="已完成", files=PAPER)


def test_a_matter_goes_milestone_by_milestone_to_its_close(container: Office) -> None:
    matter = put(container)
    do(container, WATER, matter, SupervisionTransition.ANSWER, text="已制定方案")
    report(container, matter, 1)
    do(container, SUPERVISOR, matter, SupervisionTransition.CONFIRM, milestone=1)
    assert code(container, SUPERVISOR, matter, SupervisionTransition.CLOSE) == "milestones-open"
    report(container, matter, 2)
    do(container, COLLEAGUE, matter, SupervisionTransition.CONFIRM, milestone=2)
    do(container, SUPERVISOR, matter, SupervisionTransition.CLOSE)

    found = told(container, matter)
    assert found.matter.state is SupervisionState.CLOSED
    assert [entry.move for entry in found.record] == [
        "set", "answer", "report", "confirm", "report", "confirm", "close",
    ]  # fmt: skip
    assert [entry.n for entry in found.record] == list(range(1, 8))
    assert [(one.milestone, one.name) for one in found.evidence] == [(1, "进展.pdf"), (2, "进展.pdf")]
    assert lit(container, matter) == ("done", "closed", 0)
    assert found.record[3].after["milestones"][0]["confirmer"] == SUPERVISOR.account


def test_the_light_follows_from_days_and_milestones_alone(container: Office) -> None:
    matter = put(container)
    assert lit(container, matter) == ("green", "in-time", 0)
    container.now = local("2025-07-03 17:31")
    assert lit(container, matter) == ("red", "unanswered", 0)
    do(container, WATER, matter, SupervisionTransition.ANSWER, text="已安排")
    assert lit(container, matter) == ("green", "in-time", 0)
    container.now = local("2025-07-24 17:29")
    assert lit(container, matter) == ("green", "in-time", 0)
    container.now = local("2025-07-24 17:30")  # five working days before
    assert lit(container, matter) == ("yellow", "near", 1)
    container.now = local("2025-07-31 17:31")
    assert lit(container, matter) == ("red", "late", 1)
    report(container, matter, 1)
    assert lit(container, matter) == ("red", "late", 1), "a late report stays late until it is confirmed"
    do(container, SUPERVISOR, matter, SupervisionTransition.CONFIRM, milestone=1)
    assert lit(container, matter) == ("green", "in-time", 0)


def test_a_day_that_was_moved_twice_and_a_matter_that_was_reopened_are_yellow(container: Office) -> None:
    matter = put(container)
    do(container, WATER, matter, SupervisionTransition.ANSWER, text="已安排")
    for day in ("2025-08-29 17:30", "2025-09-30 17:30"):
        assert lit(container, matter)[0] == "green"
        do(container, SUPERVISOR, matter, SupervisionTransition.EXTEND, milestone=1, reason="汛期", until=local(day))
    assert lit(container, matter) == ("yellow", "twice-extended", 1)
    assert told(container, matter).milestones[0].first_due == int(local("2025-07-31 17:30").timestamp())
    for milestone in (1, 2):
        report(container, matter, milestone)
        do(container, SUPERVISOR, matter, SupervisionTransition.CONFIRM, milestone=milestone)
    do(container, SUPERVISOR, matter, SupervisionTransition.CLOSE)
    do(
        container,
        SUPERVISOR,
        matter,
        SupervisionTransition.REOPEN,
        milestone=2,
        reason="抽查不实",
        until=local("2025-12-31 17:30"),
    )  # fmt: skip
    assert lit(container, matter) == ("yellow", "reopened", 0)


def test_no_move_of_the_unit_turns_a_red_light_green(context: Office) -> None:
    """All that the unit can do, in all orders of three, leaves a late milestone red."""
    tried = ("answer", "report", "note", "confirm", "extend", "close")
    for moves in product(map(SupervisionTransition, tried), repeat=3):
        context.now = local("2025-06-30 10:00")
        matter = put(context)
        context.now = local("2025-08-01 09:00")
        for move in moves:
            try_(
                context, WATER, matter, move, milestone=1, text="完", reason="因", files=PAPER,
                until=local("2025-12-01 09:00"),
            )  # fmt: skip
        assert lit(context, matter)[0] == "red", moves


@pytest.mark.parametrize(
    ("actor", "move", "given", "expected"),
    [
        (WATER, SupervisionTransition.CONFIRM, {"milestone": 1}, "no-right"),
        (WATER, SupervisionTransition.EXTEND, {"milestone": 1, "reason": "x", "until": local("2026-01-01 09:00")},
         "no-right"),
        (SUPERVISOR, SupervisionTransition.REPORT, {"milestone": 1, "text": "x", "files": PAPER}, "no-right"),
        (WATER, SupervisionTransition.REPORT, {"milestone": 1, "text": "x"}, "evidence-missing"),
        (WATER, SupervisionTransition.REPORT, {"milestone": 1, "files": PAPER}, "text-missing"),
        (WATER, SupervisionTransition.REPORT, {"milestone": 9, "text": "x", "files": PAPER}, "no-milestone"),
        (SUPERVISOR, SupervisionTransition.CONFIRM, {"milestone": 1}, "report-missing"),
        (SUPERVISOR, SupervisionTransition.EXTEND, {"milestone": 1, "reason": "x"}, "until-missing"),
        (SUPERVISOR, SupervisionTransition.EXTEND, {"milestone": 1, "reason": "x", "until": local("2025-07-20 09:00")},
         "until-past"),
        (SUPERVISOR, SupervisionTransition.EXTEND, {"milestone": 1, "until": local("2025-09-20 09:00")},
         "reason-missing"),
        (SUPERVISOR, SupervisionTransition.ADD, {"text": "新", "until": local("2025-06-20 09:00")}, "until-past"),
        (SUPERVISOR, SupervisionTransition.WITHDRAW, {}, "reason-missing"),
        (SUPERVISOR, SupervisionTransition.REOPEN, {"milestone": 1}, "not-in-this-state"),
        (ANALYST, SupervisionTransition.NOTE, {"text": "x"}, "no-right"),
        (ROADS, SupervisionTransition.ANSWER, {"text": "x"}, "no-matter"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused_with_a_reason_that_can_be_said(
    context: Office, actor: Actor, move: SupervisionTransition, given: dict[str, Any], expected: str
) -> None:
    refusal = refused(try_(context, actor, put(context), move, **given).refusal)

    assert refusal.code == expected
    assert messages()[f"task.refused.{expected}"]["zh"].format(**refusal.facts)


@pytest.mark.parametrize(
    ("changes", "actor", "expected"),
    [
        ({}, WATER, "no-right"),
        ({"region": 1}, SUPERVISOR, "unknown-region"),
        ({"unit": "nobody"}, SUPERVISOR, "unknown-unit"),
        ({"title": " "}, SUPERVISOR, "title-missing"),
        ({"title": "长" * 121}, SUPERVISOR, "too-long"),
        ({"milestones": ()}, SUPERVISOR, "milestones-missing"),
        ({"milestones": (("旧", local("2025-06-01 09:00")),)}, SUPERVISOR, "until-past"),
    ],
)
def test_a_matter_that_cannot_be_set(context: Office, changes: dict[str, Any], actor: Actor, expected: str) -> None:
    new = replace(NEW, **changes)

    outcome = set_item(context.operations, context.book, actor, context.now, new)

    assert refused(outcome.refusal).code == expected


def test_nobody_confirms_their_own_report_and_the_database_refuses_it_too(container: Office) -> None:
    both = Actor(10, "两职", "unit", WATER.scope, WATER.rights | SUPERVISOR.rights)
    matter = put(container)
    report(container, matter, 1, both)

    assert code(container, both, matter, SupervisionTransition.CONFIRM, milestone=1) == "same-person"
    assert code(container, both, matter, SupervisionTransition.SEND_BACK, milestone=1, reason="x") == "same-person"
    forged = update(matter_milestone).values(confirmed_at=1, confirmer=10)
    with pytest.raises(DatabaseError), container.operations.writing() as connection:
        connection.execute(forged)


def test_a_report_that_is_sent_back_is_to_be_made_again(container: Office) -> None:
    matter = put(container)
    report(container, matter, 1)
    assert (
        code(container, WATER, matter, SupervisionTransition.REPORT, milestone=1, text="再", files=PAPER)
        == "reported-already"
    )
    do(container, SUPERVISOR, matter, SupervisionTransition.SEND_BACK, milestone=1, reason="证据不足")
    report(container, matter, 1)

    assert told(container, matter).milestones[0].rejections == 1


def test_its_record_only_grows(container: Office) -> None:
    put(container)
    with pytest.raises(DatabaseError), container.operations.writing() as connection:
        connection.execute(matter_entry.update().values(name="别人"))


def test_of_two_at_once_one_is_told_what_the_other_did(container: Office) -> None:
    matter = put(container)
    report(container, matter, 1)
    version = told(container, matter).matter.version
    do(container, SUPERVISOR, matter, SupervisionTransition.CONFIRM, milestone=1)

    late = try_(container, COLLEAGUE, matter, SupervisionTransition.SEND_BACK, seen=version, milestone=1, reason="x")

    refusal = refused(late.refusal)
    assert (refusal.code, refusal.facts["name"]) == ("overtaken", "督查员")
    assert [entry.move for entry in late.meanwhile] == ["confirm"]


def test_a_double_click_sets_one(container: Office) -> None:
    assert put(container, once="k").id == put(container, once="k").id
    with container.operations.reading() as connection:
        assert len(supervision_items(connection, EVERYWHERE)) == 1


def test_a_matter_is_seen_by_its_unit_and_in_its_region(container: Office) -> None:
    matter = put(container)

    with container.operations.reading() as connection:
        assert one_item(connection, WATER.scope, matter.id)[0].title == NEW.title
        for scope in (ROADS.scope, Scope.of_regions({440605})):
            with pytest.raises(NoSupervisionItem):
                one_item(connection, scope, matter.id)
        with pytest.raises(ScopeMissing):
            supervision_items(connection, None)  # type: ignore[arg-type]


def test_the_unit_and_the_supervision_are_told(container: Office) -> None:
    matter = put(container)
    report(container, matter, 1)

    with container.operations.reading() as connection:
        assert [(one.move, one.matter) for one in notices(connection, WATER)] == [("set", matter.id)]
        assert [(one.move, one.facts["milestone"]) for one in notices(connection, COLLEAGUE)] == [("report", "1")]


def test_troubles_are_listed(container: Office) -> None:
    late, moved, fine = put(container), put(container), put(container)
    for matter in (late, moved, fine):
        do(container, WATER, matter, SupervisionTransition.ANSWER, text="已安排")
    for day in ("2025-09-29 17:30", "2025-10-30 17:30"):
        do(container, SUPERVISOR, moved, SupervisionTransition.EXTEND, milestone=1, reason="汛期", until=local(day))
    report(container, fine, 1)
    container.now = local("2025-08-01 09:00")
    silent = put(container, new=replace(NEW, milestones=(("完成", local("2025-11-28 17:30")),)))
    container.now = local("2025-08-20 09:00")

    with container.operations.reading() as connection:
        found = troubles(supervision_items(connection, EVERYWHERE), container.now)

    names = {name: [matter.id for matter in getattr(found, name)] for name in vars(found)}
    assert names == {
        "late": [late.id],
        "twice_extended": [moved.id],
        "reopened": [],
        "unanswered": [silent.id],
    }


class TestTheBulletin:
    def test_a_unit_s_week_says_what_came_what_was_done_and_what_is_wrong(self, container: Office) -> None:
        rules = load_appraisal()
        container.closed(title="办结")
        container.do(LEADER, container.closed(title="重办"), TaskTransition.REOPEN, reason="不满意")
        container.sent(title="未签收", kind="street-dirt")
        container.sent(title="别家", unit="transport-bureau")
        put(container)
        container.now = local("2025-07-04 18:00")

        day = date(2025, 7, 2)
        found = bulletin(container.operations, EVERYWHERE, container.book, rules, "water-bureau", day, container.now)

        assert (found.first_day, found.last_day) == (date(2025, 6, 30), date(2025, 7, 6))
        assert (found.week.counts["received"], found.week.counts["closed"], found.week.counts["reopened"]) == (3, 2, 1)
        assert found.week_before.counts["received"] == 0
        assert found.week.enough is False
        assert [[task.title for task in tasks] for tasks in (found.late, found.reopened, found.unanswered)] == [
            ["未签收"],
            ["重办"],
            ["未签收"],
        ]
        assert found.now.open == 2
        assert [(line.lit.light, line.following.title if line.following else "") for line in found.matters] == [
            (RagStatus.RED, "完成方案")
        ]
        assert len(found.matter_troubles.unanswered) == 1

    def test_it_keeps_to_the_scope(self, container: Office) -> None:
        container.sent(title="未签收", kind="street-dirt")
        put(container)
        container.now = local("2025-07-04 18:00")

        found = bulletin(
            container.operations,
            ROADS.scope,
            container.book,
            load_appraisal(),
            "water-bureau",
            date(2025, 7, 2),
            container.now,
        )

        assert (found.late, found.matters, found.week.counts["received"]) == ((), (), 0)


def test_a_milestone_is_added_and_a_matter_withdrawn(container: Office) -> None:
    matter = put(container)
    do(container, SUPERVISOR, matter, SupervisionTransition.ADD, text="开展回头看", until=local("2025-12-26 17:30"))
    do(container, LEADER, matter, SupervisionTransition.NOTE, text="请抓紧")
    do(container, SUPERVISOR, matter, SupervisionTransition.WITHDRAW, reason="并入另一事项")

    found = told(container, matter)
    assert [step.title for step in found.milestones] == ["完成方案", "完成施工", "开展回头看"]
    assert found.matter.state is SupervisionState.WITHDRAWN
    assert found.record[2].version == found.record[1].version
    assert lit(container, matter) == ("done", "withdrawn", 0)
    with container.operations.reading() as connection:
        assert supervision_items(connection, EVERYWHERE) == ()
        assert (
            len(supervision_items(connection, EVERYWHERE, states=[SupervisionState.WITHDRAWN], kinds=[NEW.kind])) == 1
        )
