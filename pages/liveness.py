"""The badge and the banner of every page, drawn anew when liveness changes."""

from __future__ import annotations

from dash.development.base_component import Component

from components import liveness as drawn
from components.framework.page import LiveFragment
from components.framework.view import View
from components.shell.header import LIVENESS_BADGE, LIVENESS_BANNER
from queries.liveness import LivenessQueries
from queries.request_context import RequestContext


def badge(view: View, context: RequestContext) -> Component | None:
    """The badge; none on a page that looks back."""
    return None if view.as_of else drawn.badge(view, LivenessQueries(context).shown(view))


def banner(view: View, context: RequestContext) -> Component | None:
    """The banner; none on a page that looks back."""
    return None if view.as_of else drawn.banner(view, LivenessQueries(context).shown(view))


FOLLOWED = frozenset({"liveness"})
BADGE = LiveFragment(LIVENESS_BADGE, badge, FOLLOWED, "")
BANNER = LiveFragment(LIVENESS_BANNER, banner, FOLLOWED, "")
