"""The plan: its time, its ten goals with every indicator against its path, its pillars, and its own figures."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.leadership.plan_goals import PlanPillar, goals, pillars
from components.leadership.plan_tables import StatedFigure, coverage_panel, stated_table
from components.leadership.plan_time import plan_time
from components.tables.accessible_table import accessible_table
from queries.leadership import PlanQueries
from queries.request_context import RequestContext


def layout(view: View, context: RequestContext) -> Screen:
    """The whole plan at a glance, and unfolded as far as one likes."""
    queries = PlanQueries(context)
    time = queries.time()
    return Screen(
        view.translate("plan.title"),
        [
            html.H1(view.translate("plan.heading")),
            plan_time(view, time),
            html.Div(
                className="panel-head plan-head",
                children=[
                    html.H2(view.translate("plan.goals")),
                    html.Div(view.translate("overview.goals.mark", share=round(time.passed)), className="aside"),
                ],
            ),
            goals(view, queries.goals(view)),
            html.Div(
                className="plan-pillars",
                children=[
                    _pillars(view, "plan.pillars", queries.pillars(view)),
                    _pillars(view, "plan.supports", queries.supports(view)),
                ],
            ),
            _figures(view, queries.stated(view, targets=True), queries.stated(view, targets=False)),
            coverage_panel(view, queries.coverage(view)),
        ],
    )


def _pillars(view: View, title: str, shown: Sequence[PlanPillar]) -> Component:
    return panel(view.translate(title), pillars(view, shown), aside=view.translate("group.line"))


def _figures(view: View, targets: Sequence[StatedFigure], baselines: Sequence[StatedFigure]) -> Component:
    """What the plan's own text states: its targets, and its baselines folded away."""
    counted = view.translate("plan.figures.targets", count=len(targets))
    folded = view.translate("plan.figures.baselines", count=len(baselines))
    return panel(
        view.translate("plan.figures"),
        html.P(view.translate("plan.figures.table1"), className="lead"),
        html.P(html.Code("flask --app app load-targets FILE"), className="command"),
        html.H3(counted),
        stated_table(view, counted, targets),
        accessible_table(folded, stated_table(view, folded, baselines)),
        aside=view.translate("plan.figures.aside"),
        className="plan-figures",
    )


PAGE = Page("plan", "/plan", layout)
