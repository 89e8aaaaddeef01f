"""Guards that tasks and supervised matters share: who may, and what has to be said."""

from __future__ import annotations

from typing import Protocol

from data.core.actor import Actor
from indicators.workflow import Refusal, reject

LONGEST = {"title": 120, "reason": 500, "text": 4000}  # characters
RIGHTS = ("task.dispatch", "task.handle", "task.supervise", "task.rate")


class UnitAssignment(Protocol):
    """What a unit answers for in a region."""

    @property
    def region(self) -> int: ...
    @property
    def unit(self) -> str: ...


class PayloadText(Protocol):
    """What is given with a transition: why, and what."""

    @property
    def reason(self) -> str: ...
    @property
    def text(self) -> str: ...


class TransitionRequest(Protocol):
    """Who wants something of what, and what they say with it."""

    @property
    def actor(self) -> Actor: ...
    @property
    def subject(self) -> UnitAssignment: ...
    @property
    def given(self) -> PayloadText: ...


def takes_part(case: TransitionRequest) -> Refusal | None:
    """Whoever has any right with tasks, and sees this one."""
    return None if any(map(case.actor.may, RIGHTS)) else reject("no-right", right=", ".join(RIGHTS))


def handles(case: TransitionRequest) -> Refusal | None:
    """Somebody of the unit that is responsible."""
    if not case.actor.may("task.handle"):
        return reject("no-right", right="task.handle")
    own = case.actor.scope.permits_unit(case.subject.unit)
    return None if own else reject("not-your-unit", unit=case.subject.unit)


def supervises(case: TransitionRequest) -> Refusal | None:
    """Who supervises this unit in this region."""
    if not case.actor.may("task.supervise"):
        return reject("no-right", right="task.supervise")
    scope, subject = case.actor.scope, case.subject
    if not scope.permits(subject.region):
        return reject("out-of-scope", region=subject.region)
    return None if scope.permits_unit(subject.unit) else reject("not-overseeing")


def reason_given(case: TransitionRequest) -> Refusal | None:
    """It says why."""
    return said("reason", case.given.reason)


def text_given(case: TransitionRequest) -> Refusal | None:
    """It says what."""
    return said("text", case.given.text)


def not_too_long(case: TransitionRequest) -> Refusal | None:
    """What may be left out is short enough where it is given."""
    return at_most("reason", case.given.reason) or at_most("text", case.given.text)


def said(field: str, text: str) -> Refusal | None:
    """Why a text that has to be given is not right."""
    return at_most(field, text) if text.strip() else reject(f"{field}-missing")


def at_most(field: str, text: str) -> Refusal | None:
    """Why a text that may be given is not right."""
    return reject("too-long", field=field, most=LONGEST[field]) if len(text) > LONGEST[field] else None
