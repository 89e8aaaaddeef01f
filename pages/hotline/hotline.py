"""The barometer (晴雨表): how the mood of citizens is, what rises, lasts, is everywhere, and what becomes of it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.forms.region_choice import region_choice
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from components.hotline.cards import cards
from components.hotline.closed_loop import loop_panel
from components.hotline.hotline_map import hotline_map
from components.hotline.hotline_overview import rates_of_topics, rates_of_units, repeats, sentiment_section
from components.hotline.live_strip import live_strip
from indicators.hotline import KINDS
from queries.hotline import HotlineMapQueries, HotlineQueries, LiveSignQueries
from queries.request_context import RequestContext
from queries.unavailable import greyed

OPTIONS = frozenset({"region", "topic", "days", "kind", "grid"})


def layout(view: View, context: RequestContext) -> Screen:
    """The needle first, then the three lists, hot spots, repeats, and the rates."""
    title, shown = view.translate("voice.title"), HotlineQueries(context).barometer(view)
    if shown is None:
        missing = "voice.none.then" if view.as_of else "voice.none"
        return Screen(title, [html.H1(title), html.P(view.translate(missing))])
    hot_spots = HotlineMapQueries(context).map(view, shown.run, shown.regions.chosen)
    return Screen(
        title,
        [
            html.Div(
                [html.H1(title), region_choice(view, shown.regions), live(view, NOW, strip(view, context))],
                className="voice-head",
            ),
            html.Div(
                className="voice",
                children=[
                    html.Div([sentiment_section(view, shown), loop_panel(view, shown.loop)], className="voice-side"),
                    *(cards(view, kind, shown.findings[kind]) for kind in KINDS),
                    html.Div(
                        [hotline_map(view, hot_spots), rates_of_units(view, shown)], className="voice-half voice-side"
                    ),
                    html.Div([repeats(view, shown), rates_of_topics(view, shown)], className="voice-half voice-side"),
                ],
            ),
        ],
    )


@greyed
def strip(view: View, context: RequestContext) -> Component | None:
    """The hotline's live signs in the region that is shown."""
    return live_strip(view, LiveSignQueries(context).signs(view))


NOW = LiveFragment("voice-now", strip, frozenset({"signs", "liveness"}))
PAGE = Page("voice", "/voice", layout, OPTIONS, parts=(NOW,), kept=False)
