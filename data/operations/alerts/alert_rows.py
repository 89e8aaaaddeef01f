"""Alerts, incidents and the entries of their logs as rows, and back."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from indicators.alerts import Alert, AlertKey, AlertLogEntry, Escalation, EventActor, Silence
from indicators.incidents import Declaration, Incident, IncidentMember

_SUBJECT = ("sign", "kind", "place", "region", "cause", "worse")
_SILENCE = ("until", "level", "reason", "account", "name")
_SAID = ("matter", "response", "expected_until", "measures", "at")
_NESTED = {"subject", "silence", "escalation", "members", "declaration"}


def alert_row(alert: Alert) -> dict[str, Any]:
    """The columns of an alert but for its id."""
    return (
        {name: value for name, value in vars(alert).items() if name not in _NESTED | {"id"}}
        | vars(alert.subject)
        | {f"silence_{name}": getattr(alert.silence, name, None) for name in _SILENCE}
        | {"escalation": _text_of(alert.escalation)}
    )


def alert_of(row: RowMapping) -> Alert:
    """The alert again."""
    values = dict(row)
    subject = AlertKey(*(values.pop(name) for name in _SUBJECT))
    silence = [values.pop(f"silence_{name}") for name in _SILENCE]
    escalation = _escalation_of(values.pop("escalation"))
    quiet = None if silence[0] is None else Silence(*silence)
    return Alert(**values, subject=subject, escalation=escalation, silence=quiet)


def member_of(row: RowMapping) -> IncidentMember:
    """An incident's view of an alert, from some of its columns."""
    return IncidentMember(
        row["id"], row["sign"], row["place"], row["region"], row["level"], row["state"], row["raised_at"], row["echo"]
    )


def incident_row(incident: Incident) -> dict[str, Any]:
    """The columns of an incident but for its id; its members are in their own rows."""
    said = incident.declaration
    return (
        {name: value for name, value in vars(incident).items() if name not in _NESTED | {"id"}}
        | {f"declared_{name}": getattr(said, name, None) for name in _SAID}
        | {
            "declared_account": None if said is None else said.actor.account,
            "declared_name": None if said is None else said.actor.name,
        }
    )


def incident_of(row: RowMapping, members: tuple[IncidentMember, ...]) -> Incident:
    """The incident again, with its members."""
    values = {name: value for name, value in row.items() if not name.startswith("declared_")}
    said = {name: row[f"declared_{name}"] for name in _SAID}
    if said["at"] is None:
        return Incident(**values, members=members)
    by = EventActor(row["declared_account"], row["declared_name"])
    return Incident(**values, members=members, declaration=Declaration(**said, actor=by))


def event_row(event: AlertLogEntry) -> dict[str, Any]:
    """The columns of an entry but for whose it is and its number."""
    return {
        "kind": event.kind,
        "at": event.at,
        "account": event.actor.account,
        "actor": event.actor.name,
        "reason": event.reason,
        "before": event.before,
        "after": event.after,
        "value": event.value,
        "by_alert": event.alert,
        "facts": json.dumps(dict(event.facts), ensure_ascii=False) if event.facts else None,
    }


def event_of(row: RowMapping) -> AlertLogEntry:
    """The entry again."""
    return AlertLogEntry(
        row["kind"],
        row["at"],
        EventActor(row["account"], row["actor"]),
        row["reason"],
        row["before"],
        row["after"],
        row["value"],
        row["by_alert"],
        json.loads(row["facts"]) if row["facts"] else {},
    )


def _text_of(escalation: Escalation) -> str:
    return escalation.model_dump_json()


@lru_cache(maxsize=64)
def _escalation_of(text: str) -> Escalation:
    """Alerts of the same rules share one ladder."""
    return Escalation.model_validate_json(text)
