"""An incident: alerts that share a cause, near one another in place and time, led by the sign that drives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from indicators.alerts.alert import LIVE, Alert, AlertState
from indicators.alerts.events import EventActor

IncidentState = Literal["open", "wartime", "stood-down", "closed"]
INCIDENT_STATES: tuple[IncidentState, ...] = get_args(IncidentState)


@dataclass(frozen=True)
class IncidentMember:
    """What an incident knows of one of its alerts."""

    alert: int
    sign: str
    place: str
    region: int
    level: int
    state: AlertState
    raised_at: int
    echo: bool

    @classmethod
    def of(cls, alert: Alert) -> IncidentMember:
        """The part of an alert that its incident looks at."""
        subject = alert.subject
        return cls(
            alert.id,
            subject.sign,
            subject.place,
            subject.region,
            alert.level,
            alert.state,
            alert.raised_at,
            alert.echo,
        )

    @property
    def live(self) -> bool:
        """Whether its trouble is on."""
        return self.state in LIVE


@dataclass(frozen=True)
class Declaration:
    """The four things that starting an emergency response has to say (突发事件应对法 2024, art. 72), and who said them.

    `matter` 事项, `response` 级别 (1 highest to 4), `expected_until` 预计期限 (UTC epoch seconds), `measures` 措施.
    """

    matter: str
    response: int
    expected_until: int
    measures: str
    actor: EventActor
    at: int

    @property
    def facts(self) -> dict[str, str]:
        """The four things, for the log."""
        return {
            "matter": self.matter,
            "response": str(self.response),
            "expected_until": str(self.expected_until),
            "measures": self.measures,
        }


@dataclass(frozen=True)
class Incident:
    """An incident as it stands. `id` and `version` are 0 until it is stored; moments are UTC epoch seconds.

    `region` and `place` are those of the alert that opened it: nearness is measured from there. `level` is the highest
    of its live alerts, 0 when all is calm; `announced` the highest that people were told of, until it has been
    calm for a while. `lead` is the alert of the driving sign. `active_at`: the last trouble. `declaration` stays after
    standing down.
    """

    cause: str
    region: int
    place: str
    state: IncidentState
    members: tuple[IncidentMember, ...]
    level: int
    peak_level: int
    announced: int
    lead: int
    opened_at: int
    active_at: int
    closed_at: int | None = None
    declaration: Declaration | None = None
    reported_at: int | None = None
    id: int = 0
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether alerts may still join it."""
        return self.state != "closed"

    @property
    def wartime(self) -> bool:
        """Whether it is in wartime mode (战时)."""
        return self.state == "wartime"

    @property
    def echoes(self) -> tuple[IncidentMember, ...]:
        """All members but the lead."""
        return tuple(member for member in self.members if member.alert != self.lead)

    def seen_within(self, permits: Callable[[int], bool], rank: Callable[[str], int]) -> Incident | None:
        """The incident as somebody sees it who may see some regions only; None when nothing of it lies there.

        `rank` is the order of driving of a sign (Cause.rank).
        """
        seen = tuple(member for member in self.members if permits(member.region))
        if len(seen) == len(self.members):
            return self
        if not seen:
            return None
        level = highest(seen)
        lead = driving(seen, rank).alert
        peak = max(level, *(member.level for member in seen))
        return replace(self, members=seen, level=level, peak_level=peak, announced=level, lead=lead)


def highest(members: tuple[IncidentMember, ...]) -> int:
    """The highest level among live members; 0 when none is."""
    return max((member.level for member in members if member.live), default=0)


def driving(members: tuple[IncidentMember, ...], rank: Callable[[str], int]) -> IncidentMember:
    """The member whose sign drives the others: the first by rank among the live ones, else among all.

    Of equals the higher level counts, then the earlier one.
    """
    candidates = [member for member in members if member.live] or list(members)
    return min(candidates, key=lambda m: (rank(m.sign), -m.level, m.raised_at, m.alert))
