"""The log of an incident in words, as a wall tells it."""

from __future__ import annotations

from components.formatting.numbers import digits
from components.framework.view import View
from components.wall.incident import LogLine
from data.operations.alerts.incidents import IncidentStory
from indicators.alerts import LEVELS, Event
from pages.wall.alert_cards import clock_text
from queries.request_context import RequestContext

ENTRIES = 6
ALWAYS = frozenset({"opened", "wartime", "response-changed", "reported", "stood-down"})


def happened(view: View, context: RequestContext, story: IncidentStory) -> list[LogLine]:
    """The newest entries, and of what people decided all of them as long as there is room."""
    kept = [event for event in story.log if event.kind in ALWAYS][-ENTRIES + 2 :]
    others = [event for event in story.log if event.kind not in ALWAYS]
    room = ENTRIES - len(kept)
    shown = sorted([*kept, *(others[-room:] if room else [])], key=lambda event: event.at)
    return [_told(view, context, event) for event in shown]


def _told(view: View, context: RequestContext, event: Event) -> LogLine:
    what = view.translate(f"wall.event.{event.kind}", before=_word(view, event.before), after=_word(view, event.after))
    if event.actor.is_person:
        return LogLine(
            clock_text(event.at),
            what,
            f"{event.actor.name}：{event.reason}" if view.lang == "zh" else f"{event.actor.name}: {event.reason}",
        )
    sign = context.catalogue.vitals.signs.get(event.before if event.kind == "grew" else event.reason)
    if sign is None:
        return LogLine(clock_text(event.at), what)
    value = "" if event.value is None else f" {digits(event.value, sign.decimals)}{view.localise(sign.unit)}"
    return LogLine(clock_text(event.at), what, view.localise(sign.name) + value)


def _word(view: View, text: str) -> str:
    return view.translate(f"map.level.{text}") if text in LEVELS else text
