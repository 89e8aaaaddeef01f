"""One indicator in one region: its newest value, its history, the regions inside, the facts behind it."""

from __future__ import annotations

from dataclasses import dataclass

from components.formatting.display_values import display_value
from components.forms.region_choice import RegionChoice
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.indicators.history import chart
from components.indicators.indicator_card import IndicatorCard
from components.indicators.indicator_head import IndicatorHead
from components.indicators.indicator_page import IndicatorPage
from components.indicators.indicator_regions import RegionComparison
from components.indicators.origin import ValueOrigin
from components.indicators.trend_panel import IndicatorHistory
from components.indicators.vintages import ValueVintages
from components.maps.region_map import credit_lines, drawn
from data.core.scope import OutOfScope, required_region
from data.snapshots.result_types import RegionSeries
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.forecast.outlook import Outlook
from indicators.targets.paths import judging_target
from queries.request_context import RequestContext

GRAINS = ("month", "quarter", "half", "year")


@dataclass(frozen=True)
class IndicatorSubject:
    """An indicator in a region (named `place`), with its newest value there."""

    name: str
    indicator: Indicator
    region: int
    value: IndicatorValue
    place: str


@dataclass(frozen=True)
class IndicatorQueries:
    """What is known of an indicator in the region that an address names.

    Every question raises NoSuchScreen for an unknown indicator or one without a value there, and OutOfScope where it
    means something only above the visitor's regions.
    """

    context: RequestContext

    def page(self, view: View, name: str) -> IndicatorPage:
        """Everything that its screen shows."""
        context, subject = self.context, self.subject(view, name)
        value, place, catalogue = subject.value, subject.place, context.catalogue
        inputs = context.reader.provenance(context.scope, context.version, name, subject.region, value.period).inputs
        target = judging_target(catalogue, name, subject.region)
        outlook = self._outlook(subject)
        return IndicatorPage(
            IndicatorHead(subject.indicator, value, place, self._crumbs(view, subject), self._choice(subject), outlook),
            IndicatorCard(catalogue, value, target, place, inputs, outlook),
            self._history(view, subject),
            self._regions(view, subject),
            ValueOrigin(catalogue, inputs, place, value.period, context.now.tzinfo),
            self._vintages(view, subject),
        )

    def subject(self, view: View, name: str) -> IndicatorSubject:
        """The indicator in the region of the address, or in the one where the visitor begins."""
        context, regions = self.context, self.context.catalogue.regions
        indicator = context.catalogue.indicators.get(name)
        if indicator is None:
            raise NoSuchScreen(name)
        known = {str(code): code for code in regions.codes if regions.reaches(code, indicator.level)}
        region = known.get(view.option("region"), context.home)
        if str(region) not in known:
            raise OutOfScope(regions.city.code)
        value = context.reader.cell(context.scope, context.version, name, region)
        if value is None:
            raise NoSuchScreen(name)
        return IndicatorSubject(name, indicator, region, value, view.localise(regions[region].name))

    def history(self, view: View, name: str) -> IndicatorHistory:
        """Its history at the grain of the address; OutOfScope and NoSuchScreen as above."""
        return self._history(view, self.subject(view, name))

    def regions(self, view: View, name: str) -> RegionComparison:
        """Its newest values in the districts, the towns of the chosen one, or the peers of a town."""
        return self._regions(view, self.subject(view, name))

    def _crumbs(self, view: View, subject: IndicatorSubject) -> list[tuple[str, str | None]]:
        plan, indicator = self.context.catalogue.plan, subject.indicator
        entries = plan.pillars | plan.supports
        section = next((s for s in plan.sections if s.id == indicator.section), None)
        found: list[tuple[str, str | None]] = [(view.translate("menu.indicators"), view.href("/indicators"))]
        if indicator.pillar in entries:
            name = view.localise(entries[indicator.pillar].name)
            found.append((name, view.href("/plan") + f"#{indicator.pillar}"))
        if section is not None:
            found.append((f"{section.id} {view.localise(section.title)}", None))
        return [*found, (view.translate("indicator.id", id=subject.name), None)]

    def _choice(self, subject: IndicatorSubject) -> RegionChoice:
        """The regions that the screen can be about, of those that the visitor may see."""
        context, regions = self.context, self.context.catalogue.regions
        choosable = [code for code in context.seen(regions.codes) if regions.reaches(code, subject.indicator.level)]
        return RegionChoice(regions, choosable, context.home, subject.region)

    def _history(self, view: View, subject: IndicatorSubject) -> IndicatorHistory:
        context, name, region = self.context, subject.name, subject.region
        stored = self._series(subject)
        wanted = view.option("grain", subject.indicator.grain)
        grain = wanted if wanted in stored else next(iter(stored), str(subject.indicator.grain))
        compare, outlook = view.option("compare") == "year", self._outlook(subject)
        found = chart(view, context.catalogue, stored[grain], compare, outlook) if stored else None
        stages = [(stage.start, stage.end) for stage in context.catalogue.plan.stages]
        return IndicatorHistory(
            name,
            subject.indicator,
            region,
            subject.place,
            tuple(stored),
            grain,
            found,
            years=" / ".join(f"{start}–{end}" if end > start else f"{start}" for start, end in stages),
            downloads=context.actor.may("export"),
            wordings=context.reader.wordings(context.scope, context.version, name, region, grain) if found else {},
        )

    def _outlook(self, subject: IndicatorSubject) -> Outlook | None:
        """What is expected of it, as it was issued by the moment that is shown; None of a value that is overdue."""
        context = self.context
        found = context.forecasts.of_indicator(context.scope, subject.name, subject.region, context.as_of)
        return found if found is not None and found.origin == subject.value.period else None

    def _series(self, subject: IndicatorSubject) -> dict[str, RegionSeries]:
        """The stored series by grain, of those grains that hold anything."""
        context, name, region = self.context, subject.name, subject.region
        found = {grain: context.reader.series(context.scope, context.version, name, region, grain) for grain in GRAINS}
        return {grain: series for grain, series in found.items() if (series.value == series.value).any()}

    def _regions(self, view: View, subject: IndicatorSubject) -> RegionComparison:
        context, regions, shapes = self.context, self.context.catalogue.regions, self.context.shapes
        wanted = {str(code): code for code in regions.at("district")}.get(view.option("district"), subject.region)
        required_region(context.scope, wanted)
        around = regions[wanted].parent or wanted if not regions.children(wanted) else wanted
        values = {c.region: c for c in context.reader.cells_of(context.scope, context.version, subject.name)}
        inside = [code for code in regions.children(around) if code in values]
        return RegionComparison(
            subject.indicator,
            view.localise(regions[around].name),
            [display_value(view, subject.indicator, values[code]) for code in inside],
            [drawn(view, shapes[code]) for code in inside],
            subject.region,
            towns=around != regions.city.code,
            expected=next((values[code].expected for code in inside if values[code].expected is not None), None),
            credits=" · ".join(credit_lines(view, shapes.credits, shapes.approximate("town"))),
        )

    def _vintages(self, view: View, subject: IndicatorSubject) -> ValueVintages:
        context, period = self.context, subject.value.period
        newest = context.reader.vintages(context.scope, context.version, subject.name, subject.region, period)
        corrected = context.reader.corrected(context.scope, context.version, subject.name, subject.region)
        place = view.localise(context.catalogue.regions[corrected[0].region].name) if corrected else ""
        return ValueVintages(context.catalogue, period, newest, corrected, place, context.now.tzinfo)
