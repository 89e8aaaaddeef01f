"""The overview: the score and its functions, the ten goals, the map, and what needs a hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.formatting.completeness import completeness_of
from components.formatting.display_values import display_value, points, status_name
from components.formatting.numbers import DisplayValue
from components.formatting.region_names import region_path
from components.framework.view import View
from components.indicators.attention import AttentionRow
from components.leadership.city_score import CityScore, FunctionScore
from components.leadership.goal_progress import GoalProgress
from components.leadership.group import figure_of
from components.leadership.overview_map import STORE, OverviewMap
from components.leadership.score_caps import capped_months
from components.leadership.score_summary import ScoreSummary
from components.maps.region_map import credit_lines, drawn
from components.maps.region_panel import LayerChoice, MapLayer, shaded
from data.core.scope import required_region
from indicators.compute.results import GroupScore
from indicators.plan.progress import goal_progress, time_passed
from indicators.scoring.score import score_status
from queries.indicator_values import IndicatorValueQueries, score_names
from queries.leadership.attention import AttentionQueries
from queries.leadership.score_movement import ScoreMovementQueries
from queries.request_context import RequestContext

SHOWN = 7  # attention rows that fit one 1920×1080 screen
MONTHS = 13
Scores = Mapping[tuple[str, str], GroupScore]


@dataclass(frozen=True)
class OverviewQueries:
    """How the region stands that the visitor begins with. OutOfScope for a visitor who may see none."""

    context: RequestContext

    def lead(self, view: View) -> ScoreSummary:
        """How the region stands, how it moved, and what moved it."""
        context, here, moves = self.context, self._district(view), ScoreMovementQueries(self.context)
        values = IndicatorValueQueries(context)
        scores = values.scores(here)
        whole = scores["city", "city"]
        month = values.changes(whole).month
        found = moves.movement(scores, month)
        return ScoreSummary(
            view.localise(context.catalogue.regions[here].name),
            figure_of(whole, context.demo),
            view.href(f"/regions/{here}"),
            found.change if found else None,
            (month.newest.id, month.before.id),
            moves.driver(view, here, scores, found) if found and found.change else None,
            len(context.reader.attention(context.scope, context.version, len(context.catalogue.indicators), here)),
        )

    def score(self, view: View) -> CityScore:
        """The score with its functions, and what each of them did to it since the month before."""
        context, functions, here = self.context, self.context.catalogue.plan.functions, self._district(view)
        scores = IndicatorValueQueries(context).scores(here)
        whole = scores["city", "city"]
        changes = IndicatorValueQueries(context).changes(whole)
        found = ScoreMovementQueries(context).movement(scores, changes.month)
        moved = dict(found.parts) if found else {}
        return CityScore(
            self._title(view, here),
            figure_of(whole, context.demo),
            points(whole.score),
            changes,
            self._vetoes(view, scores),
            [
                self._function(view, name, scores["function", name], moved.get(name))
                for name in functions
                if ("function", name) in scores
            ],
            completeness_of(whole),
            capped_months(view, whole, score_names(view, context.catalogue), MONTHS),
            found.change if found else None,
        )

    def goals(self, view: View) -> list[GoalProgress]:
        """How far each goal has come, in the order of the plan."""
        context, home = self.context, self.context.home
        values = IndicatorValueQueries(context)
        scores, passed = values.scores(home), time_passed(context.today)
        done = goal_progress(values.newest(home), context.catalogue)
        basis, period = "demo" if context.demo else "reported", f"{context.today:%Y-%m}"
        outlooks = context.forecasts.of_groups(context.scope, "goal", home, context.as_of)
        found = []
        for goal, entry in context.catalogue.plan.goals.items():
            score = scores.get(("goal", goal))
            status = status_name(score_status(score.latest if score else None))
            shown = DisplayValue(f"progress:goal:{goal}", home, period, done[goal], "%", 0, status, basis)
            name, href = view.localise(entry.name), view.href("/plan") + f"#{goal}"
            found.append(GoalProgress(name, href, shown, passed, outlooks.get(goal)))
        return found

    def map(self, view: View) -> OverviewMap:
        """The map for the layer and the district in the address. OutOfScope for one that may not be seen."""
        context, regions = self.context, self.context.catalogue.regions
        around = self._district(view)
        inside = context.inside(around) or (around,)  # a town has nothing inside but itself
        choice = self._choice(view)
        figures = self._figures(view, choice.chosen, inside)
        town = around != regions.city.code
        hrefs = {code: view.href(f"/regions/{code}") if town else view.href(district=str(code)) for code in inside}
        shades = shaded(figures, hrefs)
        layer = next(layer.name for layer in (*choice.layers, *choice.more) if layer.id == choice.chosen)
        title = "overview.map.one" if inside == (around,) else "overview.map.town" if town else "overview.map"
        shapes = context.shapes
        return OverviewMap(
            view.translate(title, district=view.localise(regions[around].name), layer=layer),
            [drawn(view, shapes[code]) for code in inside],
            shades,
            choice,
            inner=around != context.home,
            towns=town,
            notes=credit_lines(view, shapes.credits, shapes.approximate("town")),
        )

    def attention(self, view: View) -> list[AttentionRow]:
        """What needs a hand, the most urgent first."""
        regions, here = self.context.catalogue.regions, self._district(view)
        return AttentionQueries(self.context).rows(SHOWN, lambda region: region_path(view, regions, region), here)

    def _title(self, view: View, here: int) -> str:
        """Whose score it is: the city's goes without saying."""
        regions = self.context.catalogue.regions
        if here == regions.city.code:
            return view.translate("overview.score")
        return view.translate("overview.score.of", place=view.localise(regions[here].name))

    def _vetoes(self, view: View, scores: Scores) -> list[str]:
        """The names of the indicators that cap a function; one without a score has nothing to cap."""
        functions = [s for (kind, _), s in scores.items() if kind == "function" and s.latest is not None]
        found = dict.fromkeys(veto for score in functions for veto in score.vetoed_by)
        return [view.localise(self.context.catalogue.indicators[name].name) for name in found]

    def _function(self, view: View, name: str, score: GroupScore, moved: float | None) -> FunctionScore:
        title = view.localise(self.context.catalogue.plan.functions[name].name)
        shown = figure_of(score, self.context.demo)
        return FunctionScore(
            title,
            view.href(f"/functions/{name}"),
            shown,
            points(score.score),
            IndicatorValueQueries(self.context).changes(score),
            score.counts,
            completeness_of(score),
            capped_months(view, score, score_names(view, self.context.catalogue), MONTHS),
            moved,
        )

    def _district(self, view: View) -> int:
        """The district that the address names, or where the visitor begins."""
        known = {str(code): code for code in self.context.catalogue.regions.at("district")}
        wanted = known.get(view.option("district"), self.context.home)
        required_region(self.context.scope, wanted)
        return wanted

    def _choice(self, view: View) -> LayerChoice:
        """The overall score and the functions as buttons, all judged indicators as a list."""
        plan, indicators = self.context.catalogue.plan, self.context.catalogue.indicators
        layers = [MapLayer("score", view.translate("overview.map.score"))]
        layers += [MapLayer(key, view.localise(entry.name)) for key, entry in plan.functions.items()]
        more = [MapLayer(key, view.localise(found.name)) for key, found in indicators.items() if found.level != "city"]
        chosen = view.option("map", "score")
        known = {layer.id for layer in (*layers, *more)}
        chosen = chosen if chosen in known else "score"
        return LayerChoice(layers, more, chosen, STORE, scores=chosen not in indicators)

    def _figures(self, view: View, layer: str, regions: tuple[int, ...]) -> list[DisplayValue]:
        """The values of a layer in some regions."""
        context, indicator = self.context, self.context.catalogue.indicators.get(layer)
        if indicator is not None:
            found = context.reader.cells_of(context.scope, context.version, layer)
            values = {value.region: value for value in found}
            return [display_value(view, indicator, values[code]) for code in regions if code in values]
        kind, subject = ("city", "city") if layer == "score" else ("function", layer)
        scores = IndicatorValueQueries(context).scores_by_region(kind, subject, regions)
        return [figure_of(scores[code], context.demo) for code in regions if code in scores]
