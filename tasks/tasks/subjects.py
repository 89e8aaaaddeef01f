"""What a task can be about, as a screen hands it over: a number that is off track, an alert, a topic, a place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from indicators.compute.results import IndicatorValue
from indicators.definitions.model import LocalisedText
from indicators.tasks.model import NumberSample, Tier, Urgency
from tasks.tasks.policy import SubjectKind

Fact = str | float | int | None


@dataclass(frozen=True)
class IndicatorSubject:
    """An indicator in a region, as it stands in a snapshot."""

    cell: IndicatorValue
    version: int


@dataclass(frozen=True)
class AlertSubject:
    """An alert, or a sign before it fires. `level` 1 white to 5 red; `responsible` is the sign's unit."""

    kind: Literal["alert", "sign", "incident"]
    ref: str
    name: LocalisedText
    region: int
    place: str
    level: int
    value: float | None
    unit: LocalisedText
    at: datetime
    responsible: str


@dataclass(frozen=True)
class TopicSubject:
    """A topic of citizens' requests that rises: how many, how many are usual, and over which time."""

    ref: str
    name: LocalisedText
    region: int
    count: float
    usual: float | None
    period: str
    responsible: str


@dataclass(frozen=True)
class PlaceSubject:
    """A place that somebody points at. `responsible` is a unit, where one is known."""

    region: int
    place: str
    responsible: str = ""


@dataclass(frozen=True)
class SupervisionSubject:
    """A supervised matter of which a part is to be done; `source` is where the matter is written."""

    ref: int
    title: str
    source: str
    region: int
    responsible: str


Subject = IndicatorSubject | AlertSubject | TopicSubject | PlaceSubject | SupervisionSubject


@dataclass(frozen=True)
class SubjectReference:
    """What a task is about: the kind of subject, its id there, and what it was like when the task was written."""

    kind: SubjectKind
    ref: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskDraft:
    """A task before it is sent. `helpers` are asked to help from the beginning; `until` is a deadline set by hand."""

    about: SubjectReference
    kind: str
    urgency: Urgency
    region: int
    unit: str
    title: str
    what: str = ""
    why: str = ""
    place: str = ""
    tier: Tier = Tier.CITY
    helpers: tuple[str, ...] = ()
    number: NumberSample | None = None
    until: datetime | None = None


def fields_of(draft: TaskDraft) -> dict[str, Any]:
    """What a task holds of its draft, by the names of its fields."""
    return {
        "kind": draft.kind,
        "urgency": draft.urgency,
        "title": draft.title.strip(),
        "what": draft.what.strip(),
        "why": draft.why.strip(),
        "place": draft.place.strip(),
        "region": draft.region,
        "tier": draft.tier,
        "unit": draft.unit,
        "subject_kind": draft.about.kind,
        "subject": draft.about.ref,
        "facts": json.dumps(dict(draft.about.facts), ensure_ascii=False, sort_keys=True),
    }
