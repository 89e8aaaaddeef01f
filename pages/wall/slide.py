"""What stands on the wall now: an incident in wartime mode, a red alert that nobody answered, or the next slide."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.wall.frame import PlaylistPosition, head, picture
from components.wall.signs import level_counts, level_name
from components.wall.slides import Counts
from indicators.catalogue.playlists import Playlist, PlaylistPage, Slide, SlideName
from pages.wall.alerts import draw as draw_alerts
from pages.wall.city import draw as draw_city
from pages.wall.districts import draw as draw_districts
from pages.wall.incident import draw as draw_incident
from pages.wall.indicator import draw as draw_indicator
from pages.wall.interrupt import draw as draw_interrupt
from pages.wall.tasks import draw as draw_tasks
from pages.wall.vitals import draw as draw_vitals
from queries.request_context import RequestContext
from queries.unavailable import greyed
from queries.wall import PlaylistQueries, WallAlertQueries, WallIncidentQueries
from queries.wall.playlist import seen

Draw = Callable[[View, RequestContext, Slide, int], Component]
SLIDES: Mapping[SlideName, Draw] = {
    "city": draw_city,
    "vitals": draw_vitals,
    "alerts": draw_alerts,
    "tasks": draw_tasks,
    "districts": draw_districts,
    "indicator": draw_indicator,
}
DEFAULT = "duty"
PANES = 3  # at most side by side


def draw(view: View, context: RequestContext, playlist: str = DEFAULT) -> Component:
    """The picture of this moment for the slide that the address names."""
    playlists, on = PlaylistQueries(context), WallAlertQueries(context)
    shown = playlists.playlist(playlist)
    view = seen(view, shown)
    panes = min(max(_whole(view.option("panes")), 1), PANES)
    turn = shown.turn(_whole(view.option("slide")), context.now.hour, panes)
    now = playlists.moment(view)
    war = WallIncidentQueries(context).at_war()
    if war is not None:
        drawn = draw_incident(view, context, war)
        return picture(view, *drawn, now, _rotation(turn, panes, "incident"), level_name(war.level))
    red = on.red(view)
    if red is not None:
        drawn = draw_interrupt(view, red)
        return picture(view, *drawn, now, _rotation(turn, panes, "alert"), level_name(red.first.alert.level))
    slides = [shown.slides[n] for n in turn.shown]
    content = [greyed(SLIDES[one.screen])(view, context, one, playlists.region(one)) for one in slides]
    return picture(view, _head(view, shown, on.by_level(context.home)), content, now, _rotation(turn, panes))


def _head(view: View, playlist: Playlist, counts: Counts) -> Component:
    """In peacetime: which wall this is, and how many alerts are on."""
    badge = html.Span(view.translate("wall.peace"), className="wall-badge")
    return head(
        view.translate("shell.city"), badge, html.Span(view.localise(playlist.name)), level_counts(view, counts)
    )


def _rotation(turn: PlaylistPage, panes: int, hold: str = "") -> PlaylistPosition:
    return PlaylistPosition(turn.shown[0], turn.following, turn.seconds, panes, hold)


def _whole(text: str) -> int:
    """A number of an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
