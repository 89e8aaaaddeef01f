"""What stands across a screen while it shows the last picture and not the present."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.framework.view import View
from components.liveness.view_model import LivenessView, moment_words


def banner(view: View, shown: LivenessView) -> Component:
    """A sentence for each part that is dead, and the one of a lost link, which only the browser can tell.

    `data-heard` is where the browser writes when it heard of the server last.
    """
    sentences = [
        html.P(
            view.translate(
                f"liveness.banner.{part.name}",
                since=moment_words(view, part.since),
                silent=list_of(view, part.silent),
            )
        )
        for part in shown.dead
    ]
    heard = html.Time(f"{shown.drawn_at:%m-%d %H:%M:%S}", **{"data-heard": "true"})
    lost = html.P([html.B(view.translate("liveness.lost")), " ", view.translate("liveness.lost.picture"), " ", heard])
    return html.Div(
        [html.Div(sentences, className="alive-dead") if sentences else None, html.Div(lost, className="alive-away")],
        className="alive-banner",
    )
