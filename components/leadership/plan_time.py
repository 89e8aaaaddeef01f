"""The plan at a glance: how much of its time has passed, and how its indicators stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.counts import counts_bar, counts_line
from components.charts.time_line import time_line
from components.framework.panel import panel
from components.framework.view import View
from indicators.definitions.model import Stage


@dataclass(frozen=True)
class PlanTime:
    """The plan's stages, the share of its time that has passed (%), today, and its indicators by status."""

    stages: Sequence[Stage]
    passed: float
    today: str
    counts: tuple[int, int, int, int]


def plan_time(view: View, shown: PlanTime) -> Component:
    """The panel."""
    _, on, watch, off = shown.counts
    lead = view.translate("plan.lead", share=round(shown.passed), all=sum(shown.counts), on=on, watch=watch, off=off)
    return panel(
        view.translate("plan.time"),
        html.P(lead, className="lead"),
        counts_bar(view, shown.counts),
        time_line(view, shown.stages, shown.passed, shown.today),
        aside=counts_line(view, shown.counts),
        className="plan-glance",
    )
