"""Supervision 督查: matters with their lights, what is wrong, and how units and regions are appraised."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from components.supervision.appraisal_view import appraisal_panel
from components.supervision.items import NewItemOptions, new_item_form, supervision_board
from components.tasks.task_table import tabs
from queries.request_context import RequestContext
from queries.supervision import SupervisionQueries

BY = ("unit", "region")
MONTHS = ("1", "3", "6", "12")


def layout(view: View, context: RequestContext) -> Screen:
    """Lights first, then what is wrong, then the appraisal."""
    title = view.translate("menu.supervision")
    return Screen(
        title,
        [
            html.H1(title),
            live(view, BODY, body(view, context), className="tasks-body"),
            _bulletins(view, f"{context.today:%Y-%m-%d}"),
            *_new(view, SupervisionQueries(context).new_matter(view)),
            live(view, APPRAISAL, appraisal(view, context), className="tasks-body"),
        ],
    )


def body(view: View, context: RequestContext) -> list[Component]:
    """The matters by light, the worst first, and the four lists."""
    return supervision_board(view, SupervisionQueries(context).matters(view))


def _bulletins(view: View, today: str) -> Component:
    """The way to the bulletins."""
    href = view.href(f"/supervision/bulletins/{today}")
    return html.P(html.A(view.translate("bulletin.open"), href=href, className="link"))


def _new(view: View, offered: NewItemOptions | None) -> list[Component]:
    """The form for a new matter, for the supervision."""
    if offered is None:
        return []
    form = new_item_form(view, offered)
    return [html.Details([html.Summary(view.translate("matter.new")), form], className="fold fold-panel panel")]


def appraisal(view: View, context: RequestContext) -> list[Component]:
    """Units or regions over some months, with the formulas' weights below."""
    by = view.option("by") if view.option("by") in BY else "unit"
    months = view.option("months") if view.option("months") in MONTHS else "6"
    seen = SupervisionQueries(context).appraisal(view, "region" if by == "region" else "unit", int(months))
    chosen = html.Div([tabs(view, "by", BY, by), tabs(view, "months", MONTHS, months)], className="task-tabs")
    return [appraisal_panel(view, chosen, seen)]


BODY = LiveFragment("supervision-body", body, frozenset({"tasks"}))
APPRAISAL = LiveFragment("appraisal", appraisal, frozenset({"tasks"}))
PAGE = Page("supervision", "/supervision", layout, frozenset({"by", "months"}), parts=(BODY, APPRAISAL), kept=False)
