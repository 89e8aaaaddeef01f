"""The plan: its time, its goals with their indicators, its pillars, its own figures, and what covers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.formatting.completeness import completeness_of
from components.formatting.display_values import points, score_value, status_name
from components.formatting.numbers import DisplayValue
from components.formatting.units import unit_after
from components.framework.view import View
from components.indicators.indicator_row import IndicatorLine
from components.leadership.plan_goals import Goal, OtherIndicators, PlanGoals, PlanPillar
from components.leadership.plan_tables import PlanCoverage, StatedFigure
from components.leadership.plan_time import PlanTime
from components.leadership.score_caps import capped_months
from data.ingest.plan_figures import PlanFigure, plan_figures
from indicators.compute.results import GroupScore, IndicatorValue
from indicators.definitions.model import PlanEntry
from indicators.plan.plan_coverage import by_goal, counts, coverage, of_the_plan
from indicators.plan.progress import goal_progress, time_passed
from indicators.scoring.score import score_status
from queries.indicator_values import IndicatorValueQueries, score_names
from queries.request_context import RequestContext

MONTHS = 24
NOTHING = (0, 0, 0, 0)
Scores = Mapping[tuple[str, str], GroupScore]


@dataclass(frozen=True)
class PlanQueries:
    """How the plan stands where the visitor begins. OutOfScope for a visitor who may see no region."""

    context: RequestContext

    def time(self) -> PlanTime:
        """The plan's time and how many of its indicators have each status."""
        found = of_the_plan(self._newest(), self.context.catalogue)
        today = self.context.today
        return PlanTime(self.context.catalogue.plan.stages, time_passed(today), f"{today:%Y-%m-%d}", counts(found))

    def goals(self, view: View) -> PlanGoals:
        """The goals in their order, each with its indicators, and the indicators of no single goal."""
        context, scores, values = self.context, self._scores(), self._newest()
        done, members = goal_progress(values, context.catalogue), by_goal(values, context.catalogue)
        recent = self._recent(members)
        period, passed = f"{context.today:%Y-%m}", time_passed(context.today)
        basis = "demo" if context.demo else "reported"
        shown = []
        for order, (goal, entry) in enumerate(context.catalogue.plan.goals.items(), 1):
            known, found = scores.get(("goal", goal)), members[goal]
            score, series = self._figure("goal", goal, known), points(known.score) if known else []
            way = DisplayValue(f"progress:goal:{goal}", context.home, period, done[goal], "%", 0, score.status, basis)
            lines = self._lines(found, recent)
            year = IndicatorValueQueries(context).changes(known).year if known else None
            name = view.localise(entry.name)
            complete = completeness_of(known) if known else None
            caps = capped_months(view, known, score_names(view, context.catalogue), MONTHS) if known else []
            recently = series[-MONTHS:]
            shown.append(
                Goal(goal, order, name, score, way, passed, counts(found), lines, recently, year, complete, caps)
            )
        rest = members.get(None, [])
        return PlanGoals(shown, OtherIndicators(counts(rest), self._lines(rest, recent)))

    def pillars(self, view: View) -> list[PlanPillar]:
        """The five 数字+."""
        return self._pillars(view, self.context.catalogue.plan.pillars)

    def supports(self, view: View) -> list[PlanPillar]:
        """The five supports."""
        return self._pillars(view, self.context.catalogue.plan.supports)

    def stated(self, view: View, *, targets: bool) -> list[StatedFigure]:
        """The figures of the plan's text: its targets, or what it says of its baseline."""
        scope = self.context.scope
        found = [figure for figure in plan_figures() if scope.permits(figure.region)]
        return [self._stated(view, figure) for figure in found if bool(figure.target) == targets]

    def coverage(self, view: View) -> PlanCoverage:
        """Every sub-item of the plan with the indicators that measure it."""
        catalogue = self.context.catalogue
        plan = catalogue.plan
        names = {key: view.localise(entry.name) for key, entry in {**plan.pillars, **plan.supports}.items()}
        values = {value.indicator: value for value in self._newest()}
        return PlanCoverage(coverage(catalogue), names, catalogue.indicators, values)

    def _newest(self) -> Sequence[IndicatorValue]:
        return IndicatorValueQueries(self.context).newest(self.context.home)

    def _scores(self) -> Scores:
        return IndicatorValueQueries(self.context).scores(self.context.home)

    def _recent(self, members: Mapping[str | None, list[IndicatorValue]]) -> Mapping[str, Sequence[float]]:
        names = [value.indicator for found in members.values() for value in found]
        recent = IndicatorValueQueries(self.context).recent(names, self.context.home)
        return {name: values.tolist() for name, values in recent.items()}

    def _lines(self, found: Sequence[IndicatorValue], recent: Mapping[str, Sequence[float]]) -> list[IndicatorLine]:
        defined = self.context.catalogue.indicators
        return [IndicatorLine(value, defined[value.indicator], recent[value.indicator]) for value in found]

    def _pillars(self, view: View, entries: Mapping[str, PlanEntry]) -> list[PlanPillar]:
        scores, shown = self._scores(), []
        for key, entry in entries.items():
            score = scores.get(("pillar", key))
            figure = self._figure("pillar", key, score)
            complete = completeness_of(score) if score else None
            shown.append(
                PlanPillar(key, view.localise(entry.name), figure, score.counts if score else NOTHING, complete)
            )
        return shown

    def _figure(self, kind: str, subject: str, score: GroupScore | None) -> DisplayValue:
        context, latest = self.context, score.latest if score else None
        period = score.periods[-1].id if score else f"{context.today:%Y-%m}"
        status = status_name(score_status(latest))
        return score_value(kind, subject, context.home, period, latest, status, context.demo)

    def _stated(self, view: View, stated: PlanFigure) -> StatedFigure:
        measure, regions = self.context.catalogue.measures[stated.measure], self.context.catalogue.regions
        unit, name = unit_after(view, measure.unit), view.localise(measure.name)
        figure = DisplayValue(
            stated.measure, stated.region, stated.period, stated.value, unit, stated.decimals, basis="plan"
        )
        if stated.region != regions.city.code:
            name = view.translate("plan.of_region", name=name, region=view.localise(regions[stated.region].name))
        return StatedFigure(stated.id, name, figure, stated.qualifier, stated.section)
