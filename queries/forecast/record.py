"""The record of forecasts in the region where the visitor begins, and what is expected of the goals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.forecast.record_page import ForecastRecord, GoalOutlook, RecordLine, SaidAndMet
from components.framework.view import View
from data.forecast.forecast_repository import MarkedForecasts
from queries.request_context import RequestContext


@dataclass(frozen=True)
class ForecastRecordQueries:
    """What became of what was said, within the scope of the visitor."""

    context: RequestContext

    def record(self, view: View) -> ForecastRecord:
        """The whole record, the indicators that were forecast worst first."""
        context = self.context
        regions = context.catalogue.regions.within(context.home)
        marked = context.forecasts.record(context.scope, regions)
        tenths = context.forecasts.reliability(context.scope, regions)
        met = _mean(marked, lambda one: one.met)
        lines = [self._line(view, [one for one in marked if one.subject == name]) for name in _names(marked)]
        return ForecastRecord(
            sum(one.count for one in marked),
            sum(one.count for one in marked if one.replayed),
            _mean(marked, lambda one: one.brier),
            met * (1 - met),
            _mean(marked, lambda one: one.within_50),
            _mean(marked, lambda one: one.within_80),
            [SaidAndMet(*tenths[tenth]) for tenth in sorted(tenths)],
            sorted((line for line in lines if line is not None), key=lambda line: -line.brier),
            self._goals(view),
        )

    def _line(self, view: View, marked: Sequence[MarkedForecasts]) -> RecordLine | None:
        """The record of one indicator; None of one that the catalogue has no longer."""
        indicator = self.context.catalogue.indicators.get(marked[0].subject)
        if indicator is None:
            return None
        return RecordLine(
            view.localise(indicator.name),
            view.href(f"/indicators/{marked[0].subject}"),
            sum(one.count for one in marked),
            _mean(marked, lambda one: one.said),
            _mean(marked, lambda one: one.met),
            _mean(marked, lambda one: one.brier),
            _mean(marked, lambda one: one.within_80),
        )

    def _goals(self, view: View) -> list[GoalOutlook]:
        context = self.context
        outlooks = context.forecasts.of_groups(context.scope, "goal", context.home, context.as_of)
        return [
            GoalOutlook(view.localise(entry.name), view.href("/plan") + f"#{goal}", outlooks[goal])
            for goal, entry in context.catalogue.plan.goals.items()
            if goal in outlooks
        ]


def _names(marked: Sequence[MarkedForecasts]) -> list[str]:
    return sorted({one.subject for one in marked})


def _mean(marked: Sequence[MarkedForecasts], of: Callable[[MarkedForecasts], float]) -> float:
    """The mean over all forecasts; 0 where there is none."""
    count = sum(one.count for one in marked)
    return sum(of(one) * one.count for one in marked) / count if count else 0.0
