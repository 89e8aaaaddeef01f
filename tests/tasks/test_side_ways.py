"""Tasks off the straight way: more time, another unit, help from others, a result that does not satisfy."""

from __future__ import annotations

from data.evidence.evidence_folder import StoredEvidence
from data.operations.tasks.task_queries import task_timeline
from data.operations.tasks.task_tables import task_round
from indicators.tasks.model import Task, TaskTimeline, is_late
from indicators.tasks.states import TaskState
from tasks.tasks.transitions import TaskTransition
from tests.answers import refused
from tests.tasks.moments import epoch, local
from tests.tasks.people import EVERYWHERE, LEADER, ROADS, SUPERVISOR, WATER, Office

PHOTO = StoredEvidence("a" * 64, "image/jpeg", 1200, "现场.jpg")
PAPER = StoredEvidence("b" * 64, "application/pdf", 900, "报告.pdf")


def told(container: Office, task: Task) -> TaskTimeline:
    with container.operations.reading() as connection:
        return task_timeline(connection, EVERYWHERE, task.id)


class TestMoreTime:
    def test_an_extension_is_asked_for_by_one_and_granted_by_another(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        context.do(WATER, task, TaskTransition.START)
        asked = context.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="材料未齐", amount=5)
        granted = context.do(SUPERVISOR, task, TaskTransition.GRANT_EXTENSION)

        assert (asked.state, asked.due_close) == (TaskState.EXTENSION_ASKED, task.due_close)
        assert (granted.state, granted.extensions) == (TaskState.IN_PROGRESS, 1)
        assert granted.due_close == epoch("2025-07-28 17:30")

    def test_a_refusal_gives_a_reason_and_no_time(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        context.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="材料未齐", amount=5)

        assert context.code(SUPERVISOR, task, TaskTransition.REFUSE_EXTENSION) == "reason-missing"
        refused = context.do(SUPERVISOR, task, TaskTransition.REFUSE_EXTENSION, reason="抓紧")
        assert (refused.state, refused.due_close, refused.extensions) == (TaskState.ACCEPTED, task.due_close, 0)

    def test_nobody_grants_what_they_asked_for(self, context: Office) -> None:
        both = type(WATER)(10, "两职", "unit", WATER.scope, WATER.rights | SUPERVISOR.rights)
        task = context.sent()
        context.do(both, task, TaskTransition.ACCEPT)
        context.do(both, task, TaskTransition.ASK_EXTENSION, reason="材料未齐", amount=5)

        assert context.code(both, task, TaskTransition.GRANT_EXTENSION) == "same-person"

    def test_it_has_limits(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        assert context.code(WATER, task, TaskTransition.ASK_EXTENSION, reason="长", amount=16) == "extension-too-long"
        assert context.code(WATER, task, TaskTransition.ASK_EXTENSION, reason="长", amount=0) == "amount-missing"
        for _ in range(2):
            context.do(WATER, task, TaskTransition.ASK_EXTENSION, reason="材料未齐", amount=1)
            context.do(SUPERVISOR, task, TaskTransition.GRANT_EXTENSION)
        assert context.code(WATER, task, TaskTransition.ASK_EXTENSION, reason="再延", amount=1) == "no-extension-left"

    def test_it_is_asked_for_before_the_deadline(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        context.later(days=40)

        assert context.code(WATER, task, TaskTransition.ASK_EXTENSION, reason="晚了", amount=1) == "deadline-passed"

    def test_a_suspension_stops_the_clock_and_resuming_gives_back_what_was_left(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        assert context.code(SUPERVISOR, task, TaskTransition.SUSPEND, reason="等设计") == "until-missing"
        assert context.code(SUPERVISOR, task, TaskTransition.SUSPEND, reason="等", until=context.now) == "until-past"
        context.do(SUPERVISOR, task, TaskTransition.SUSPEND, reason="等设计", until=local("2025-07-10 10:00"))
        context.now = local("2025-07-02 10:00")
        resumed = context.do(SUPERVISOR, task, TaskTransition.RESUME)

        assert resumed.state is TaskState.ACCEPTED
        assert resumed.due_close == epoch("2025-07-23 17:30")  # two working days later
        assert resumed.due_feedback == epoch("2025-07-09 17:30")
        assert not is_late(resumed, epoch("2025-07-23 17:30"))
        assert is_late(resumed, epoch("2025-07-23 17:31"))


class TestNotOurs:
    def test_a_return_goes_to_another_unit_with_fresh_deadlines(self, container: Office) -> None:
        task = container.sent()
        container.do(WATER, task, TaskTransition.ASK_RETURN, reason="非本单位职责")
        container.do(SUPERVISOR, task, TaskTransition.GRANT_RETURN)
        container.later(days=1)
        again = container.do(SUPERVISOR, task, TaskTransition.REDISPATCH, unit="transport-bureau")

        assert (again.unit, again.returns, again.round) == ("transport-bureau", 1, 2)
        assert again.due_close == epoch("2025-07-22 17:30")
        assert container.code(WATER, task, TaskTransition.ACCEPT) == "no-task"
        assert container.do(ROADS, task, TaskTransition.ACCEPT).state is TaskState.ACCEPTED

    def test_after_a_dispute_was_decided_it_cannot_be_returned_again(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ASK_RETURN, reason="非本单位职责")
        assert context.code(LEADER, task, TaskTransition.ASSIGN, reason="定", unit="water-bureau") == "no-right"
        decided = context.do(SUPERVISOR, task, TaskTransition.ASSIGN, reason="按三定方案", unit="water-bureau")

        assert (decided.state, decided.assigned) == (TaskState.DISPATCHED, True)
        assert context.code(WATER, task, TaskTransition.ASK_RETURN, reason="仍非职责") == "assigned"

    def test_it_is_asked_for_soon_or_not_at_all(self, context: Office) -> None:
        task = context.sent()
        context.now = local("2025-07-01 17:31")

        assert context.code(WATER, task, TaskTransition.ASK_RETURN, reason="非职责") == "return-too-late"

    def test_a_refused_return_goes_on_where_it_was(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        context.do(WATER, task, TaskTransition.ASK_RETURN, reason="非职责")

        assert context.do(SUPERVISOR, task, TaskTransition.REFUSE_RETURN, reason="是职责").state is TaskState.ACCEPTED


class TestOthersHelp:
    def test_a_report_waits_for_all_who_were_asked(self, container: Office) -> None:
        task = container.sent(helpers=("ecology-bureau",))
        container.do(WATER, task, TaskTransition.ACCEPT)
        assert (
            container.code(WATER, task, TaskTransition.ASK_HELP, text="请", units=("water-bureau",)) == "asked-already"
        )
        assert container.code(WATER, task, TaskTransition.ASK_HELP, text="请") == "units-missing"
        waiting = container.do(WATER, task, TaskTransition.ASK_HELP, text="请提供道路资料", units=("transport-bureau",))
        too_early = container.try_(WATER, task, TaskTransition.REPORT, text="完成")
        container.do(ROADS, task, TaskTransition.ANSWER, text="已提供")
        assert container.code(ROADS, task, TaskTransition.ANSWER, text="再答") == "no-part"
        container.do(SUPERVISOR, task, TaskTransition.RELEASE, reason="无需协办", unit="ecology-bureau")
        reported = container.do(WATER, task, TaskTransition.REPORT, text="完成")

        assert waiting.state is TaskState.CO_HANDLING
        assert refused(too_early.refusal).facts["units"] == "ecology-bureau, transport-bureau"
        assert reported.state is TaskState.REPORTED
        assert [(part.unit, part.answer) for part in told(container, task).parts] == [("transport-bureau", "已提供")]

    def test_the_lead_goes_on_when_all_have_answered(self, context: Office) -> None:
        task = context.sent()
        context.do(WATER, task, TaskTransition.ACCEPT)
        context.do(WATER, task, TaskTransition.ASK_HELP, text="请", units=("transport-bureau",))

        assert context.code(WATER, task, TaskTransition.GATHER) == "parts-open"
        assert context.code(WATER, task, TaskTransition.ANSWER, text="代答") == "no-part"
        context.do(ROADS, task, TaskTransition.ANSWER, text="好")
        assert context.do(WATER, task, TaskTransition.GATHER).state is TaskState.IN_PROGRESS


class TestTheResult:
    def test_what_the_policy_wants_to_see_must_be_shown(self, container: Office) -> None:
        task = container.sent(kind="exposed-garbage")
        container.do(WATER, task, TaskTransition.ACCEPT)

        assert container.code(WATER, task, TaskTransition.REPORT, text="已清理") == "evidence-missing"
        assert container.code(WATER, task, TaskTransition.REPORT, text="已清理", files=(PAPER,)) == "evidence-missing"
        container.do(WATER, task, TaskTransition.PROGRESS, text="现场", files=(PHOTO,))
        container.do(WATER, task, TaskTransition.REPORT, text="已清理", files=(PAPER,))

        found = told(container, task)
        assert [(e.name, e.media, e.unit) for e in found.evidence] == [
            ("现场.jpg", "image/jpeg", "water-bureau"),
            ("报告.pdf", "application/pdf", "water-bureau"),
        ]
        assert [entry.evidence for entry in found.record] == [(), (), (1,), (2,)]

    def test_evidence_of_a_round_that_is_over_does_not_count(self, context: Office) -> None:
        task = context.sent(kind="exposed-garbage")
        context.do(WATER, task, TaskTransition.ACCEPT)
        context.do(WATER, task, TaskTransition.REPORT, text="已清理", files=(PHOTO,))
        context.do(SUPERVISOR, task, TaskTransition.VERIFY)
        context.do(SUPERVISOR, task, TaskTransition.CLOSE)
        context.do(SUPERVISOR, task, TaskTransition.REOPEN, reason="复核仍有垃圾")

        assert context.code(WATER, task, TaskTransition.REPORT, text="又清理") == "evidence-missing"

    def test_a_rejected_report_counts_and_work_goes_on(self, context: Office) -> None:
        task = context.reported()
        rejected = context.do(SUPERVISOR, task, TaskTransition.REJECT, reason="现场仍积水")

        assert (rejected.state, rejected.rejections, rejected.reported_at) == (TaskState.IN_PROGRESS, 1, None)
        assert context.code(SUPERVISOR, task, TaskTransition.VERIFY) == "not-in-this-state"

    def test_a_dissatisfied_leader_or_citizen_reopens_it_with_a_new_deadline(self, container: Office) -> None:
        task = container.closed()
        container.do(SUPERVISOR, task, TaskTransition.CALL_BACK, resolved=False, satisfied=False)
        container.now = local("2025-08-01 10:00")
        reopened = container.do(LEADER, task, TaskTransition.REOPEN, reason="群众不满意")

        assert (reopened.state, reopened.reopenings, reopened.round) == (TaskState.IN_PROGRESS, 1, 2)
        assert reopened.due_close == epoch("2025-08-22 17:30")
        assert (reopened.closed_at, reopened.verifier, reopened.satisfied) == (None, None, None)
        assert container.code(WATER, container.closed(), TaskTransition.REOPEN, reason="自己重办") == "not-overseeing"

    def test_each_round_is_kept_as_it_ended(self, container: Office) -> None:
        task = container.closed()
        container.do(LEADER, task, TaskTransition.REOPEN, reason="不满意")
        container.do(SUPERVISOR, task, TaskTransition.TERMINATE, reason="并案")

        with container.operations.reading() as connection:
            rows = connection.execute(task_round.select().order_by(task_round.c.round)).all()
        assert [(row.round, row.ended, row.closed_at is not None) for row in rows] == [
            (1, "reopened", True),
            (2, "terminated", False),
        ]

    def test_stars_are_one_to_five(self, context: Office) -> None:
        task = context.closed()

        assert context.code(LEADER, task, TaskTransition.RATE, stars=6) == "stars-missing"
        assert context.code(SUPERVISOR, task, TaskTransition.RATE, stars=5) == "no-right"
        assert context.do(LEADER, task, TaskTransition.RATE, stars=1).state is TaskState.EVALUATED
