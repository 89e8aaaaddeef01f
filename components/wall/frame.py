"""What every picture of a wall stands in: who and where above, clock, age and connection always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.view import View
from components.liveness import LivenessView, banner, wall_badge
from components.maps.levels import LevelMark


@dataclass(frozen=True)
class PictureStatus:
    """When a picture was drawn, how old its newest reading is, whether it is made up, and whether it is of now."""

    now: datetime
    newest: datetime | None
    demo: bool
    liveness: LivenessView


@dataclass(frozen=True)
class PlaylistPosition:
    """Which place of its playlist a picture has, for how long, and what follows; `hold` says why it stays."""

    at: int
    following: int
    seconds: int
    panes: int
    hold: str = ""


def picture(
    view: View,
    head: Component,
    panes: Sequence[Any],
    moment: PictureStatus,
    turn: PlaylistPosition,
    level: LevelMark | None = None,
) -> Component:
    """One picture of the wall. `level` colours its frame: something has to be done now."""
    frame = f" wall-frame level-{level}" if level else ""
    return html.Div(
        className=f"wall-picture{frame}",
        **{
            "data-slide": str(turn.at),
            "data-next": str(turn.following),
            "data-seconds": str(turn.seconds),
            "data-panes": str(turn.panes),
            "data-hold": turn.hold,
        },
        children=[
            html.Header([head, _marks(view, moment)], className="wall-bar"),
            html.Div(list(panes), className=f"wall-panes wall-panes-{len(panes)}"),
            html.Aside(banner(view, moment.liveness, late=True), className="liveness-banner", role="alert"),
        ],
    )


def head(title: str, *more: Any) -> Component:
    """The left half of the bar: what is shown."""
    return html.Div([html.H1(title), *more], className="wall-head")


def pane(title: str, *content: Any, aside: Any = None, className: str = "") -> Component:
    """A slide: its title and what it shows."""
    return html.Section(
        className=f"wall-pane {className}".strip(),
        children=[
            html.Div([html.H2(title), html.Div(aside, className="wall-aside")], className="wall-title"),
            html.Div(list(content), className="wall-body"),
        ],
    )


def box(title: Any, *content: Any, className: str = "", aside: Any = None) -> Component:
    """A part of a slide under a small heading."""
    heading = html.Div([html.H3(title), html.Span(aside, className="wall-aside")], className="wall-box-head")
    return html.Section([heading, *content], className=f"wall-box {className}".strip())


def _marks(view: View, moment: PictureStatus) -> Component:
    return html.Div(
        className="wall-marks",
        children=[
            html.Span(view.translate("shell.demo"), className="mark-demo") if moment.demo else None,
            html.Span(age(view, moment.newest, view.translate("wall.data")), className="wall-age"),
            wall_badge(view, moment.liveness),
            html.Time(
                f"{moment.now:%Y-%m-%d %H:%M:%S}",
                dateTime=moment.now.isoformat(timespec="seconds"),
                className="wall-clock",
                **{"data-clock": "seconds"},
            ),
        ],
    )


def countdown(view: View, until: int, now: int, className: str = "") -> Component:
    """Hours, minutes and seconds until a moment (epoch seconds), counted on by the browser; late ones count up."""
    return html.Span(
        [html.Span(_clock(abs(until - now)), **{"data-until": str(until)}), html.Small(view.translate("wall.late"))],
        className=f"wall-countdown {'is-late' if until < now else ''} {className}".strip(),
        **{"data-number": "countdown"},
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
