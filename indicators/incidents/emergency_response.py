"""Wartime mode (战时): only people start, change and end it, with the four things the law asks for, all on record.

The cockpit never starts a legal response by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from indicators.alerts.decisions import ActionRequest, AlertAction, Decision, Refusal, says_why
from indicators.alerts.events import Event, EventActor, IncidentEventKind
from indicators.alerts.rules import AlertRules
from indicators.incidents.incident import Declaration, Incident

Done = tuple[Incident, Iterable[Event]]
RESPONSES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Declaring(ActionRequest):
    """Somebody declares a response: 事项、级别、预计期限、措施."""

    matter: str
    response: int
    expected_until: int
    measures: str


def declare_wartime(incident: Incident, ask: Declaring) -> Decision[Incident]:
    """Put an incident into wartime mode, again if need be after it was stood down."""
    return _DECLARE.on(incident, ask)


def change_response(incident: Incident, ask: Declaring) -> Decision[Incident]:
    """Change the level, term or measures of a response; all four things are said anew."""
    return _CHANGE.on(incident, ask)


def stand_down(incident: Incident, actor: EventActor, reason: str, now: int) -> Decision[Incident]:
    """End wartime mode; the incident stays open."""
    return _STAND_DOWN.on(incident, ActionRequest(actor, reason, now))


def report(incident: Incident, actor: EventActor, reason: str, now: int) -> Decision[Incident]:
    """Note that a report went upward; the next one is due from here on. `reason` says what it told."""
    return _REPORT.on(incident, ActionRequest(actor, reason, now))


def close_incident(incident: Incident, actor: EventActor, reason: str, now: int) -> Decision[Incident]:
    """Be done with an incident whose trouble is over, before all its alerts have closed."""
    return _CLOSE.on(incident, ActionRequest(actor, reason, now))


@dataclass(frozen=True)
class Deadlines:
    """What has to be kept in wartime mode, in UTC epoch seconds.

    `reports`: when the next reports upward are due, the first one perhaps late; `expected_until`: the end of the term.
    """

    reports: tuple[int, ...]
    expected_until: int


def deadlines(incident: Incident, rules: AlertRules, count: int = 3) -> Deadlines | None:
    """The next deadlines of an incident in wartime mode; None for any other.

    Reports are due every so often from the last one, or from the declaration or change that came after it.
    """
    if not incident.wartime or incident.declaration is None:
        return None
    declared = incident.declaration
    since = max(declared.at, incident.reported_at or 0)
    cadence = rules.reporting[str(declared.response)].minutes * 60  # type: ignore[index]
    return Deadlines(tuple(since + cadence * n for n in range(1, count + 1)), declared.expected_until)


def is_a_person(_: Incident, ask: ActionRequest) -> Refusal | None:
    """The cockpit does not decide this."""
    return None if ask.actor.is_person else Refusal("needs-a-person")


def is_open(incident: Incident, _: ActionRequest) -> Refusal | None:
    """A closed incident stays closed; only trouble opens it again."""
    return None if incident.open else Refusal("closed")


def is_at_peace(incident: Incident, _: ActionRequest) -> Refusal | None:
    """It is not in wartime mode."""
    return Refusal("in-wartime") if incident.wartime else None


def is_in_wartime(incident: Incident, _: ActionRequest) -> Refusal | None:
    """It is in wartime mode."""
    return None if incident.wartime else Refusal("not-in-wartime")


def says_all_four(_: Incident, ask: Declaring) -> Refusal | None:
    """Art. 72: matter, level, expected term and measures."""
    holds = {
        "matter": bool(ask.matter.strip()),
        "response": ask.response in RESPONSES,
        "expected_until": ask.expected_until > ask.now,
        "measures": bool(ask.measures.strip()),
    }
    missing = [name for name, there in holds.items() if not there]
    return Refusal("incomplete", {"missing": ", ".join(missing)}) if missing else None


def says_something_new(incident: Incident, ask: Declaring) -> Refusal | None:
    """A change changes something."""
    old = incident.declaration
    same = old is not None and (old.matter, old.response, old.expected_until, old.measures) == (
        ask.matter,
        ask.response,
        ask.expected_until,
        ask.measures,
    )
    return Refusal("nothing-new") if same else None


def is_calm(incident: Incident, _: ActionRequest) -> Refusal | None:
    """None of its alerts is live."""
    live = sum(member.live for member in incident.members)
    return Refusal("still-on", {"alerts": live}) if live else None


def _declared(incident: Incident, ask: Declaring) -> Done:
    return _with_declaration(incident, ask, "wartime", incident.state, str(ask.response))


def _changed(incident: Incident, ask: Declaring) -> Done:
    old = incident.declaration
    return _with_declaration(incident, ask, "response-changed", str(old.response) if old else "", str(ask.response))


def _with_declaration(incident: Incident, ask: Declaring, kind: IncidentEventKind, before: str, after: str) -> Done:
    said = Declaration(ask.matter, ask.response, ask.expected_until, ask.measures, ask.actor, ask.now)
    event = Event(kind, ask.now, ask.actor, ask.reason, before, after, facts=said.facts)
    return replace(incident, state="wartime", declaration=said), [event]


def _stood_down(incident: Incident, ask: ActionRequest) -> Done:
    return _moved(incident, ask, "stood-down", replace(incident, state="stood-down", reported_at=None))


def _reported(incident: Incident, ask: ActionRequest) -> Done:
    return _moved(incident, ask, "reported", replace(incident, reported_at=ask.now))


def _closed(incident: Incident, ask: ActionRequest) -> Done:
    return _moved(incident, ask, "closed", replace(incident, state="closed", closed_at=ask.now))


def _moved(before: Incident, ask: ActionRequest, kind: IncidentEventKind, after: Incident) -> Done:
    facts = before.declaration.facts if before.declaration else {}
    return after, [Event(kind, ask.now, ask.actor, ask.reason, before.state, after.state, facts=facts)]


_DECLARE: AlertAction[Incident, Declaring] = AlertAction(
    (says_why, is_a_person, is_open, is_at_peace, says_all_four), _declared
)
_CHANGE: AlertAction[Incident, Declaring] = AlertAction(
    (says_why, is_a_person, is_in_wartime, says_all_four, says_something_new), _changed
)
_STAND_DOWN: AlertAction[Incident, ActionRequest] = AlertAction((says_why, is_a_person, is_in_wartime), _stood_down)
_REPORT: AlertAction[Incident, ActionRequest] = AlertAction((says_why, is_a_person, is_in_wartime), _reported)
_CLOSE: AlertAction[Incident, ActionRequest] = AlertAction((says_why, is_open, is_at_peace, is_calm), _closed)
