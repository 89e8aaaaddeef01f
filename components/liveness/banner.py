"""What stands across a screen while it shows the last picture and not the present."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.framework.view import View
from components.liveness.view_model import LivenessView, PartLine, moment_words, part_name


def banner(view: View, shown: LivenessView, *, late: bool = False) -> Component:
    """A sentence for each part that is dead, and the one of a lost link, which only the browser can tell.

    `late`: also for what is late, where nobody can press the badge (a wall). `data-heard` is where the browser writes
    when it heard of the server last.
    """
    told = _told(view, shown) if shown.dead or (late and shown.state == "late") else None
    heard = html.Time(f"{shown.drawn_at:%m-%d %H:%M:%S}", **{"data-heard": "true"})
    lost = html.P([html.B(view.translate("liveness.lost")), " ", view.translate("liveness.lost.picture"), " ", heard])
    return html.Div([told, html.Div(lost, className="alive-away")], className="alive-banner")


def _told(view: View, shown: LivenessView) -> Component:
    """The dead parts, each with what follows from it; where none is dead, the late ones."""
    sentences = [
        view.translate(f"liveness.banner.{part.name}", since=moment_words(view, part.since), silent=_silent(view, part))
        for part in shown.dead
    ]
    late = [
        view.translate(
            "liveness.told", parts=_silent(view, part) or part_name(view, part), since=moment_words(view, part.since)
        )
        for part in shown.parts
        if part.state == "late" and not shown.dead
    ]
    return html.Div([html.P(text) for text in (*sentences, *late)], className=f"alive-told alive-told-{shown.state}")


def _silent(view: View, part: PartLine) -> str:
    return list_of(view, part.silent)
