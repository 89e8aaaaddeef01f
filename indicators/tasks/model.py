"""What a task is, as frozen values: the task, its parts, the entries of its record, its evidence, its numbers.

Times are UTC epoch seconds; None is "not yet". Rules about all this are in tasks/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from indicators.tasks.states import OPEN, PAUSED, TaskState


class Urgency(StrEnum):
    """How pressing a task is."""

    ORDINARY = "ordinary"
    IMPORTANT = "important"
    URGENT = "urgent"
    CRITICAL = "critical"


class Tier(StrEnum):
    """The five levels at which a task may be handled, from the top."""

    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


class NumberOutcome(StrEnum):
    """What became of the number that a task was sent for."""

    WAITING = "waiting"  # nothing newer is known
    RECOVERED = "recovered"
    NOT_YET = "not-yet"
    WORSE = "worse"


@dataclass(frozen=True)
class Task:
    """A task as it stands now. Each stretch from dispatch to its end is a round; these are the current one's times.

    `version` grows with every change that matters to people who look at it. `sender_unit` is the unit on whose behalf
    it was sent (empty: a leader or the centre). `back_to` is the state that an asked extension, an asked return or a
    suspension goes back to. `assigned`: a dispute about who is responsible was decided, so it cannot be returned.
    `terms` is the policy it was sent under, as JSON; `facts` say what the subject was like when it was sent, as JSON.
    `supervision` is the step of supervision reached (0: none). `next_due_at` is when time will do the next thing to it,
    `clocked_at` up to when it has.
    """

    id: int
    kind: str
    urgency: Urgency
    state: TaskState
    title: str
    what: str
    why: str
    place: str
    region: int
    tier: Tier
    unit: str
    subject_kind: str
    subject: str
    facts: str
    sender: int
    sender_name: str
    sender_unit: str
    created_at: int
    version: int = 0
    round: int = 0
    parent: int | None = None
    root: int | None = None
    terms: str = ""
    first_sent_at: int | None = None
    sent_at: int | None = None
    accepted_at: int | None = None
    feedback_at: int | None = None
    reported_at: int | None = None
    verified_at: int | None = None
    closed_at: int | None = None
    evaluated_at: int | None = None
    called_back_at: int | None = None
    ended_at: int | None = None
    due_accept: int | None = None
    due_feedback: int | None = None
    due_close: int | None = None
    guessed: bool = False
    paused_at: int | None = None
    resume_at: int | None = None
    back_to: TaskState | None = None
    asked_by: int | None = None
    asked_amount: int | None = None
    assigned: bool = False
    returns: int = 0
    reopenings: int = 0
    rejections: int = 0
    extensions: int = 0
    supervision: int = 0
    reporter: int | None = None
    verifier: int | None = None
    stars: int | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    helped: NumberOutcome | None = None
    wake_at: int | None = None
    clocked_at: int = 0


@dataclass(frozen=True)
class CoHandlerAssignment:
    """What a unit beside the lead was asked to do in a task; open until it is answered."""

    unit: str
    asked_at: int
    request: str = ""
    answered_at: int | None = None
    answered_by: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class Evidence:
    """A file that was handed in. The file itself lies under its hash; `name` is what it was called."""

    id: int
    task: int
    round: int
    digest: str
    media: str
    size: int
    name: str
    at: int
    actor: int
    unit: str


@dataclass(frozen=True)
class TaskEntry:
    """One line of a task's record: who did what, from where to where, why, and what it changed.

    `unit` is the unit the actor acted for, `lead` the unit that was responsible at that moment. `version` is the task's
    after this. `before` and `after` hold the fields that changed. `once` is the key that makes a repeated act one act.
    """

    task: int
    n: int
    at: int
    actor: int
    name: str
    role: str
    unit: str
    lead: str
    move: str
    origin: TaskState | None
    target: TaskState
    version: int
    reason: str = ""
    text: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[int, ...] = ()
    once: str | None = None


@dataclass(frozen=True)
class NumberSample:
    """A reading of the number behind a task, made at `at`.

    `status` and `gap` mean what they mean to the indicators' engine: on track, watch, off track or unknown; and how
    many tolerances on the good side (negative: on the bad side). `level` is a sign's alert level (0: normal), where the
    subject is a sign; it is judged by that alone. `period` is empty for what has none. `version` is the snapshot it was
    read from.
    """

    at: int
    value: float | None
    period: str = ""
    status: int = 0
    gap: float | None = None
    level: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class KeptNumber:
    """A reading that was kept with a task: when it was sent, when it was closed, or later."""

    when: str
    number: NumberSample


@dataclass(frozen=True)
class TaskTimeline:
    """One task with everything that belongs to it; the record in the order of time."""

    task: Task
    parts: tuple[CoHandlerAssignment, ...]
    record: tuple[TaskEntry, ...]
    evidence: tuple[Evidence, ...]
    numbers: tuple[KeptNumber, ...]
    parent: Task | None
    children: tuple[Task, ...]


def is_late(task: Task, now: int) -> bool:
    """Whether an open task has missed the deadline for closing: not reported by then. A paused clock does not run."""
    if task.state not in OPEN or task.due_close is None or task.state in PAUSED:
        return False
    return (task.reported_at or now) > task.due_close
