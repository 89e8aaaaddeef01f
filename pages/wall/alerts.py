"""Where something is wrong now: the alerts on the map, and the gravest of them in words."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.framework.view import View
from components.maps.levels import LevelMark
from components.wall.alerts import alert_line, no_alerts
from components.wall.frame import pane
from components.wall.signs import level_counts, level_name
from components.wall.wall_map import WallViewport, wall_map
from data.core.clock import BUSINESS_ZONE, from_epoch
from indicators.catalogue.playlists import Slide
from pages.wall.alert_cards import AlertCard, counts, live_alerts, told, unanswered
from queries.request_context import RequestContext

LISTED, MAPPED = 9, 60


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The alerts of a region."""
    found = told(view, context, live_alerts(context, region, MAPPED, echoes=True))
    lead = [one for one in found if not one.alert.echo]
    place = view.localise(context.catalogue.regions[region].name)
    marks = [mark for one in found if (mark := one.mark()) is not None]
    label = view.translate("wall.alerts.map", place=place, n=len(marks))
    shape = context.shapes[region]
    sight = WallViewport(label, shape.box, marks, towns=region != context.catalogue.regions.city.code)
    return pane(
        view.translate("wall.alerts.title", place=place),
        html.Div(wall_map(view, context.shapes, sight), className="wall-map-box"),
        html.Div(
            className="wall-alert-side",
            children=[
                level_counts(view, by_level(context, region)) if region != context.home else None,
                _waiting(view, unanswered(context, region), more(view, len(lead) - LISTED)),
                alert_list(view, lead[:LISTED]),
            ],
        ),
        className="wall-alerts",
    )


def _waiting(view: View, waiting: int, others: Any) -> Component:
    number = html.B(str(waiting), **{"data-number": "unacknowledged"})
    return html.P([html.Span([view.translate("wall.alerts.waiting"), number]), others], className="wall-waiting")


def by_level(context: RequestContext, region: int) -> dict[LevelMark, int]:
    """How many alerts of each level are on."""
    return {level_name(count.level): count.live for count in counts(context, region) if count.level > 1 or count.live}


def alert_list(view: View, alerts: list[AlertCard]) -> Component:
    """The alerts as lines, the gravest first."""
    return html.Ol([line(view, one) for one in alerts], className="wall-list") if alerts else no_alerts(view)


def line(view: View, one: AlertCard) -> Component:
    """One of them."""
    alert = one.alert
    place = " · ".join(part for part in (one.around, one.place) if part)
    since = from_epoch(alert.raised_at).astimezone(BUSINESS_ZONE)
    said = view.translate(
        "wall.alert.how",
        trigger=view.translate(f"wall.trigger.{alert.trigger}"),
        state=view.translate(f"wall.state.{alert.state}"),
    )
    return alert_line(view, one.name, place, alert.level, one.shown if alert.trigger != "stale" else None, since, said)


def more(view: View, count: int) -> Any:
    """How many are not listed."""
    return html.Span(view.translate("wall.more", n=count), **{"data-number": "more"}) if count > 0 else None
