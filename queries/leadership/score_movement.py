"""Why the score of a region moved since the month before: by which function, indicator and regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from components.framework.view import View
from components.leadership.score_summary import ScoreDriver
from indicators.calendar.periods import Period
from indicators.compute.movement import REST, ScoreMovement, carried_change, movement, score_at
from indicators.compute.results import GroupScore
from indicators.compute.score_changes import ScoreChange
from queries.indicator_values import RECENT, IndicatorValueQueries
from queries.request_context import RequestContext

Scores = Mapping[tuple[str, str], GroupScore]
REGIONS = 2  # that are named
LEAST = 0.05  # points: less moved nothing that a screen shows


@dataclass(frozen=True)
class ScoreMovementQueries:
    """Movements of scores within the scope of the visitor."""

    context: RequestContext

    def movement(self, scores: Scores, change: ScoreChange) -> ScoreMovement | None:
        """How the functions moved the overall score of a region between the two months of a change."""
        functions = {subject: score for (kind, subject), score in scores.items() if kind == "function"}
        whole = scores.get(("city", "city"))
        return movement(whole, functions, change.before, change.newest) if whole and functions else None

    def driver(self, view: View, region: int, scores: Scores, found: ScoreMovement) -> ScoreDriver | None:
        """The function that moved the score most in the direction that it went, and what moved that.

        None where no function did, or where the one that did had no score in one of the months.
        """
        function, points = found.parts[0 if found.change < 0 else -1]
        if function == REST or points * found.change <= 0:
            return None
        score, sign = scores["function", function], float(np.sign(found.change))
        change = score_at(score, found.newest) - score_at(score, found.before_month)
        if not np.isfinite(change):
            return None
        name = view.localise(self.context.catalogue.plan.functions[function].name)
        causes = [
            *self._indicator(view, region, score, sign, found),
            *self._regions(view, region, function, sign, found),
        ]
        return ScoreDriver(name, view.href(f"/functions/{function}"), change, causes)

    def _indicator(
        self, view: View, region: int, score: GroupScore, sign: float, found: ScoreMovement
    ) -> list[tuple[str, str]]:
        """The member that moved the function most in a direction."""
        context, defined = self.context, self.context.catalogue.indicators
        moved: dict[str, float] = {}
        for grain in RECENT:
            names = [n for n, one in defined.items() if one.function == score.subject and one.grain == grain]
            series = context.reader.many_series(context.scope, context.version, names, region, grain, RECENT[grain])
            for name, one in series.items():
                periods = [Period.parse(label) for label in one.periods]
                moved[name] = (
                    sign * defined[name].weight * carried_change(periods, one.score, found.before_month, found.newest)
                )
        most = max((name for name in moved if moved[name] > LEAST), key=lambda name: moved[name], default=None)
        if most is None:
            return []
        return [(view.localise(defined[most].name), view.href(f"/indicators/{most}", region=str(region)))]

    def _regions(
        self, view: View, region: int, function: str, sign: float, found: ScoreMovement
    ) -> list[tuple[str, str]]:
        """The regions inside whose score of the function moved most in a direction."""
        inside = self.context.inside(region)
        scores = IndicatorValueQueries(self.context).scores_by_region("function", function, inside)
        moved = {
            code: sign * (score_at(one, found.newest) - score_at(one, found.before_month))
            for code, one in scores.items()
        }
        most = sorted((code for code in moved if moved[code] > LEAST), key=lambda code: -moved[code])[:REGIONS]
        regions = self.context.catalogue.regions
        return [(view.localise(regions[code].name), view.href(f"/regions/{code}")) for code in most]
