"""What the slides about scores, districts, one indicator and tasks show of a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from components.formatting.completeness import completeness_of
from components.formatting.display_values import points
from components.formatting.region_names import region_name
from components.framework.view import View
from components.indicators.history import chart
from components.leadership.group import figure_of
from components.maps.region_map import MapShape, RegionShade, drawn
from components.wall.slides import CitySlide, DistrictColumn, IndicatorSlide, NamedScore, TasksSlide, WallHealth
from components.wall.tasks import WallTaskLine
from data.operations.tasks.counts import CountingWindow, tally
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.compute.results import GroupScore
from indicators.tasks.model import Task
from indicators.tasks.states import OPEN
from queries.indicator_values import IndicatorValueQueries
from queries.leadership import AttentionQueries
from queries.request_context import RequestContext
from queries.wall.alerts import WallAlertQueries
from queries.wall.local_time import period_text

URGENT, LISTED, DISTRICTS = 6, 7, 6


@dataclass(frozen=True)
class SlideQueries:
    """A region of the wall, one slide a question."""

    context: RequestContext

    def city(self, view: View, region: int) -> CitySlide:
        """The scores of a region, those inside on the map, and what needs a hand."""
        plan, regions = self.context.catalogue.plan, self.context.catalogue.regions
        scores = IndicatorValueQueries(self.context).scores(region)
        functions = [
            self._score(view.localise(entry.name), scores["function", name])
            for name, entry in plan.functions.items()
            if ("function", name) in scores
        ]
        return CitySlide(
            view.localise(regions[region].name),
            self._score(view.translate("overview.score"), scores["city", "city"]),
            IndicatorValueQueries(self.context).changes(scores["city", "city"]),
            functions,
            self._shapes(view, region),
            AttentionQueries(self.context).rows(URGENT, lambda code: view.localise(regions[code].name), region),
        )

    def districts(self, view: View, region: int) -> list[DistrictColumn]:
        """What lies directly inside a region, or the region itself where nothing does."""
        context, values = self.context, IndicatorValueQueries(self.context)
        inside = context.inside(region)[:DISTRICTS] or (region,)
        whole, functions = values.scores_by_region("city", "city", inside), values.function_scores(inside)
        alerts = WallAlertQueries(context)
        return [
            DistrictColumn(
                view.localise(context.catalogue.regions[code].name),
                figure_of(whole[code], context.demo) if code in whole else None,
                [
                    self._score(view.localise(entry.name), functions[name, code])
                    for name, entry in context.catalogue.plan.functions.items()
                    if (name, code) in functions
                ],
                self._health(code),
                alerts.by_level(code),
            )
            for code in inside
        ]

    def indicator(self, view: View, name: str, region: int) -> IndicatorSlide:
        """An indicator in a region."""
        context, indicator = self.context, self.context.catalogue.indicators[name]
        value = context.reader.cell(context.scope, context.version, name, region)
        place = view.localise(context.catalogue.regions[region].name)
        if value is None:
            return IndicatorSlide(indicator, place, None, None)
        series = context.reader.series(context.scope, context.version, name, region, indicator.grain)
        return IndicatorSlide(indicator, place, value, chart(view, context.catalogue, series, False))

    def tasks(self, view: View, region: int) -> TasksSlide:
        """The tasks of a region."""
        context, today = self.context, CountingWindow.at(self.context.now)
        within = WallAlertQueries(context).inside(region)
        wanted = TaskFilter(states=OPEN, regions=None if within is None else frozenset(within))
        with context.operations.reading() as connection:
            counted = tally(connection, context.scope, wanted, today)
            found = tasks(connection, context.scope, wanted, today.now, LISTED)
        return TasksSlide(
            view.localise(context.catalogue.regions[region].name),
            counted.open,
            counted.late,
            counted.due_today,
            counted.unanswered,
            self.task_lines(view, found),
            today.now,
        )

    def task_lines(self, view: View, found: Iterable[Task]) -> list[WallTaskLine]:
        """Tasks in the words of a wall."""
        units, regions = self.context.catalogue.units, self.context.catalogue.regions
        return [
            WallTaskLine(
                task.title,
                view.localise(units[task.unit].name) if task.unit in units else task.unit,
                task.place or region_name(view, regions, task.region),
                task.state,
                task.urgency,
                task.due_close if task.state in OPEN else None,
            )
            for task in found
        ]

    def _score(self, name: str, score: GroupScore) -> NamedScore:
        return NamedScore(name, figure_of(score, self.context.demo), completeness_of(score), points(score.score))

    def _shapes(self, view: View, region: int) -> list[tuple[MapShape, RegionShade | None]]:
        context = self.context
        inside = context.inside(region) or (region,)
        scores = IndicatorValueQueries(context).scores_by_region("city", "city", inside)
        return [
            (
                drawn(view, context.shapes[code]),
                RegionShade(figure_of(scores[code], context.demo), f"/regions/{code}") if code in scores else None,
            )
            for code in inside
        ]

    def _health(self, code: int) -> WallHealth:
        found = self.context.picture.healths(self.context.scope, code).get("city")
        at = period_text(int(self.context.now.timestamp()))
        return WallHealth("city", code, found.value if found else None, at, self.context.demo)
