"""Supervised matters (督查事项), as frozen values. Times are UTC epoch seconds; None is "not yet"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class SupervisionKind(StrEnum):
    """Where a matter comes from."""

    WORK_REPORT = "work-report"  # 政府工作报告
    PLAN = "plan"  # 规划事项
    INSTRUCTION = "instruction"  # 领导批示


class SupervisionState(StrEnum):
    """Whether a matter is under supervision."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class SupervisionItem:
    """A matter that a unit answers for.

    `source` is where it is written; `answer_by` is by when the unit says how it will go about it. `version` grows with
    every change.
    """

    id: int
    kind: SupervisionKind
    state: SupervisionState
    title: str
    what: str
    source: str
    region: int
    unit: str
    set_by: int
    set_by_name: str
    set_at: int
    answer_by: int
    version: int = 0
    answered_at: int | None = None
    closed_at: int | None = None
    reopenings: int = 0


@dataclass(frozen=True)
class Milestone:
    """A step of a matter with its day: reported by the unit, confirmed by the supervision. `first_due` is the day that
    was set in the beginning."""

    n: int
    title: str
    due: int
    first_due: int
    extensions: int = 0
    rejections: int = 0
    reported_at: int | None = None
    reporter: int | None = None
    report: str = ""
    confirmed_at: int | None = None
    confirmer: int | None = None


@dataclass(frozen=True)
class MilestoneEvidence:
    """A file that was handed in for a milestone."""

    id: int
    matter: int
    milestone: int
    digest: str
    media: str
    size: int
    name: str
    at: int
    actor: int


@dataclass(frozen=True)
class SupervisionEntry:
    """One line of a matter's record. `milestone` is 0 where it concerns the whole."""

    matter: int
    n: int
    at: int
    actor: int
    name: str
    role: str
    unit: str
    move: str
    milestone: int
    version: int
    reason: str = ""
    text: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    once: str | None = None


@dataclass(frozen=True)
class SupervisionTimeline:
    """A matter with its milestones, its record and its evidence."""

    matter: SupervisionItem
    milestones: tuple[Milestone, ...]
    record: tuple[SupervisionEntry, ...]
    evidence: tuple[MilestoneEvidence, ...]
