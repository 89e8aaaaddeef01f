"""Every indicator with its newest value where the visitor begins, and how grown-up it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.framework.view import View
from components.indicators.catalogue_filters import CatalogueEntry, kept
from components.indicators.catalogue_table import CatalogueListing
from indicators.compute.results import IndicatorValue
from indicators.plan.maturity import IndicatorMaturity, maturity_step, representative_value
from queries.indicator_values import IndicatorValueQueries
from queries.request_context import RequestContext


@dataclass(frozen=True)
class CatalogueQueries:
    """The list of all indicators. OutOfScope for a visitor who may see no region."""

    context: RequestContext

    def listing(self, view: View) -> CatalogueListing:
        """All indicators, those that the address asks for, and the last values of these."""
        context, catalogue = self.context, self.context.catalogue
        values = context.reader.cells(context.scope, context.version, context.home)
        steps = self._steps(values)
        entries = [
            CatalogueEntry(one.indicator, catalogue.indicators[one.indicator], one, steps[one.indicator])
            for one in values
        ]
        found = kept(view, catalogue, entries)
        recent = IndicatorValueQueries(context).recent([entry.id for entry in found], context.home)
        return CatalogueListing(catalogue, entries, found, {name: list(series) for name, series in recent.items()})

    def _steps(self, values: Sequence[IndicatorValue]) -> dict[str, IndicatorMaturity]:
        """How far each indicator has come, told by its value at home or, where it has none, by one inside."""
        context, catalogue = self.context, self.context.catalogue
        empty = [one.indicator for one in values if one.value is None]
        regions = [code for code in catalogue.regions.codes if context.scope.permits(code)]
        inside = context.reader.many_cells(context.scope, context.version, empty, regions) if empty else {}
        candidates: dict[str, list[IndicatorValue]] = {one.indicator: [one] for one in values}
        for (name, _), one in inside.items():
            candidates[name].append(one)
        return {name: self._step(name, representative_value(found, context.home)) for name, found in candidates.items()}

    def _step(self, name: str, value: IndicatorValue | None) -> IndicatorMaturity:
        catalogue = self.context.catalogue
        measures = {measure: catalogue.measures[measure] for measure in catalogue.measures_of(name)}
        kinds = {target.source_kind for target in catalogue.targets_of(name)}
        return maturity_step(catalogue.indicators[name], value, kinds, measures)
