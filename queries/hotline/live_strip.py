"""The barometer's live strip: calls against what is usual at this hour, and whether a topic surges today."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import age
from components.framework.page import LiveFragment
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.signs import level_name, sign_number
from queries.request_context import RequestContext
from queries.unavailable import greyed
from queries.vitals.current_signs import chosen_region, local, region_figure

SIGNS = ("V55", "V56")


@greyed
def strip(view: View, context: RequestContext) -> Component | None:
    """The two signs in the region that is shown, with their level and how old they are; nothing without them."""
    known = context.picture.signs(context.scope, chosen_region(view, context))
    shown = [known[name] for name in SIGNS if name in known and name in context.catalogue.vitals.signs]
    if not shown or view.as_of:
        return None
    items = []
    for one in shown:
        name = view.localise(context.catalogue.vitals.signs[one.sign].name)
        figure = region_figure(view, context, one)
        items.append(
            html.Li(
                [html.Span(name), sign_number(view, figure, name), level_mark(view, level_name(one.level)),
                 age(view, local(one.at))]
            )
        )  # fmt: skip
    return html.Ul(items, className="voice-now", **{"aria-label": view.translate("voice.now")})


NOW = LiveFragment("voice-now", strip, frozenset({"signs"}))
