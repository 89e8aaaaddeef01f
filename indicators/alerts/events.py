"""What happened to an alert or an incident: typed entries of a log that only grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

AlertEventKind = Literal[
    "raised",
    "rose",
    "eased",
    "acknowledged",
    "dispatched",
    "silenced",
    "silence-ended",
    "escalated",
    "recovered",
    "reopened",
    "joined",
    "promoted",
    "closed",
    "close-undone",
    "task-ended",
]
IncidentEventKind = Literal[
    "opened",
    "grew",
    "rose",
    "eased",
    "lead-changed",
    "wartime",
    "response-changed",
    "reported",
    "stood-down",
    "closed",
    "reopened",
]
EventKind = AlertEventKind | IncidentEventKind


@dataclass(frozen=True)
class EventActor:
    """Who did it; account 0 is the cockpit itself."""

    account: int
    name: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an actor has a name")

    @property
    def is_person(self) -> bool:
        """Whether somebody answers for it by name."""
        return self.account != 0


COCKPIT = EventActor(0, "cockpit")


@dataclass(frozen=True)
class AlertLogEntry:
    """One entry of a log.

    `at` is in UTC epoch seconds. `before` and `after` are what changed: states, levels, duty levels or members,
    as the kind says. `reason` is a code where the cockpit acted, a person's words where a person did. `alert`: in an
    incident's log, the alert that made it happen. `facts`: what else has to be on record, such as a declaration.
    """

    kind: EventKind
    at: int
    actor: EventActor
    reason: str
    before: str = ""
    after: str = ""
    value: float | None = None
    alert: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"{self.kind} needs a reason")


Events = tuple[AlertLogEntry, ...]
