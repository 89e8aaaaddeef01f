"""How a unit or region is appraised, rate by rate: the formula as published, with its counts put in."""

from __future__ import annotations

from dash import html

from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.supervision.appraisal_view import computed_table
from queries.request_context import RequestContext
from queries.supervision import SupervisionQueries

MONTHS = {"1": 1, "3": 3, "6": 6, "12": 12}


def layout(view: View, context: RequestContext, key: str) -> Screen:
    """Every rate and score of a unit or region. NoSuchScreen for one that has no tasks."""
    seen = SupervisionQueries(context).computed(view, key, MONTHS.get(view.option("months"), 3))
    title = view.translate("appraisal.of", name=seen.name, n=seen.months)
    back = html.A(view.translate("menu.supervision"), href=view.href("/supervision"))
    return Screen(
        title,
        [
            html.Nav([back, " › ", seen.name], className="crumbs", **{"aria-label": view.translate("task.crumbs")}),
            html.H1(title),
            panel(view.translate("appraisal.computed"), computed_table(view, title, seen.rows)),
        ],
    )


PAGE = Page("appraisal", "/supervision/appraisal/<key>", layout, frozenset({"months"}), kept=False)
