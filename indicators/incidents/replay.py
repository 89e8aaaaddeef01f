"""An incident as it stood at an earlier moment, replayed from its log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from indicators.alerts.events import AlertLogEntry
from indicators.alerts.levels import level_number
from indicators.incidents.incident import Declaration, Incident, IncidentMember


def incident_then(
    stored: Incident, log: Sequence[AlertLogEntry], moment: int, members: tuple[IncidentMember, ...]
) -> Incident | None:
    """The incident after the entries of its log up to a moment (UTC epoch seconds); None before it was opened.

    `members` are its alerts as they stood then. `stored` gives what never changes: cause, region, place, number.
    """
    known = [entry for entry in log if entry.at <= moment]
    if not known:
        return None
    then = replace(
        stored,
        state="open",
        members=members,
        level=0,
        peak_level=0,
        lead=_lead(stored, log, len(known)),
        closed_at=None,
        declaration=None,
        reported_at=None,
    )
    for entry in known:
        then = _EFFECTS.get(entry.kind, _nothing)(then, entry)
    return replace(then, announced=then.peak_level, active_at=min(stored.active_at, known[-1].at))


def _lead(stored: Incident, log: Sequence[AlertLogEntry], known: int) -> int:
    """The last lead that the log names by then; before that the one that the next change took the place of."""
    before = [entry for entry in log[:known] if entry.kind == "lead-changed"]
    after = [entry for entry in log[known:] if entry.kind == "lead-changed"]
    return int(before[-1].after) if before else int(after[0].before) if after else stored.lead


def _nothing(incident: Incident, _: AlertLogEntry) -> Incident:
    return incident


def _at_level(incident: Incident, entry: AlertLogEntry) -> Incident:
    level = level_number(entry.after)
    return replace(incident, level=level, peak_level=max(incident.peak_level, level))


def _declared(incident: Incident, entry: AlertLogEntry) -> Incident:
    said = entry.facts
    declared = Declaration(
        said["matter"], int(said["response"]), int(said["expected_until"]), said["measures"], entry.actor, entry.at
    )
    return replace(incident, state="wartime", declaration=declared)


def _stood_down(incident: Incident, _: AlertLogEntry) -> Incident:
    return replace(incident, state="stood-down", reported_at=None)


def _reported(incident: Incident, entry: AlertLogEntry) -> Incident:
    return replace(incident, reported_at=entry.at)


def _closed(incident: Incident, entry: AlertLogEntry) -> Incident:
    return replace(incident, state="closed", closed_at=entry.at)


def _reopened(incident: Incident, _: AlertLogEntry) -> Incident:
    return replace(incident, state="open", closed_at=None)


_EFFECTS: Mapping[str, Callable[[Incident, AlertLogEntry], Incident]] = {
    "opened": _at_level,
    "rose": _at_level,
    "eased": _at_level,
    "wartime": _declared,
    "response-changed": _declared,
    "stood-down": _stood_down,
    "reported": _reported,
    "closed": _closed,
    "reopened": _reopened,
}
