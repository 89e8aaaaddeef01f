"""Random walks through the table: whatever people try, in whatever order, what must always hold holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from data.core.actor import Actor
from data.operations.tasks.task_queries import task_timeline
from indicators.tasks.model import TaskTimeline
from indicators.tasks.states import SETTLED, TaskState
from tasks.scheduler.sla_scheduler import run_due
from tasks.tasks.commands import act_on_task
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.transition import TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition
from tests.campaign import campaign, length
from tests.tasks.people import COLLEAGUE, EVERYWHERE, LEADER, NOW, ROADS, SUPERVISOR, WATER, WATER_TOO, Office

PEOPLE = (LEADER, SUPERVISOR, COLLEAGUE, WATER, WATER_TOO, ROADS)
MOVES = [
    move for move in TaskTransition if move not in {TaskTransition.EDIT, TaskTransition.LATE, TaskTransition.MEASURE}
]
STRAIGHT = (
    TaskTransition.ACCEPT,
    TaskTransition.REPORT,
    TaskTransition.VERIFY,
    TaskTransition.CLOSE,
    TaskTransition.RATE,
    TaskTransition.CALL_BACK,
    TaskTransition.REOPEN,
)
ONWARD = [
    move
    for move in MOVES
    if move
    not in {
        TaskTransition.TERMINATE,
        TaskTransition.NOTE,
        TaskTransition.REMIND,
        TaskTransition.ESCALATE,
        TaskTransition.SPLIT,
    }
]
gifts = st.builds(
    Payload,
    reason=st.sampled_from(["因为", ""]),
    text=st.sampled_from(["内容", "内容", ""]),
    unit=st.sampled_from(["water-bureau", "transport-bureau", ""]),
    units=st.sampled_from([(), ("transport-bureau",)]),
    amount=st.sampled_from([None, 1, 5, 400]),
    stars=st.sampled_from([None, 1, 5]),
    resolved=st.booleans(),
    satisfied=st.booleans(),
)


class Walk(RuleBasedStateMachine):
    """One task, six people, a clock, and everything that they might try."""

    container: Office

    def __init__(self) -> None:
        super().__init__()
        self.container.now = NOW
        self.number = self.container.sent().id
        self.told = self._read()

    def _read(self) -> TaskTimeline:
        with self.container.operations.reading() as connection:
            return task_timeline(connection, EVERYWHERE, self.number)

    @rule(who=st.sampled_from(PEOPLE), move=st.sampled_from(MOVES), given=gifts, days=st.integers(1, 9))
    def try_anything(self, who: Actor, move: TaskTransition, given: Payload, days: int) -> None:
        self._try(who, move, replace(given, until=self.container.now + timedelta(days=days)))

    @rule(turn=st.integers(0, 10_000), given=gifts)
    def go_on(self, turn: int, given: Payload) -> None:
        """Make one of the moves that somebody may make now, with all that it needs."""
        complete = replace(given, reason="因为", text="内容", unit="transport-bureau", units=("transport-bureau",))
        complete = replace(complete, amount=1, stars=3, until=self.container.now + timedelta(days=3))
        possible = [
            (who, move) for who in PEOPLE for move in ONWARD if TASK_TRANSITIONS.offer(self._case(who), move) is None
        ]
        straight = [one for one in possible if one[1] in STRAIGHT]
        weighed = [*straight, *straight, *straight, *possible]
        if weighed:
            self._try(*weighed[turn % len(weighed)], complete)

    def _case(self, who: Actor) -> TransitionContext:
        told = self.told
        return TransitionContext(told.task, who, Payload(), self.container.now, self.container.book, told.parts)

    def _try(self, who: Actor, move: TaskTransition, given: Payload) -> None:
        before = self.told
        outcome = act_on_task(
            self.container.operations, self.container.book, who, self.container.now, self.number, move, given
        )
        self.told = self._read()
        if not outcome.done:
            assert outcome.refusal is not None
            assert self.told == before
            return
        entry = self.told.record[-1]
        assert len(self.told.record) == len(before.record) + 1
        assert (entry.move, entry.origin, entry.target) == (move, before.task.state, self.told.task.state)
        assert (before.task.state, self.told.task.state) in self._ways(move)

    def _ways(self, move: TaskTransition) -> set[tuple[TaskState, TaskState]]:
        return {way for row in TASK_TRANSITIONS if row.name == move for way in row.ways}

    @rule(hours=st.sampled_from([1, 7, 30, 200, 2000]))
    def let_time_pass(self, hours: int) -> None:
        self.container.later(hours=hours)
        run_due(self.container.operations, self.container.book, self.container.now)
        self.told = self._read()
        run_due(self.container.operations, self.container.book, self.container.now)
        assert self._read() == self.told, "what time does it does once"

    @invariant()
    def nothing_is_closed_without_a_report_and_another_s_verification(self) -> None:
        task, moves = self.told.task, [entry.move for entry in self.told.record]
        if task.state in SETTLED:
            assert task.reporter is not None
            assert task.verifier not in (None, task.reporter)
            last_report = max(n for n, move in enumerate(moves) if move == TaskTransition.REPORT)
            assert TaskTransition.VERIFY in moves[last_report:]

    @invariant()
    def the_record_tells_how_it_came_to_stand_where_it_stands(self) -> None:
        record = self.told.record
        assert [entry.n for entry in record] == list(range(1, len(record) + 1))
        states = [record[0].origin, *(entry.target for entry in record)]
        assert states[:-1] == [entry.origin for entry in record]
        assert states[-1] == self.told.task.state
        assert all(entry.at <= later.at for entry, later in pairwise(record))
        assert all(entry.role for entry in record)

    @invariant()
    def deadlines_never_come_nearer_within_a_round(self) -> None:
        due: int | None = None
        for entry in self.told.record:
            if "round" in entry.after:
                due = None
            moved = entry.after.get("due_close", due)
            assert due is None or moved is None or moved >= due
            due = moved

    @invariant()
    def counters_count_what_the_record_says(self) -> None:
        task, moves = self.told.task, [entry.move for entry in self.told.record]
        assert task.reopenings == moves.count(TaskTransition.REOPEN)
        assert task.rejections == moves.count(TaskTransition.REJECT)
        assert task.extensions == moves.count(TaskTransition.GRANT_EXTENSION)
        sendings = (
            moves.count(TaskTransition.SEND)
            + moves.count(TaskTransition.REDISPATCH)
            + moves.count(TaskTransition.ASSIGN)
        )
        assert task.round == sendings + task.reopenings

    @invariant()
    def what_has_ended_wakes_nobody(self) -> None:
        if self.told.task.state in {TaskState.ARCHIVED, TaskState.TERMINATED}:
            assert self.told.task.wake_at is None


@campaign
def test_whatever_is_tried_what_must_hold_holds(context: Office) -> None:
    walk = type("Walk", (Walk,), {"container": context})

    run_state_machine_as_test(
        walk, settings=settings(max_examples=length(10, 20), stateful_step_count=25, deadline=None)
    )
