"""Values and scores that screens of several subjects read in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.framework.view import View
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import GroupScore, IndicatorValue
from indicators.compute.score_changes import ScoreChanges, newest_month, score_changes
from indicators.statistics.arrays import Floats
from queries.request_context import RequestContext

RECENT = {"month": 18, "quarter": 10, "year": 6}  # periods in a spark


def score_names(view: View, catalogue: Catalogue) -> dict[str, str]:
    """The names of all that scores are made of: indicators and functions, by their ids."""
    named = {key: view.localise(indicator.name) for key, indicator in catalogue.indicators.items()}
    return named | {key: view.localise(function.name) for key, function in catalogue.plan.functions.items()}


@dataclass(frozen=True)
class IndicatorValueQueries:
    """Newest values, last values and scores, of the version and within the scope of the visitor."""

    context: RequestContext

    def recent(self, indicators: Iterable[str], region: int) -> dict[str, Floats]:
        """The values of the last periods of several indicators in a region, each at its own grain: three reads."""
        context, found = self.context, dict[str, Floats]()
        names = list(indicators)
        for grain, count in RECENT.items():
            wanted = [name for name in names if context.catalogue.indicators[name].grain == grain]
            if wanted:
                series = context.reader.many_series(context.scope, context.version, wanted, region, grain, count)
                found |= {name: one.value for name, one in series.items()}
        return found

    def recent_beside(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Floats]:
        """The values of the last periods of indicators, each in a region of its own: a read for each grain."""
        context, found = self.context, dict[tuple[str, int], Floats]()
        pairs, defined = list(places), self.context.catalogue.indicators
        for grain, count in RECENT.items():
            wanted = {pair for pair in pairs if defined[pair[0]].grain == grain}
            if wanted:
                names, regions = {name for name, _ in wanted}, {region for _, region in wanted}
                series = context.reader.series_in(context.scope, context.version, names, regions, grain)
                found |= {pair: one.last(count).value for pair, one in series.items() if pair in wanted}
        return found

    def newest(self, region: int, wanted: Iterable[str] | None = None) -> list[IndicatorValue]:
        """The newest values in a region, of some indicators or all."""
        kept = None if wanted is None else set(wanted)
        found = self.context.reader.cells(self.context.scope, self.context.version, region)
        return [one for one in found if kept is None or one.indicator in kept]

    def scores(self, region: int) -> dict[tuple[str, str], GroupScore]:
        """All scores of a region, by kind and subject."""
        found = self.context.reader.scores(self.context.scope, self.context.version, region)
        return {(score.kind, score.subject): score for score in found}

    def scores_by_region(self, kind: str, subject: str, regions: Sequence[int]) -> Mapping[int, GroupScore]:
        """One group's scores in several regions."""
        found = self.context.reader.scores(self.context.scope, self.context.version, subject_kind=kind)
        return {score.region: score for score in found if score.subject == subject and score.region in regions}

    def changes(self, score: GroupScore) -> ScoreChanges:
        """The changes of a score between the months for which its members' data have come."""
        defined = self.context.catalogue.indicators
        members = (
            cell
            for cell in self.newest(score.region)
            if score.kind == "city" or getattr(defined[cell.indicator], score.kind) == score.subject
        )
        return score_changes(score, newest_month(members))

    def function_scores(self, regions: Iterable[int]) -> dict[tuple[str, int], GroupScore]:
        """The scores of all functions in several regions, by function and region."""
        context = self.context
        found = (context.reader.scores(context.scope, context.version, region, "function") for region in regions)
        return {(score.subject, score.region): score for scores in found for score in scores}
