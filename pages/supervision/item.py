"""One supervised matter: its light, its milestones with what may be done about each, its record."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from components.supervision.item_view import item_panels
from queries.request_context import RequestContext
from queries.supervision import SupervisionQueries


def layout(view: View, context: RequestContext, matter: str) -> Screen:
    """The screen of the matter with this number. NoSuchScreen where there is none for this visitor."""
    seen = SupervisionQueries(context).matter(view, matter)
    back = html.A(view.translate("menu.supervision"), href=view.href("/supervision"))
    return Screen(
        seen.title,
        [
            html.Nav([back, f" › #{seen.id}"], className="crumbs", **{"aria-label": view.translate("task.crumbs")}),
            html.H1(seen.title),
            live(view, BODY, item_panels(view, seen), className="tasks-body"),
        ],
    )


def body(view: View, context: RequestContext, matter: str) -> list[Component]:
    """All of it, as it stands now."""
    return item_panels(view, SupervisionQueries(context).matter(view, matter))


BODY = LiveFragment("matter-body", body, frozenset({"tasks"}), personal=True)
PAGE = Page("matter", "/supervision/<matter>", layout, parts=(BODY,), kept=False)
