"""The policy: how long people have, what they must show, what happens when they are late; what of it a task gets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicators.definitions.model import Definition, DefinitionBasis, LocalisedText
from indicators.tasks.model import Task, Urgency
from tasks.workflow.limits import CountingHours, TimeLimit, Written

SubjectKind = Literal["indicator", "sign", "alert", "incident", "topic", "place", "matter"]
Proof = Literal["none", "any", "photo"]
HARDEST = 3  # the last step of supervision 督办: 1 日常, 2 挂牌, 3 约谈


class Extensions(Definition):
    """How often a deadline may be moved, and by how much at most each time (unless said: as long as `close`)."""

    most: Annotated[int, Field(ge=0, le=9)]
    each: Written | None = None


class SupervisionStep(Definition):
    """So long after the deadline a task that is not reported reaches this step of supervision."""

    after: Written
    step: Annotated[int, Field(ge=1, le=HARDEST)]


def _steps_grow(steps: tuple[SupervisionStep, ...]) -> None:
    if any(earlier.step >= later.step for earlier, later in pairwise(steps)):
        raise ValueError("each escalation must reach a further step than the one before")


class TaskTerms(Definition):
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
    escalate: tuple[SupervisionStep, ...]
    archive: Written

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _steps_grow(self.escalate)
        return self

    @property
    def longest_extension(self) -> TimeLimit:
        """By how much a deadline may be moved at most at once."""
        return self.extensions.each or self.close


class TermChanges(Definition):
    """Terms that differ from those around them."""

    accept: Written | None = None
    feedback: Written | None = None
    close: Written | None = None
    redo: Written | None = None
    return_within: Written | None = None
    evidence: Proof | None = None
    extensions: Extensions | None = None
    remind: tuple[Written, ...] | None = None
    escalate: tuple[SupervisionStep, ...] | None = None
    archive: Written | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _steps_grow(self.escalate or ())
        return self

    def terms(self) -> dict[str, object]:
        """Those terms that are said here."""
        said = {name: getattr(self, name) for name in TaskTerms.model_fields}
        return {name: value for name, value in said.items() if value is not None}


class TaskKind(TermChanges):
    """A kind of tasks. `subjects`: what it is proposed for. `urgency`: what is different when it is more pressing."""

    name: LocalisedText
    basis: DefinitionBasis
    subjects: tuple[SubjectKind, ...] = ()
    urgency: dict[Urgency, TermChanges] = Field(default_factory=dict)


class PolicyFile(Definition):
    """What a file of the policy holds; a city's own file may hold a part."""

    hours: CountingHours | None = None
    defaults: TaskTerms | None = None
    kinds: dict[str, TaskKind] = Field(default_factory=dict)


class FrozenPolicy(Definition):
    """The policy as it was when a task was sent: kept in the task, whatever is edited later."""

    kind: str
    urgency: Urgency
    terms: TaskTerms
    hours: CountingHours


class TaskPolicy(Definition):
    """All of it, complete and checked."""

    hours: CountingHours
    defaults: TaskTerms
    kinds: Mapping[str, TaskKind]

    def freeze(self, kind: str, urgency: Urgency) -> FrozenPolicy:
        """What a task of this kind and urgency is sent under. KeyError for a kind that is not there."""
        found = self.kinds[kind]
        changes = (found, found.urgency.get(urgency, TermChanges()))
        said = dict(self.defaults)
        for change in changes:
            said |= change.terms()
        return FrozenPolicy(kind=kind, urgency=urgency, terms=TaskTerms.model_validate(said), hours=self.hours)

    def kind_for(self, subject: str) -> str:
        """The kind that is proposed for a kind of subject. KeyError where there is none."""
        for name, kind in self.kinds.items():
            if subject in kind.subjects:
                return name
        raise KeyError(subject)


@lru_cache(maxsize=512)
def _thawed(text: str) -> FrozenPolicy:
    return FrozenPolicy.model_validate_json(text)


def terms_of(task: Task) -> FrozenPolicy:
    """The policy that a task was sent under. ValueError for one that was not sent yet."""
    return _thawed(task.terms)
