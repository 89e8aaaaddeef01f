"""What stands on the wall now: an incident in wartime mode, a red alert that nobody answered, or the next slide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.wall.frame import Moment, Rotation, head, picture
from components.wall.signs import level_counts, level_name
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.operations.alerts.incidents import open_incidents
from data.operations.alerts.repository import AlertFilter, list_alerts
from data.storage.faults import or_else
from indicators.alerts import Alert
from indicators.catalogue.playlists import Playlist, Slide, SlideName, Turn
from indicators.incidents import Incident
from indicators.vitals.levels import Level
from pages.wall import alerts, city, districts, incident, indicator, interrupt, tasks, vitals
from queries.request_context import RequestContext
from queries.unavailable import greyed

Draw = Callable[[View, RequestContext, Slide, int], Component]
SLIDES: Mapping[SlideName, Draw] = {
    "city": city.draw,
    "vitals": vitals.draw,
    "alerts": alerts.draw,
    "tasks": tasks.draw,
    "districts": districts.draw,
    "indicator": indicator.draw,
}
DEFAULT = "duty"
PANES = 3  # at most side by side


def playlist_of(context: RequestContext, name: str) -> Playlist:
    """A playlist by its name. NoSuchScreen."""
    found = context.playlists.get(name)
    if found is None:
        raise NoSuchScreen(name)
    return found


def seen(view: View, playlist: Playlist) -> View:
    """A playlist's language and theme hold where the address says nothing else."""
    lang = view.lang if view.lang != "zh" else playlist.language
    theme = view.theme if view.theme != "dark" else playlist.theme
    return replace(view, lang=lang, theme=theme)


def draw(view: View, context: RequestContext, playlist: str = DEFAULT) -> Component:
    """The picture of this moment for the slide that the address names."""
    shown = playlist_of(context, playlist)
    view = seen(view, shown)
    panes = min(max(_whole(view.option("panes")), 1), PANES)
    turn = shown.turn(_whole(view.option("slide")), context.now.hour, panes)
    now = Moment(context.now, _newest(context), context.demo)
    war = _at_war(context)
    if war is not None:
        return picture(
            view, *incident.draw(view, context, war), now, _rotation(turn, panes, "incident"), level_name(war.level)
        )
    red = _unanswered(context)
    if red:
        drawn = interrupt.draw(view, context, red)
        return picture(view, *drawn, now, _rotation(turn, panes, "alert"), level_name(red[0].level))
    content = [_slide(view, context, shown.slides[n]) for n in turn.shown]
    return picture(view, _head(view, context, shown), content, now, _rotation(turn, panes))


@greyed
def _slide(view: View, context: RequestContext, slide: Slide) -> Component:
    known = slide.region is not None and context.scope.permits(slide.region)
    return SLIDES[slide.screen](view, context, slide, slide.region if known and slide.region else context.home)


def _head(view: View, context: RequestContext, playlist: Playlist) -> Component:
    """In peacetime: which wall this is, and how many alerts are on."""
    badge = html.Span(view.translate("wall.peace"), className="wall-badge")
    return head(
        view.translate("shell.city"),
        badge,
        html.Span(view.localise(playlist.name)),
        level_counts(view, alerts.by_level(context, context.home)),
    )


def _at_war(context: RequestContext) -> Incident | None:
    """The gravest incident in wartime mode."""
    with context.operations.reading() as connection:
        found = open_incidents(connection, context.scope, context.grounds)
    return found[0] if found and found[0].wartime else None


def _unanswered(context: RequestContext) -> list[Alert]:
    """Red alerts that nobody has acknowledged, the first to be shown first."""
    wanted = AlertFilter(levels=(Level.RED,), waiting=True, echoes=False)
    with context.operations.reading() as connection:
        found = list_alerts(connection, context.scope, wanted)
    now = int(context.now.timestamp())
    return [alert for alert in found if not alert.silenced(now)]


def _rotation(turn: Turn, panes: int, hold: str = "") -> Rotation:
    return Rotation(turn.shown[0], turn.following, turn.seconds, panes, hold)


def _newest(context: RequestContext) -> datetime | None:
    found = or_else(lambda: context.picture.newest(context.scope), None)
    return None if found is None else from_epoch(found).astimezone(BUSINESS_ZONE)


def _whole(text: str) -> int:
    """A number of an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
