"""The ten goals in a row, each with how far it has come against the time that has passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.bullet import bar
from components.formatting.numbers import DisplayValue, digits, plain, status_mark
from components.formatting.outlooks import likelihood
from components.framework.panel import panel
from components.framework.view import View
from indicators.forecast.group_outlook import GroupOutlook


@dataclass(frozen=True)
class GoalProgress:
    """A goal: percent done as a figure, and the share of the plan's time that has passed (%).

    `outlook` is its chance to be on track at the plan's end; None before the first forecast.
    """

    name: str
    href: str
    done: DisplayValue
    passed: float
    outlook: GroupOutlook | None = None


def goals_panel(view: View, goals: Sequence[GoalProgress]) -> Component:
    """The panel of all goals, in their order."""
    passed = round(goals[0].passed) if goals else 0
    return panel(
        view.translate("overview.goals"),
        html.Ol([_goal(view, order, goal) for order, goal in enumerate(goals, 1)], className="goals"),
        aside=view.translate("overview.goals.mark", share=passed),
        className="overview-goals",
    )


def goal_chance(view: View, outlook: GroupOutlook) -> str:
    """How likely a goal is on track at the plan's end, in tens; or that its history is too short."""
    if outlook.probability is None:
        return view.translate("overview.goals.chance.none")
    return view.translate("overview.goals.chance", chance=likelihood(view, outlook.probability))


def _goal(view: View, order: int, goal: GoalProgress) -> Component:
    done, name = goal.done, goal.name
    words = view.translate("overview.goals.bar", name=name, done=digits(done.value, 0), share=round(goal.passed))
    return html.Li(
        html.A(
            href=goal.href,
            children=[
                html.Div([html.I(str(order), **{"data-number": "order"}), name], className="name", title=name),
                html.Div(className="line", children=[plain(view, done, name), status_mark(view, done.status)]),
                bar(done.value, goal.passed, done.status, words),
                html.Div(goal_chance(view, goal.outlook), className="chance") if goal.outlook else None,
            ],
        )
    )
