"""What happened to an alert or an incident, as one time line: when, what, by whom, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.framework.view import View


@dataclass(frozen=True)
class TimelineEntry:
    """An entry in words. `way`: what changed, from and to; `value`: what was read then; `facts`: what was declared."""

    at: datetime
    what: str
    who: str = ""
    why: str = ""
    way: str = ""
    value: str = ""
    about: str = ""
    href: str = ""
    facts: Sequence[tuple[str, str]] = ()


def alert_timeline_list(view: View, entries: Sequence[TimelineEntry], newest_first: bool = True) -> Component:
    """The entries, each with its time."""
    ordered = list(reversed(entries)) if newest_first else list(entries)
    return html.Ol([html.Li(_entry(view, one)) for one in ordered], className="alert-story")


def _entry(view: View, one: TimelineEntry) -> list[Component | None]:
    about = html.A(one.about, href=one.href, className="link") if one.href else html.Span(one.about)
    facts = [part for name, text in one.facts for part in (html.Dt(name), html.Dd(text))]
    return [
        html.Time(f"{one.at:%m-%d %H:%M}", dateTime=one.at.isoformat(timespec="seconds")),
        html.Div(
            [
                html.P(
                    [
                        html.B(one.what),
                        html.Span(one.way, className="way") if one.way else None,
                        html.Span(one.value, className="was", **{"data-number": "was"}) if one.value else None,
                        html.Span(one.who, className="who") if one.who else None,
                    ]
                ),
                html.P(about) if one.about else None,
                html.P(one.why, className="note") if one.why else None,
                html.Dl(facts, className="facts told") if facts else None,
            ]
        ),
    ]
