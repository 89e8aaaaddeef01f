"""Who brings readings, and who has fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View


@dataclass(frozen=True)
class Feed:
    """A feed: its name, when something came last, whether it is silent, and how often (seconds) it promised to come."""

    name: str
    last_at: datetime | None
    silent: bool
    every: int


def feed_list(view: View, feeds: Sequence[Feed]) -> Component:
    """The feeds, the silent ones first."""
    ordered = sorted(feeds, key=lambda one: (not one.silent, one.name))
    rows = [html.Li(_row(view, one), className="feed-silent" if one.silent else None) for one in ordered]
    return html.Div(
        [
            html.H3(view.translate("vitals.feeds")),
            html.Ul(rows) if rows else html.P(view.translate("vitals.feeds.none")),
        ],
        className="feeds",
    )


def _row(view: View, one: Feed) -> list[Component]:
    state = view.translate("vitals.feed.silent" if one.silent else "vitals.feed.live")
    shape = html.Span("○ " if one.silent else "● ", **{"aria-hidden": "true"})
    return [
        html.Span(one.name, className="name"),
        html.Span([shape, state], className="state"),
        age(view, one.last_at),
    ]
