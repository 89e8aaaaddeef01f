"""The policy: how long people have, what they must show, what happens when they are late; what of it a task gets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Basis, Definition, Text
from indicators.tasks.model import Task, Urgency
from tasks.workflow.limits import Hours, TimeLimit, Written

SubjectKind = Literal["indicator", "sign", "alert", "incident", "topic", "place", "matter"]
Proof = Literal["none", "any", "photo"]
HARDEST = 3  # the last step of supervision 督办: 1 日常, 2 挂牌, 3 约谈


class Extensions(Definition):
    """How often a deadline may be moved, and by how much at most each time (unless said: as long as `close`)."""

    most: Annotated[int, Field(ge=0, le=9)]
    each: Written | None = None


class Escalation(Definition):
    """So long after the deadline a task that is not reported reaches this step of supervision."""

    after: Written
    step: Annotated[int, Field(ge=1, le=HARDEST)]


def _steps_grow(steps: tuple[Escalation, ...]) -> None:
    if any(earlier.step >= later.step for earlier, later in pairwise(steps)):
        raise ValueError("each escalation must reach a further step than the one before")


class Terms(Definition):
    """What holds for one task. Limits begin when it is sent; `redo` (unless said: as long as `close`) when it is
    reopened, `archive` when it is closed.

    `remind` are times before, `escalate` times after the deadline for closing.
    """

    accept: Written
    feedback: Written
    close: Written
    redo: Written | None = None
    return_within: Written
    evidence: Proof
    extensions: Extensions
    remind: tuple[Written, ...]
    escalate: tuple[Escalation, ...]
    archive: Written

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _steps_grow(self.escalate)
        return self

    @property
    def longest_extension(self) -> TimeLimit:
        """By how much a deadline may be moved at most at once."""
        return self.extensions.each or self.close


class Changes(Definition):
    """Terms that differ from those around them."""

    accept: Written | None = None
    feedback: Written | None = None
    close: Written | None = None
    redo: Written | None = None
    return_within: Written | None = None
    evidence: Proof | None = None
    extensions: Extensions | None = None
    remind: tuple[Written, ...] | None = None
    escalate: tuple[Escalation, ...] | None = None
    archive: Written | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _steps_grow(self.escalate or ())
        return self

    def terms(self) -> dict[str, object]:
        """Those terms that are said here."""
        said = {name: getattr(self, name) for name in Terms.model_fields}
        return {name: value for name, value in said.items() if value is not None}


class Kind(Changes):
    """A kind of tasks. `subjects`: what it is proposed for. `urgency`: what is different when it is more pressing."""

    name: Text
    basis: Basis
    subjects: tuple[SubjectKind, ...] = ()
    urgency: dict[Urgency, Changes] = Field(default_factory=dict)


class PolicyFile(Definition):
    """What a file of the policy holds; a city's own file may hold a part."""

    hours: Hours | None = None
    defaults: Terms | None = None
    kinds: dict[str, Kind] = Field(default_factory=dict)


class Frozen(Definition):
    """The policy as it was when a task was sent: kept in the task, whatever is edited later."""

    kind: str
    urgency: Urgency
    terms: Terms
    hours: Hours


class TaskPolicy(Definition):
    """All of it, complete and checked."""

    hours: Hours
    defaults: Terms
    kinds: Mapping[str, Kind]

    def freeze(self, kind: str, urgency: Urgency) -> Frozen:
        """What a task of this kind and urgency is sent under. KeyError for a kind that is not there."""
        found = self.kinds[kind]
        changes = (found, found.urgency.get(urgency, Changes()))
        said = dict(self.defaults)
        for change in changes:
            said |= change.terms()
        return Frozen(kind=kind, urgency=urgency, terms=Terms.model_validate(said), hours=self.hours)

    def kind_for(self, subject: str) -> str:
        """The kind that is proposed for a kind of subject. KeyError where there is none."""
        for name, kind in self.kinds.items():
            if subject in kind.subjects:
                return name
        raise KeyError(subject)


@lru_cache(maxsize=512)
def _thawed(text: str) -> Frozen:
    return Frozen.model_validate_json(text)


def terms_of(task: Task) -> Frozen:
    """The policy that a task was sent under. ValueError for one that was not sent yet."""
    return _thawed(task.terms)
