"""The plan's groups: goals that unfold to their indicators, and pillars and supports on a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.charts.bands import AxisBand
from components.charts.bullet import bar
from components.charts.counts import counts_bar, counts_line
from components.charts.sparkline import sparkline
from components.formatting.completeness import Completeness, reported_beside
from components.formatting.display_values import status_name
from components.formatting.numbers import DisplayValue, digits, plain, status_mark
from components.formatting.score_changes import compared
from components.framework.view import View
from components.indicators.indicator_row import IndicatorLine, rows, worst_first
from components.leadership.score_caps import cap_list
from indicators.compute.score_changes import ScoreChange
from indicators.scoring.score import score_status


@dataclass(frozen=True)
class Goal:
    """A goal: its id and place, its score and way done as figures, time passed (%), counts and indicators.

    `series` are its scores of the last months, `year` the change of the score in a year (None without a score), `bands`
    the months with a cap.
    """

    id: str
    order: int
    name: str
    score: DisplayValue
    done: DisplayValue
    passed: float
    counts: tuple[int, int, int, int]
    lines: Sequence[IndicatorLine]
    series: Sequence[float | None]
    year: ScoreChange | None
    completeness: Completeness | None
    bands: Sequence[AxisBand]


@dataclass(frozen=True)
class OtherIndicators:
    """Indicators of the plan that serve no single goal, and their counts by status."""

    counts: tuple[int, int, int, int]
    lines: Sequence[IndicatorLine]


@dataclass(frozen=True)
class PlanGoals:
    """The goals in their order, and what serves none of them."""

    goals: Sequence[Goal]
    others: OtherIndicators


@dataclass(frozen=True)
class PlanPillar:
    """A pillar or a support (its id is the place on the page) with its score and its counts by status."""

    id: str
    name: str
    score: DisplayValue
    counts: tuple[int, int, int, int]
    completeness: Completeness | None


def goals(view: View, shown: PlanGoals) -> Component:
    """The goals one below the other, those off track unfolded; then the indicators of none."""
    rest = _others(view, shown.others) if shown.others.lines else None
    return html.Div([html.Div(className="plan-goals", children=[_goal(view, goal) for goal in shown.goals]), rest])


def _goal(view: View, goal: Goal) -> Component:
    unfolded = {"open": True} if goal.score.status == "off_track" else {}
    words = view.translate(
        "overview.goals.bar", name=goal.name, done=digits(goal.done.value, 0), share=round(goal.passed)
    )
    return html.Details(
        className="panel goal",
        **unfolded,
        children=[
            html.Summary(
                className="goal-line",
                children=[
                    html.H3([html.I(str(goal.order), **{"data-number": "order"}), goal.name], className="goal-name"),
                    html.Span(
                        className="goal-score",
                        children=[
                            plain(view, goal.score, view.translate("plan.goal.score", name=goal.name)),
                            reported_beside(view, goal.completeness) if goal.completeness else None,
                            _mark(view, goal),
                        ],
                    ),
                    html.Span(
                        className="goal-trend",
                        children=[
                            sparkline(
                                goal.series, view.translate("overview.trend", name=goal.name), 120, 28, bands=goal.bands
                            ),
                            html.Small(compared(view, goal.year)) if goal.year else None,
                        ],
                    ),
                    html.Span(
                        className="goal-way",
                        children=[
                            html.Small([view.translate("plan.goal.done"), " ", plain(view, goal.done, words)]),
                            bar(goal.done.value, goal.passed, goal.score.status, words),
                        ],
                    ),
                    html.Span(
                        className="goal-counts",
                        children=[counts_line(view, goal.counts), counts_bar(view, goal.counts)],
                    ),
                ],
            ),
            html.Div(
                [cap_list(view, goal.bands), rows(view, worst_first(goal.lines))], id=goal.id, className="goal-body"
            ),
        ],
    )


def _mark(view: View, goal: Goal) -> Component:
    return status_mark(view, goal.score.status)


def _others(view: View, shown: OtherIndicators) -> Component:
    """Indicators of the plan that serve no single goal, folded away like a goal."""
    counts = shown.counts
    return html.Details(
        className="panel goal",
        children=[
            html.Summary(
                className="goal-line",
                children=[
                    html.H3([html.I("+"), view.translate("plan.others")], className="goal-name"),
                    html.Span(className="goal-score"),
                    html.Span(className="goal-trend"),
                    html.Span(className="goal-way"),
                    html.Span(className="goal-counts", children=[counts_line(view, counts), counts_bar(view, counts)]),
                ],
            ),
            html.Div(rows(view, worst_first(shown.lines)), className="goal-body"),
        ],
    )


def pillars(view: View, shown: Sequence[PlanPillar]) -> Component:
    """Pillars or supports: name, score against the line of 80, and how many are off track."""
    items: list[Any] = []
    for pillar in shown:
        status = status_name(score_status(pillar.score.value))
        words = f"{pillar.name} {digits(pillar.score.value, 0)}"
        off = view.translate("overview.off", off=pillar.counts[3], all=sum(pillar.counts))
        items.append(
            html.Li(
                [
                    html.Span([html.Span(pillar.name), html.Small(off)], className="name", id=pillar.id),
                    bar(pillar.score.value, 80, status, words),
                    html.Span(
                        [
                            plain(view, pillar.score, pillar.name),
                            reported_beside(view, pillar.completeness) if pillar.completeness else None,
                        ]
                    ),
                    status_mark(view, status),
                ]
            )
        )
    return html.Ol(items, className="ranks plan-ranks")
