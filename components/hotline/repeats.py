"""Places whose citizens say the same again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.panel import panel
from components.framework.view import View
from components.tables.accessible_table import table


@dataclass(frozen=True)
class RepeatRow:
    """A grid and topic: names, counts, days, and where name and 派 lead."""

    mark: str
    place: str
    topic: str
    again: int
    count: int
    first: str
    last: str
    href: str
    dispatch: str | None


def repeats_panel(view: View, rows: Sequence[RepeatRow], more: int, days: int, fewest: int) -> Component:
    """The worst places first; `more` is how many are not shown."""
    title = view.translate("voice.repeats")
    heads = [
        view.translate("voice.repeats.place"),
        view.translate("voice.repeats.topic"),
        view.translate("voice.repeats.again"),
        view.translate("voice.repeats.all"),
        view.translate("voice.repeats.days"),
    ]
    body = [
        [
            html.A(row.place, href=row.href, className="link"),
            html.Span([row.topic, " ", _send(view, row)]),
            html.Span(digits(row.again, 0), **{"data-number": f"again:{row.mark}"}),
            html.Span(digits(row.count, 0), **{"data-number": f"all:{row.mark}"}),
            f"{row.first}–{row.last}",
        ]
        for row in rows
    ]
    return panel(
        title,
        table(title, heads, body, "voice-repeats", (2, 3, 4)) if rows else html.P(view.translate("voice.repeats.none")),
        html.P(view.translate("voice.repeats.more", n=digits(more, 0)), className="note") if more > 0 else None,
        aside=view.translate("voice.repeats.how", days=days, n=fewest),
        className="voice-repeats-panel",
    )


def _send(view: View, row: RepeatRow) -> Component | None:
    if not row.dispatch:
        return None
    words = view.translate("voice.dispatch.about", topic=row.topic, place=row.place)
    return html.A(view.translate("voice.dispatch"), href=row.dispatch, className="button", **{"aria-label": words})
