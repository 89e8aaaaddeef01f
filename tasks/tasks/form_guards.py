"""What must be given with a transition of a task: each guard looks at one thing and names what is wrong."""

from __future__ import annotations

from data.core.clock import to_epoch
from indicators.tasks.model import Task
from indicators.workflow import Refusal, reject
from tasks.tasks.policy import terms_of
from tasks.tasks.transition import TransitionContext
from tasks.workflow.guards import at_most, said


def title_given(case: TransitionContext) -> Refusal | None:
    """The task says what it is about, and not at too great length."""
    return said("title", case.task.title) or at_most("text", case.task.what) or at_most("text", case.task.why)


def addressed(case: TransitionContext) -> Refusal | None:
    """The task goes to a unit, about a region, of a kind that there are."""
    task, book = case.task, case.book
    if task.region not in book.catalogue.regions:
        return reject("unknown-region", region=task.region)
    if task.kind not in book.policy.kinds:
        return reject("unknown-kind", kind=task.kind)
    return None if task.unit in book.catalogue.units else reject("unknown-unit", unit=task.unit)


def below_parent(case: TransitionContext) -> Refusal | None:
    """A part that is handed on lies in the region of the whole, goes to a lower tier or another unit, and no deeper
    than five."""
    task, parent = case.task, case.parent
    if parent is None:
        return None
    if task.region not in case.book.catalogue.regions.within(parent.region):
        return reject("outside-parent", region=task.region)
    if _depth(task) < _depth(parent) or (_depth(task) == _depth(parent) and task.unit == parent.unit):
        return reject("tier-not-below", tier=task.tier, parent=parent.tier)
    return None


def _depth(task: Task) -> int:
    return list(type(task.tier)).index(task.tier)


def new_unit_known(case: TransitionContext) -> Refusal | None:
    """The unit that takes over is one that there is."""
    unit = case.given.unit
    return None if unit in case.book.catalogue.units else reject("unknown-unit", unit=unit)


def helpers_known(case: TransitionContext) -> Refusal | None:
    """Somebody is asked to help: other units, and not those that are asked already."""
    return helpers_fit(case) if case.given.units else reject("units-missing")


def helpers_fit(case: TransitionContext) -> Refusal | None:
    """Where others are asked to help, they are units that there are, and each is asked once."""
    asked = {part.unit for part in case.open_parts}
    for unit in case.given.units:
        if unit not in case.book.catalogue.units:
            return reject("unknown-unit", unit=unit)
        if unit == case.task.unit or unit in asked:
            return reject("asked-already", unit=unit)
    return None


def part_is_open(case: TransitionContext) -> Refusal | None:
    """The unit that is released has not answered."""
    return None if case.given.unit in {part.unit for part in case.open_parts} else reject("no-part")


def amount_within(case: TransitionContext) -> Refusal | None:
    """Not longer than the policy allows at once."""
    longest, amount = terms_of(case.task).terms.longest_extension, case.given.amount
    if amount is None or amount < 1:
        return reject("amount-missing")
    if amount > longest.amount:
        return reject("extension-too-long", asked=amount, most=longest.amount, limit_unit=longest.unit)
    return None


def until_given(case: TransitionContext) -> Refusal | None:
    """A suspension says when it ends."""
    return reject("until-missing") if case.given.until is None else until_later(case)


def until_later(case: TransitionContext) -> Refusal | None:
    """A day that is set does not lie in the past."""
    until = case.given.until
    return None if until is None or to_epoch(until) > case.epoch else reject("until-past", until=to_epoch(until))


def evidence_shown(case: TransitionContext) -> Refusal | None:
    """What the policy wants to see has been handed in, now or since the task was sent."""
    wanted = terms_of(case.task).terms.evidence
    media = (*case.media, *(file.media for file in case.given.files))
    shown = {"none": True, "any": bool(media), "photo": any(one.startswith("image/") for one in media)}[wanted]
    return None if shown else reject("evidence-missing", wanted=wanted)


def stars_given(case: TransitionContext) -> Refusal | None:
    """One to five stars."""
    return None if case.given.stars in range(1, 6) else reject("stars-missing")


def verdict_given(case: TransitionContext) -> Refusal | None:
    """The public said whether it is solved and whether they are satisfied."""
    given = case.given
    return reject("verdict-missing") if given.resolved is None or given.satisfied is None else None
