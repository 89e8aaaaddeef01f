"""May this asker do this, there, for that unit? Always with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.core.actor import Asker


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why: a code of the messages `refusal.*` (or `allowed`)."""

    allowed: bool
    reason: str


ALLOWED = Decision(True, "allowed")


@dataclass(frozen=True)
class Question:
    """Who wants to do what, where, for which unit; None where it matters to none."""

    asker: Asker
    action: str
    region: int | None = None
    unit: str | None = None


def decide(asker: Asker, action: str, region: int | None = None, unit: str | None = None) -> Decision:
    """The first rule that says no decides; where none does, it is allowed."""
    question = Question(asker, action, region, unit)
    return next((Decision(False, reason) for rule, reason in RULES if not rule(question)), ALLOWED)


def _holds(question: Question) -> bool:
    return question.asker.may(question.action)


def _inside(question: Question) -> bool:
    return question.region is None or question.asker.scope.permits(question.region)


def _own_unit(question: Question) -> bool:
    return question.unit is None or question.asker.scope.permits_unit(question.unit)


RULES: tuple[tuple[Callable[[Question], bool], str], ...] = (
    (_holds, "no-right"),
    (_inside, "out-of-scope"),
    (_own_unit, "other-unit"),
)
