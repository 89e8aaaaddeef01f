"""Alerts counted by level: large at the head of their list, small in the frame of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.maps.levels import LevelMark, level_mark


@dataclass(frozen=True)
class AlertLevelCount:
    """Alerts of a level whose trouble is on, and for how many of them somebody is being called."""

    level: LevelMark
    live: int
    waiting: int


def count_tiles(view: View, counts: Sequence[AlertLevelCount], chosen: str) -> Component:
    """The counts, each leading to its own list, or back to all from the chosen one."""
    return html.Ul([html.Li(_tile(view, count, chosen)) for count in counts], className="alert-counts")


def _tile(view: View, count: AlertLevelCount, chosen: str) -> Component:
    here = count.level == chosen
    waiting = view.translate("alert.count.waiting", n=count.waiting)
    return html.A(
        href=view.href("/alerts", level=None if here else count.level),
        className=f"alert-count at-{count.level}" + ("" if count.live else " empty"),
        **{"data-number": f"alerts-{count.level}"} | ({"aria-current": "true"} if here else {}),
        children=[
            level_mark(view, count.level),
            html.B(str(count.live)),
            html.Small(waiting) if count.waiting else None,
        ],
    )


def count_chips(view: View, counts: Sequence[AlertLevelCount]) -> Component:
    """The counts small, for the frame."""
    return html.Ul(
        [
            html.Li(
                html.A(
                    [level_mark(view, count.level), html.B(str(count.live))],
                    href=view.href("/alerts", level=count.level),
                    className=f"chip at-{count.level}" + ("" if count.live else " empty"),
                    **{"data-number": f"alerts-{count.level}"},
                )
            )
            for count in counts
        ],
        className="alert-chips",
    )
