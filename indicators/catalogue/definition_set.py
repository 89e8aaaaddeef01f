"""All definitions together, as the engine is given them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from indicators.definitions.model import Alias, EventKind, Indicator, Measure, Plan, Source, Target, Unit
from indicators.definitions.regions import Regions
from indicators.formula.meaning import fraction
from indicators.formula.tree import Node, measures
from indicators.standards.model import Standards
from indicators.vitals import Vitals

FEW = 20  # cases: a share of fewer says little about those who handle them (one of them moves it by 5 points)
CASES = frozenset(["件", "个", "条", "次", "人次", "份", "批次", "处", "人", "项", "单", "张", "起", "宗"])
"""Units in which single cases are counted."""


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All definitions, checked. `formulas` holds the parsed formula of each indicator.

    `fingerprint` changes with the definitions and with the code that computes from them.
    """

    plan: Plan
    regions: Regions
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    events: Mapping[str, EventKind]
    measures: Mapping[str, Measure]
    indicators: Mapping[str, Indicator]
    targets: tuple[Target, ...]
    formulas: Mapping[str, Node]
    standards: Standards
    fingerprint: str
    vitals: Vitals = field(default_factory=Vitals)
    aliases: Mapping[str, Alias] = field(default_factory=dict)

    def without_demonstration(self) -> Catalogue:
        """The same definitions without the demonstration's targets, for a real city."""
        real = tuple(target for target in self.targets if target.source_kind != "demo")
        return replace(self, targets=real, fingerprint=f"{self.fingerprint}-own")

    def measures_of(self, indicator: str) -> tuple[str, ...]:
        """The measures an indicator needs, weights of means included, each once."""
        found = dict.fromkeys(measures(self.formulas[indicator]))
        for name in list(found):
            weight = self.measures[name].weight
            while weight and weight not in found:
                found[weight] = None
                weight = self.measures[weight].weight
        return tuple(found)

    def least_cases(self, indicator: str) -> int:
        """So many cases have to stand below the line for a value to be judged: what the indicator says, FEW for a
        share of counted cases, else 0."""
        return self._least_cases[indicator]

    @cached_property
    def _least_cases(self) -> Mapping[str, int]:
        return {
            name: one.least or (FEW if one.unit.zh in {"%", "‰"} and self._counts_cases(name) else 0)
            for name, one in self.indicators.items()
        }

    def _counts_cases(self, indicator: str) -> bool:
        quotient = fraction(self.formulas[indicator])
        below = [self.measures[name] for name in measures(quotient.denominator)] if quotient else []
        return bool(below) and all(one.kind == "flow" and one.unit.zh in CASES for one in below)

    def government_of(self, region: int) -> str | None:
        """The unit that governs a region, or the nearest one around it; None where there is none."""
        return next(
            (self._governments[code] for code in self.regions.around(region) if code in self._governments), None
        )

    @cached_property
    def _governments(self) -> Mapping[int, str]:
        return {unit.region: name for name, unit in self.units.items() if unit.region is not None}

    def targets_of(self, indicator: str) -> tuple[Target, ...]:
        """All targets of an indicator."""
        return self._targets_by_indicator.get(indicator, ())

    @cached_property
    def _targets_by_indicator(self) -> Mapping[str, tuple[Target, ...]]:
        found: dict[str, tuple[Target, ...]] = {}
        for target in self.targets:
            found[target.indicator] = (*found.get(target.indicator, ()), target)
        return found
