"""How the city is now: nine kinds of vital signs, and what of them is not normal."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.wall.day import day
from components.wall.frame import box, pane
from components.wall.health import health_number
from components.wall.signs import level_name, level_word, shape, sign_number
from components.wall.slides import AbnormalSign, KindTile, VitalsSlide, WallHealth
from indicators.catalogue.playlists import Slide
from queries.request_context import RequestContext
from queries.wall import WallVitalsQueries

LISTED = 8


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The vital signs of a region (health is kept for the city and its districts)."""
    shown = WallVitalsQueries(context).slide(view, region)
    return pane(
        view.translate("wall.vitals.title", place=shown.place),
        html.Div([_tile(view, one, shown.now) for one in shown.kinds], className="wall-kinds"),
        box(
            view.translate("wall.vitals.off"),
            _off(view, shown),
            className="wall-off",
            aside=_unknown(view, shown.unknown),
        ),
        aside=_whole(view, shown.health),
        className="wall-vitals",
    )


def _whole(view: View, health: WallHealth | None) -> Component | None:
    return None if health is None else html.Span([view.translate("wall.vitals.health"), health_number(health)])


def _tile(view: View, one: KindTile, now: int) -> Component:
    level = level_name(one.level)
    trend = day(one.history, now, view.translate("wall.vitals.trend", name=one.name))
    return html.Div(
        className=f"wall-kind edge-{level}",
        children=[
            html.Div([shape(level), html.B(one.name)], className="wall-kind-name"),
            health_number(one.health) if one.health else html.B("—", className="wall-health"),
            html.Div(trend, className="wall-kind-trend"),
            html.Div(_worst(view, one), className="wall-kind-worst"),
        ],
    )


def _worst(view: View, one: KindTile) -> list[Component] | Component:
    if not one.level or one.worst is None:
        return html.Span(view.translate("wall.vitals.normal" if one.level == 0 else "wall.unknown"))
    sign, shown = one.worst
    return [html.Span(view.localise(sign.name)), sign_number(view, shown, mark=False)]


def _off(view: View, shown: VitalsSlide) -> Component:
    if not shown.off:
        calm = "wall.vitals.all_normal" if shown.known else "vitals.no-readings"
        return html.P(shown.blind or view.translate(calm), className="wall-calm")
    lines = html.Ol([_line(view, one) for one in shown.off[:LISTED]], className="wall-list")
    more = len(shown.off) - LISTED
    return html.Div([lines, _more(view, more) if more > 0 else None])


def _more(view: View, count: int) -> Component:
    """How many are not listed."""
    return html.P(view.translate("wall.more", n=count), className="wall-note", **{"data-number": "more"})


def _line(view: View, one: AbnormalSign) -> Component:
    level, place = one.shown.level, one.place
    where = view.translate("wall.and_more", place=place, n=one.more) if one.more > 0 and place else place
    return html.Li(
        className=f"wall-alert edge-{level_name(level)}",
        children=[
            html.Div([level_word(view, level), html.B(view.localise(one.sign.name))], className="wall-alert-name"),
            html.Div(sign_number(view, one.shown, mark=False), className="wall-alert-value"),
            html.Div(where, className="wall-alert-place"),
        ],
    )


def _unknown(view: View, unknown: int) -> Component | None:
    text = view.translate("wall.vitals.unknown", n=unknown)
    return html.Span(text, **{"data-number": "unknown-signs"}) if unknown else None
