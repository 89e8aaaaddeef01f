"""May this asker do this, there, for that unit? Always with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.core.actor import Actor


@dataclass(frozen=True)
class RightDecision:
    """Yes or no, and why: a code of the messages `refusal.*` (or `allowed`)."""

    allowed: bool
    reason: str


ALLOWED = RightDecision(True, "allowed")


@dataclass(frozen=True)
class RightQuestion:
    """Who wants to do what, where, for which unit; None where it matters to none."""

    actor: Actor
    action: str
    region: int | None = None
    unit: str | None = None


def decide(actor: Actor, action: str, region: int | None = None, unit: str | None = None) -> RightDecision:
    """The first rule that says no decides; where none does, it is allowed."""
    question = RightQuestion(actor, action, region, unit)
    return next((RightDecision(False, reason) for rule, reason in RULES if not rule(question)), ALLOWED)


def _holds(question: RightQuestion) -> bool:
    return question.actor.may(question.action)


def _inside(question: RightQuestion) -> bool:
    return question.region is None or question.actor.scope.permits(question.region)


def _own_unit(question: RightQuestion) -> bool:
    return question.unit is None or question.actor.scope.permits_unit(question.unit)


RULES: tuple[tuple[Callable[[RightQuestion], bool], str], ...] = (
    (_holds, "no-right"),
    (_inside, "out-of-scope"),
    (_own_unit, "other-unit"),
)
