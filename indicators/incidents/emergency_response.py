"""Wartime mode (战时): only people start, change and end it, with the four things the law asks for, all on record.

The cockpit never starts a legal response by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from indicators.alerts.events import AlertLogEntry, EventActor, Events, IncidentEventKind
from indicators.alerts.rules import AlertRules
from indicators.incidents.incident import Declaration, Incident, IncidentState
from indicators.workflow import AcceptedTransition, Guard, Record, Refusal, Transition, TransitionTable, reject

RESPONSES = (1, 2, 3, 4)


class IncidentTransition(StrEnum):
    """Everything that people do to an incident."""

    DECLARE = "declare"  # put it into wartime mode, again if need be after it was stood down
    CHANGE = "change"  # another level, term or measures of a response; all four things are said anew
    REPORT = "report"  # a report went upward; the next one is due from here on. The reason says what it told
    STAND_DOWN = "stand-down"  # end wartime mode; the incident stays open
    CLOSE = "close"  # the trouble is over, before all its alerts have closed


@dataclass(frozen=True)
class IncidentPayload:
    """What is given with a transition: why; and of a response 事项、级别、预计期限 (UTC epoch seconds)、措施."""

    reason: str = ""
    matter: str = ""
    response: int = 0
    expected_until: int = 0
    measures: str = ""


@dataclass(frozen=True)
class IncidentContext:
    """An incident, who wants something of it, when (UTC epoch seconds), and what is given with it."""

    incident: Incident
    actor: EventActor
    now: int
    given: IncidentPayload = IncidentPayload()


@dataclass(frozen=True)
class ResponseDeadlines:
    """What has to be kept in wartime mode, in UTC epoch seconds.

    `reports`: when the next reports upward are due, the first one perhaps late; `expected_until`: the end of the term.
    """

    reports: tuple[int, ...]
    expected_until: int


def deadlines(incident: Incident, rules: AlertRules, count: int = 3) -> ResponseDeadlines | None:
    """The next deadlines of an incident in wartime mode; None for any other.

    Reports are due every so often from the last one, or from the declaration or change that came after it.
    """
    if not incident.wartime or incident.declaration is None:
        return None
    declared = incident.declaration
    since = max(declared.at, incident.reported_at or 0)
    cadence = rules.reporting[str(declared.response)].minutes * 60  # type: ignore[index]
    return ResponseDeadlines(tuple(since + cadence * n for n in range(1, count + 1)), declared.expected_until)


# Guards


def is_a_person(case: IncidentContext) -> Refusal | None:
    """The cockpit does not decide this."""
    return None if case.actor.is_person else reject("needs-a-person")


def is_calm(case: IncidentContext) -> Refusal | None:
    """None of its alerts is live."""
    live = sum(member.live for member in case.incident.members)
    return reject("still-on", alerts=live) if live else None


def reason_given(case: IncidentContext) -> Refusal | None:
    """Whoever changes something says why."""
    return None if case.given.reason.strip() else reject("no-reason")


def all_four_given(case: IncidentContext) -> Refusal | None:
    """Art. 72: matter, level, expected term and measures."""
    given = case.given
    holds = {
        "matter": bool(given.matter.strip()),
        "response": given.response in RESPONSES,
        "expected_until": given.expected_until > case.now,
        "measures": bool(given.measures.strip()),
    }
    missing = [name for name, there in holds.items() if not there]
    return reject("incomplete", missing=", ".join(missing)) if missing else None


def something_new_given(case: IncidentContext) -> Refusal | None:
    """A change changes something."""
    old, new = case.incident.declaration, _declaration(case)
    same = old is not None and replace(new, actor=old.actor, at=old.at) == old
    return reject("nothing-new") if same else None


# Effects


def _declaration(case: IncidentContext) -> Declaration:
    given = case.given
    return Declaration(given.matter, given.response, given.expected_until, given.measures, case.actor, case.now)


def _declared(case: IncidentContext) -> Incident:
    return replace(case.incident, declaration=_declaration(case))


def _reported(case: IncidentContext) -> Incident:
    return replace(case.incident, reported_at=case.now)


def _stood_down(case: IncidentContext) -> Incident:
    return replace(case.incident, reported_at=None)


def _closed(case: IncidentContext) -> Incident:
    return replace(case.incident, closed_at=case.now)


# What is recorded


def _states(kind: IncidentEventKind) -> Record[IncidentContext, Incident, Events]:
    """From which state to which."""
    return lambda case, after: (_event(kind, case, after, case.incident.state, after.state),)


def _responses(kind: IncidentEventKind) -> Record[IncidentContext, Incident, Events]:
    """From which level of response (or from which state, where there was none) to which."""

    def level(case: IncidentContext) -> str:
        old = case.incident.declaration
        return str(old.response) if case.incident.wartime and old else case.incident.state

    return lambda case, after: (_event(kind, case, after, level(case), str(case.given.response)),)


def _event(
    kind: IncidentEventKind, case: IncidentContext, incident: Incident, before: str, after: str
) -> AlertLogEntry:
    """The four things stand in every entry, as they hold from then on."""
    facts = incident.declaration.facts if incident.declaration else {}
    return AlertLogEntry(kind, case.now, case.actor, case.given.reason, before, after, facts=facts)


def _row(
    name: IncidentTransition,
    sources: Iterable[IncidentState],
    target: IncidentState | None,
    effect: Callable[[IncidentContext], Incident],
    record: Record[IncidentContext, Incident, Events],
    who: Guard[IncidentContext],
    *form: Guard[IncidentContext],
) -> Transition[IncidentState, IncidentContext, Incident, Events]:
    """A row in which a reason is always given."""
    return Transition(name, frozenset(sources), target, (who,), (reason_given, *form), effect, record)


_T = IncidentTransition
_PEACE: tuple[IncidentState, ...] = ("open", "stood-down")
_WAR: tuple[IncidentState, ...] = ("wartime",)
_FOUR = all_four_given

IncidentApplied = AcceptedTransition[IncidentState, Incident, Events]
INCIDENT_TRANSITIONS: TransitionTable[IncidentState, IncidentContext, Incident, Events] = TransitionTable(
    lambda case: case.incident.state,
    lambda _, __, incident, state: replace(incident, state=state),
    [
        _row(_T.DECLARE, _PEACE, "wartime", _declared, _responses("wartime"), is_a_person, _FOUR),
        _row(_T.CHANGE, _WAR, None, _declared, _responses("response-changed"), is_a_person, _FOUR, something_new_given),
        _row(_T.REPORT, _WAR, None, _reported, _states("reported"), is_a_person),
        _row(_T.STAND_DOWN, _WAR, "stood-down", _stood_down, _states("stood-down"), is_a_person),
        _row(_T.CLOSE, _PEACE, "closed", _closed, _states("closed"), is_calm),
    ],
)
"""A closed incident stays closed; only trouble opens it again."""
