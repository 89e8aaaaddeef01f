"""The one badge: a word, a shape and a colour for whether what is shown is of now; one press away, why.

What the server knows stands in it; whether the page still hears of the server the browser shows itself
(assets/js/live.js), for each state of the link one of the words that stand here.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.framework.view import View
from components.liveness.view_model import LivenessView, PartLine, moment_words, part_name
from indicators.liveness import LivenessState

SHAPES: dict[LivenessState, str] = {"live": "●", "unknown": "○", "late": "▲", "dead": "■"}
LINKS = ("poll", "lost", "paused")  # how the page hears of what happens, where that is not at once


def badge(view: View, shown: LivenessView) -> Component:
    """The badge of a header; it opens the list of parts."""
    parts = html.Ul([html.Li(_part(view, one)) for one in shown.parts], className="dropdown-list alive-parts")
    words = html.Summary(_words(view, shown, _since(shown)), title=_told(view, shown))
    return html.Details([words, parts], className="dropdown alive", **{"data-liveness": shown.state})


def wall_badge(view: View, shown: LivenessView) -> Component:
    """The badge of a wall, which nobody can press: the banner says what is late."""
    return html.Div(
        _words(view, shown, _since(shown)), className="alive", role="status", **{"data-liveness": shown.state}
    )


def _since(shown: LivenessView) -> Component | None:
    """The hour and minute since when it is late or dead."""
    stands = shown.since is not None and shown.state in ("late", "dead")
    return html.Time(f"{shown.since:%H:%M}", className="alive-since") if stands else None


def _words(view: View, shown: LivenessView, more: Component | None) -> list[Component]:
    shape = html.Span(SHAPES[shown.state], className="alive-shape", **{"aria-hidden": "true"})
    known = html.Span([shape, html.B(view.translate(f"liveness.{shown.state}")), more], className="alive-known")
    links = [
        html.Span(
            [
                html.Span(SHAPES["dead" if state == "lost" else "unknown"], className="alive-shape", **_UNSPOKEN),
                html.B(view.translate(f"liveness.link.{state}")),
            ],
            className=f"alive-{state}",
        )
        for state in LINKS
    ]
    return [known, *links]


_UNSPOKEN: dict[str, Any] = {"aria-hidden": "true"}


def _part(view: View, part: PartLine) -> list[Component | None]:
    return [
        html.Span(SHAPES[part.state], className=f"alive-shape alive-is-{part.state}", **_UNSPOKEN),
        html.Span(part_name(view, part)),
        html.B(view.translate(f"liveness.{part.state}")),
        html.Span(moment_words(view, part.since)) if part.since else None,
        html.Span(list_of(view, part.silent), className="note") if part.silent else None,
    ]


def _told(view: View, shown: LivenessView) -> str:
    """What is amiss in a sentence, for whoever points at the badge."""
    amiss = [part_name(view, part) for part in shown.parts if part.state != "live"]
    if not amiss:
        return view.translate("liveness.all")
    since = moment_words(view, shown.since)
    return view.translate("liveness.told", parts=list_of(view, amiss), since=since)
