"""Who may do what to a task, and when: each guard looks at one thing and names what is wrong."""

from __future__ import annotations

from data.core.clock import from_epoch, to_epoch
from indicators.workflow import Refusal, reject
from tasks.tasks.policy import HARDEST, terms_of
from tasks.tasks.transition import TransitionContext
from tasks.workflow.guards import supervises
from tasks.workflow.working_time import WorkingCalendar

# Who


def _by_clock(case: TransitionContext) -> bool:
    """Whether it is the cockpit itself that moves: what time does."""
    return case.actor.role == "cockpit"


def clock_only(case: TransitionContext) -> Refusal | None:
    """Only time does this, never a person."""
    return None if _by_clock(case) else reject("clock-only")


def owns_draft(case: TransitionContext) -> Refusal | None:
    """A draft is the business of whoever wrote it."""
    return None if case.task.sender == case.actor.account else reject("not-your-draft", sender=case.task.sender_name)


def may_send(case: TransitionContext) -> Refusal | None:
    """Who dispatches, within their regions; or a unit that hands on a part of its own task."""
    task, actor = case.task, case.actor
    if case.parent is not None and actor.may("task.handle") and actor.scope.permits_unit(case.parent.unit):
        return None
    if not actor.may("task.dispatch"):
        return reject("no-right", right="task.dispatch")
    return None if actor.scope.permits(task.region) else reject("out-of-scope", region=task.region)


def helps(case: TransitionContext) -> Refusal | None:
    """Somebody of a unit that was asked to help and has not answered."""
    if not case.actor.may("task.handle"):
        return reject("no-right", right="task.handle")
    mine = [part for part in case.open_parts if case.actor.scope.permits_unit(part.unit)]
    return None if mine else reject("no-part")


def oversees(case: TransitionContext) -> Refusal | None:
    """Who supervises in this region, who sent the task, or the unit on whose behalf it was sent."""
    return None if _sent_it(case) or supervises(case) is None else reject("not-overseeing")


def _sent_it(case: TransitionContext) -> bool:
    actor, task = case.actor, case.task
    if actor.may("task.dispatch") and actor.account == task.sender:
        return True
    own = actor.scope.units or ()
    return task.sender_unit in own and (actor.may("task.dispatch") or actor.may("task.handle"))


def oversees_or_clock(case: TransitionContext) -> Refusal | None:
    """Time, or whoever oversees the task."""
    return None if _by_clock(case) else oversees(case)


def supervises_or_clock(case: TransitionContext) -> Refusal | None:
    """Time, or whoever supervises."""
    return None if _by_clock(case) else supervises(case)


def rates(case: TransitionContext) -> Refusal | None:
    """Who rates results, in this region."""
    if not case.actor.may("task.rate"):
        return reject("no-right", right="task.rate")
    return None if case.actor.scope.permits(case.task.region) else reject("out-of-scope", region=case.task.region)


def may_be_dissatisfied(case: TransitionContext) -> Refusal | None:
    """Who rates, or who speaks for the citizen: the supervision."""
    return None if rates(case) is None or oversees(case) is None else reject("not-overseeing")


def not_the_reporter(case: TransitionContext) -> Refusal | None:
    """Nobody judges their own report."""
    return reject("same-person") if case.actor.account == case.task.reporter else None


def not_who_asked(case: TransitionContext) -> Refusal | None:
    """Nobody grants what they asked for."""
    return reject("same-person") if case.actor.account == case.task.asked_by else None


# When


def report_stands(case: TransitionContext) -> Refusal | None:
    """There is a report to judge."""
    task = case.task
    return reject("report-missing") if task.reported_at is None or task.reporter is None else None


def verified_by_another(case: TransitionContext) -> Refusal | None:
    """A report stands, and somebody else than the reporter has verified it."""
    task = case.task
    if task.verified_at is None or task.verifier is None:
        return reject("not-verified")
    return reject("same-person") if task.verifier == task.reporter else None


def no_open_parts(case: TransitionContext) -> Refusal | None:
    """Everybody who was asked to help has answered."""
    waiting = [part.unit for part in case.open_parts]
    return reject("parts-open", units=", ".join(waiting)) if waiting else None


def no_open_children(case: TransitionContext) -> Refusal | None:
    """All tasks that were split off are closed."""
    return reject("children-open", count=case.open_children) if case.open_children else None


def not_assigned(case: TransitionContext) -> Refusal | None:
    """A task whose unit was decided upon after a dispute cannot be returned."""
    return reject("assigned") if case.task.assigned else None


def in_time_to_return(case: TransitionContext) -> Refusal | None:
    """A return is asked for soon after dispatch, or not at all."""
    frozen = terms_of(case.task)
    assert case.task.sent_at is not None  # nothing is asked of a draft
    due = _calendar(case).due(from_epoch(case.task.sent_at), frozen.terms.return_within).at
    return None if case.epoch <= to_epoch(due) else reject("return-too-late", until=to_epoch(due))


def before_deadline(case: TransitionContext) -> Refusal | None:
    """An extension is asked for before the deadline, not after it."""
    due = case.task.due_close
    return reject("deadline-passed", due=due) if due is not None and case.epoch > due else None


def extension_left(case: TransitionContext) -> Refusal | None:
    """The deadline may be moved only so often."""
    most = terms_of(case.task).terms.extensions.most
    return None if case.task.extensions < most else reject("no-extension-left", used=case.task.extensions, most=most)


def step_left(case: TransitionContext) -> Refusal | None:
    """There is a further step of supervision."""
    return reject("highest-step", step=HARDEST) if case.task.supervision >= HARDEST else None


def _calendar(case: TransitionContext) -> WorkingCalendar:
    return case.book.calendar(terms_of(case.task).hours)
