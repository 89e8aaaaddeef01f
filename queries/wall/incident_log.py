"""The log of an incident in words, as a wall tells it."""

from __future__ import annotations

from components.formatting.lists import labelled
from components.formatting.numbers import digits
from components.formatting.units import unit_after
from components.framework.view import View
from components.wall.incident import IncidentLogLine
from data.operations.alerts.incidents import IncidentTimeline
from indicators.alerts import LEVELS, AlertLogEntry
from indicators.vitals import Vitals
from queries.wall.local_time import clock_text

ENTRIES = 6
ALWAYS = frozenset({"opened", "wartime", "response-changed", "reported", "stood-down"})


def log_lines(view: View, vitals: Vitals, story: IncidentTimeline) -> list[IncidentLogLine]:
    """The newest entries, and of what people decided all of them as long as there is room."""
    kept = [event for event in story.log if event.kind in ALWAYS][-ENTRIES + 2 :]
    others = [event for event in story.log if event.kind not in ALWAYS]
    room = ENTRIES - len(kept)
    shown = sorted([*kept, *(others[-room:] if room else [])], key=lambda event: event.at)
    return [_line(view, vitals, event) for event in shown]


def _line(view: View, vitals: Vitals, event: AlertLogEntry) -> IncidentLogLine:
    what = view.translate(f"wall.event.{event.kind}", before=_word(view, event.before), after=_word(view, event.after))
    if event.actor.is_person:
        return IncidentLogLine(
            clock_text(event.at),
            what,
            labelled(view, event.actor.name, event.reason),
        )
    sign = vitals.signs.get(event.before if event.kind == "grew" else event.reason)
    if sign is None:
        return IncidentLogLine(clock_text(event.at), what)
    value = "" if event.value is None else f" {digits(event.value, sign.decimals)}{unit_after(view, sign.unit)}"
    return IncidentLogLine(clock_text(event.at), what, view.localise(sign.name) + value)


def _word(view: View, text: str) -> str:
    return view.translate(f"map.level.{text}") if text in LEVELS else text
