"""Who may do what to a supervised matter, and what must be given with it."""

from __future__ import annotations

from collections.abc import Callable

from data.core.clock import to_epoch
from tasks.supervision.transition import MatterCase
from tasks.tasks.guards import LONGEST, RIGHTS
from tasks.tasks.transition import Decision, no

Guard = Callable[[MatterCase], Decision | None]


def supervises(case: MatterCase) -> Decision | None:
    """Who supervises this unit in this region."""
    if not case.actor.may("task.supervise"):
        return no("no-right", right="task.supervise")
    scope, matter = case.actor.scope, case.matter
    if not scope.permits(matter.region):
        return no("out-of-scope", region=matter.region)
    return None if scope.permits_unit(matter.unit) else no("not-overseeing")


def handles(case: MatterCase) -> Decision | None:
    """Somebody of the unit that answers for it."""
    if not case.actor.may("task.handle"):
        return no("no-right", right="task.handle")
    own = case.actor.scope.permits_unit(case.matter.unit)
    return None if own else no("not-your-unit", unit=case.matter.unit)


def takes_part(case: MatterCase) -> Decision | None:
    """Whoever has any right with tasks, and sees this."""
    return None if any(map(case.actor.may, RIGHTS)) else no("no-right", right=", ".join(RIGHTS))


def reason_given(case: MatterCase) -> Decision | None:
    """It says why."""
    return _said("reason", case.given.reason)


def text_given(case: MatterCase) -> Decision | None:
    """It says what."""
    return _said("text", case.given.text)


def _said(field_: str, text: str) -> Decision | None:
    if not text.strip():
        return no(f"{field_}-missing")
    return no("too-long", field=field_, most=LONGEST[field_]) if len(text) > LONGEST[field_] else None


def evidence_given(case: MatterCase) -> Decision | None:
    """A milestone is not reported without something to show for it."""
    return None if case.given.files else no("evidence-missing", wanted="any")


def day_given(case: MatterCase) -> Decision | None:
    """A day is set, and lies ahead."""
    if case.given.until is None:
        return no("until-missing")
    return None if to_epoch(case.given.until) > case.epoch else no("until-past", until=to_epoch(case.given.until))


def later_day(case: MatterCase) -> Decision | None:
    """An extension moves the day on, never back."""
    step = case.step
    missing = day_given(case)
    if missing or step is None or case.given.until is None:
        return missing
    return None if to_epoch(case.given.until) > step.due else no("until-past", until=step.due)


def unreported(case: MatterCase) -> Decision | None:
    """The milestone has not been reported."""
    if case.step is None:
        return no("no-milestone", milestone=case.given.milestone)
    return no("reported-already") if case.step.reported_at is not None else None


def reported(case: MatterCase) -> Decision | None:
    """The milestone was reported, waits to be confirmed, and not by who reported it."""
    if case.step is None:
        return no("no-milestone", milestone=case.given.milestone)
    if case.step.reported_at is None or case.step.confirmed_at is not None:
        return no("report-missing")
    return no("same-person") if case.step.reporter == case.actor.account else None


def there_is_one(case: MatterCase) -> Decision | None:
    """The milestone that is meant exists."""
    return None if case.step is not None else no("no-milestone", milestone=case.given.milestone)


def all_confirmed(case: MatterCase) -> Decision | None:
    """Every milestone is confirmed."""
    waiting = [step.n for step in case.milestones if step.confirmed_at is None]
    return no("milestones-open", count=len(waiting)) if waiting else None
