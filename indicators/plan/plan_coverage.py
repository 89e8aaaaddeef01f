"""Which sub-items of the plan the indicators answer for, and how these stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Section

Counts = tuple[int, int, int, int]
"""How many by status code: unknown, on track, watch, off track."""


@dataclass(frozen=True)
class SectionCoverage:
    """A sub-item with the indicators that belong to it and those that serve it besides (none: not covered)."""

    section: Section
    indicators: tuple[str, ...]


def coverage(catalogue: Catalogue) -> tuple[SectionCoverage, ...]:
    """Every sub-item of chapters 四 and 五, in the plan's order, with its indicators."""
    members: dict[str, list[str]] = {section.id: [] for section in catalogue.plan.sections}
    for name, indicator in catalogue.indicators.items():
        for served in (indicator.section, *indicator.also):
            if served in members:
                members[served].append(name)
    return tuple(SectionCoverage(section, tuple(members[section.id])) for section in catalogue.plan.sections)


def counts(cells: Iterable[IndicatorValue]) -> Counts:
    """Cells by status."""
    found = [0, 0, 0, 0]
    for cell in cells:
        found[cell.status] += 1
    return found[0], found[1], found[2], found[3]


def of_the_plan(cells: Iterable[IndicatorValue], catalogue: Catalogue) -> list[IndicatorValue]:
    """The cells of indicators that belong to a goal, a pillar or a support of the plan."""
    indicators = catalogue.indicators
    return [c for c in cells if indicators[c.indicator].goal or indicators[c.indicator].pillar]


def by_goal(cells: Iterable[IndicatorValue], catalogue: Catalogue) -> Mapping[str | None, list[IndicatorValue]]:
    """The plan's cells by goal; under None those that belong to a pillar or support only."""
    found: dict[str | None, list[IndicatorValue]] = {goal: [] for goal in catalogue.plan.goals}
    for cell in of_the_plan(cells, catalogue):
        found.setdefault(catalogue.indicators[cell.indicator].goal, []).append(cell)
    return found
