"""The wall: one picture after another without a hand on it, and what is urgent before all else."""

from __future__ import annotations

from dash import html

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from data.core.change_version import SUBJECTS
from pages.wall.slide import DEFAULT, draw
from queries.request_context import RequestContext
from queries.wall import PlaylistQueries
from queries.wall.playlist import seen

STAGE = LiveFragment("wall-stage", draw, frozenset(SUBJECTS), "wall.show")
OPTIONS = frozenset({"slide", "panes"})


def layout(view: View, context: RequestContext, playlist: str = DEFAULT) -> Screen:
    """The picture of now; the browser asks for the next ones. NoSuchScreen for an unknown playlist."""
    shown = PlaylistQueries(context).playlist(playlist)
    view = seen(view, shown)
    return Screen(
        view.localise(shown.name),
        [
            html.Main(live(view, STAGE, draw(view, context, playlist), "wall-stage"), id="main", className="wall"),
            html.Div(html.I(), className="wall-progress", **{"aria-hidden": "true"}),
        ],
        bare=True,
        view=view,
    )


PAGE = Page("wall", "/wall", layout, OPTIONS, parts=(STAGE,), right="wall.show", kept=False, past=False)
PLAYLIST = Page(
    "wall-playlist", "/wall/<playlist>", layout, OPTIONS, parts=(STAGE,), right="wall.show", kept=False, past=False
)
