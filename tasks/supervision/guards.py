"""When something may be done to a supervised matter, and what must be given with it."""

from __future__ import annotations

from data.core.clock import to_epoch
from indicators.workflow import Refusal, reject
from tasks.supervision.transition import SupervisionContext


def evidence_given(case: SupervisionContext) -> Refusal | None:
    """A milestone is not reported without something to show for it."""
    return None if case.given.files else reject("evidence-missing", wanted="any")


def day_given(case: SupervisionContext) -> Refusal | None:
    """A day is set, and lies ahead."""
    if case.given.until is None:
        return reject("until-missing")
    return None if to_epoch(case.given.until) > case.epoch else reject("until-past", until=to_epoch(case.given.until))


def later_day(case: SupervisionContext) -> Refusal | None:
    """An extension moves the day on, never back."""
    step = case.step
    missing = day_given(case)
    if missing or step is None or case.given.until is None:
        return missing
    return None if to_epoch(case.given.until) > step.due else reject("until-past", until=step.due)


def unreported(case: SupervisionContext) -> Refusal | None:
    """The milestone has not been reported."""
    if case.step is None:
        return reject("no-milestone", milestone=case.given.milestone)
    return reject("reported-already") if case.step.reported_at is not None else None


def reported(case: SupervisionContext) -> Refusal | None:
    """The milestone was reported, waits to be confirmed, and not by who reported it."""
    if case.step is None:
        return reject("no-milestone", milestone=case.given.milestone)
    if case.step.reported_at is None or case.step.confirmed_at is not None:
        return reject("report-missing")
    return reject("same-person") if case.step.reporter == case.actor.account else None


def there_is_one(case: SupervisionContext) -> Refusal | None:
    """The milestone that is meant exists."""
    return None if case.step is not None else reject("no-milestone", milestone=case.given.milestone)


def all_confirmed(case: SupervisionContext) -> Refusal | None:
    """Every milestone is confirmed."""
    waiting = [step.n for step in case.milestones if step.confirmed_at is None]
    return reject("milestones-open", count=len(waiting)) if waiting else None
