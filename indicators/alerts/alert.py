"""An alert: what is wrong with one sign at one place for one cause, and what has been done about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from indicators.alerts.levels import LEVELS
from indicators.alerts.rules import TRIGGERS, Escalation, Trigger

AlertState = Literal["raised", "acknowledged", "dispatched", "recovered", "closed"]
ALERT_STATES: tuple[AlertState, ...] = get_args(AlertState)
LIVE: frozenset[AlertState] = frozenset({"raised", "acknowledged", "dispatched"})
Key = tuple[str, str, str]


@dataclass(frozen=True)
class AlertKey:
    """What is watched where. Sign, place and cause together have one alert at a time.

    `place` is a device's id, or a region's code as text; `region` the official code of the region it lies in;
    `kind` the kind of vital sign; `worse` the direction in which values get worse. A sign without a cause of its own
    gives its id as cause.
    """

    sign: str
    kind: str
    place: str
    region: int
    cause: str
    worse: Literal["higher", "lower"] = "higher"

    @property
    def key(self) -> Key:
        """What makes it one: sign, place and cause."""
        return self.sign, self.place, self.cause


FEED = "feed"
"""The sign of an alert that speaks of a feed: its place is the feed, its region the city, and it has no value."""


@dataclass(frozen=True)
class SignReading:
    """What is known of a subject at a moment (UTC epoch seconds).

    `level` 0 is normal, None that nothing is known: the source is silent, or its value cannot be judged.
    """

    subject: AlertKey
    at: int
    trigger: Trigger
    level: int | None
    value: float | None = None

    def __post_init__(self) -> None:
        if self.level is not None and not 0 <= self.level < len(LEVELS):
            raise ValueError(f"a level is 0 to {len(LEVELS) - 1}, not {self.level}")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError("a value that is not a number is no value: None")


@dataclass(frozen=True)
class Silence:
    """Nobody is called for this alert before `until`, as long as it stays at or below `level`."""

    until: int
    level: int
    reason: str
    account: int
    name: str


@dataclass(frozen=True)
class Alert:
    """An alert as it stands. Moments are UTC epoch seconds; `id` and `version` are 0 until it is stored.

    `level` is the present one, or the last one before it calmed down. `waiting_since`: since when the duty level of
    `escalation_step` waits for an acknowledgement; None when nobody has to answer. `asked`: the level that waits for
    an answer, or was answered; above it somebody has to answer anew. `calm_since`: since when no trouble was seen.
    `seen_at`: the newest reading. `echo`: it joined an incident quietly; nobody is called for it.
    """

    subject: AlertKey
    trigger: Trigger
    level: int
    peak_level: int
    state: AlertState
    raised_at: int
    seen_at: int
    value_raised: float | None
    value_now: float | None
    value_peak: float | None
    asked: int
    escalation: Escalation
    waiting_since: int | None
    acknowledged_at: int | None = None
    dispatched_at: int | None = None
    recovered_at: int | None = None
    closed_at: int | None = None
    calm_since: int | None = None
    escalation_step: int = 0
    flaps: int = 0
    silence: Silence | None = None
    task: str | None = None
    incident: int | None = None
    echo: bool = False
    id: int = 0
    version: int = 0

    @property
    def live(self) -> bool:
        """Whether the trouble is on."""
        return self.state in LIVE

    @property
    def waits(self) -> bool:
        """Whether somebody has to acknowledge it."""
        return self.waiting_since is not None

    @property
    def unfinished(self) -> bool:
        """Whether further readings matter to it, calm ones too: it is not closed, or was closed while it was on."""
        return self.state != "closed" or (self.recovered_at is None and self.calm_since is None)

    def silenced(self, now: int) -> bool:
        """Whether it is kept quiet at a moment."""
        return self.silence is not None and now < self.silence.until


def judged(subject: AlertKey, at: int, value: float | None, levels: Mapping[Trigger, int]) -> SignReading:
    """One reading from what several triggers say of a value: the highest level; of equals, the earlier in TRIGGERS.

    Triggers that cannot judge are left out. Without a value, or with nobody to judge it, nothing is known.
    """
    if value is None or not levels:
        return SignReading(subject, at, "step", None)
    trigger = max(levels, key=lambda name: (levels[name], -TRIGGERS.index(name)))
    return SignReading(subject, at, trigger, levels[trigger], value)
