"""Every judged cell of the demonstration follows from the facts that its lineage names, and is as firm as they are.

The values are found again from those facts alone: sums by linear algebra, formulas by Python's own arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from data.core.scope import Scope
from data.snapshots.inputs import cube_of
from indicators.calendar.periods import Period
from indicators.compute.results import IndicatorValue
from indicators.measures.lineage import Lineage, LineageNode
from indicators.measures.measure_cube import MeasureCube
from indicators.measures.measure_matrix import Derivation
from runtime.container import Container
from tests.indicators.implied import implied

EVERYTHING = Scope.everything()


@dataclass(frozen=True)
class Amount:
    """A measure now and a year before."""

    now: float
    before: float

    def growth(self) -> float:
        return (self.now / self.before - 1) * 100


FUNCTIONS: dict[str, Callable[..., float]] = {
    "share": lambda part, whole: part / whole * 100,
    "ratio": lambda part, whole: part / whole,
    "per": lambda part, whole, many: part / whole * many,
}


@pytest.fixture(scope="module")
def lineage(city_office: Container) -> Lineage:
    reader, catalogue = city_office.reader, city_office.catalogue
    with city_office.engine.connect() as connection:
        return Lineage(cube_of(connection, catalogue, reader.about(EVERYTHING), frozenset(catalogue.measures)))


@pytest.fixture(scope="module")
def judged(city_office: Container) -> list[IndicatorValue]:
    reader = city_office.reader
    version = reader.version(EVERYTHING)
    cells = [cell for code in city_office.catalogue.regions.codes for cell in reader.cells(EVERYTHING, version, code)]
    return [cell for cell in cells if cell.status and cell.value is not None]


def facts_behind(origins: tuple[LineageNode, ...]) -> set[int]:
    """All facts, those that weighted a mean included."""
    weights = {id(weight): weight for origin in origins for weight in origin.weighed_by()}
    return {row for one in (*origins, *weights.values()) for row in one.rows()}


def test_the_weakest_fact_behind_a_judged_cell_is_its_basis(lineage: Lineage, judged: list[IndicatorValue]) -> None:
    assert len(judged) > 3000
    wrong = []
    for cell in judged:
        origins = lineage.of_indicator(cell.indicator, cell.region, Period.parse(cell.period))
        behind = facts_behind(origins)
        if not behind or max(int(lineage.cube.facts.basis[row]) for row in behind) != cell.basis:
            wrong.append((cell.indicator, cell.region, cell.period))
    assert wrong == []


def test_a_judged_cell_can_be_found_again_from_the_facts_behind_it(
    city_office: Container, lineage: Lineage, judged: list[IndicatorValue]
) -> None:
    catalogue = city_office.catalogue
    wrong = []
    for cell in judged:
        origins = lineage.of_indicator(cell.indicator, cell.region, Period.parse(cell.period))
        values = {(one.measure, one.period.id): again(lineage.cube, one) for one in origins}
        found = formula(catalogue.indicators[cell.indicator].formula, values, Period.parse(cell.period))
        if found != pytest.approx(cell.value, rel=1e-9, abs=1e-9):
            wrong.append((cell.indicator, cell.region, cell.period, cell.value, found))
    assert wrong == []


def again(cube: MeasureCube, origin: LineageNode) -> float | None:
    """A measure's value from its facts alone."""
    kind = cube.catalogue.measures[origin.measure].kind
    if kind in ("rate", "mean"):
        return averaged(cube, origin)
    end = origin.period.year * 12 + origin.period.last_month
    told = []
    for row in origin.rows():
        one = Period.from_code(cube.facts.period[row])
        last = one.year * 12 + one.last_month
        span = (0, 0) if kind == "stock" else (last - one.length + 1, last)
        told.append((int(cube.facts.region[row]), *span, float(cube.facts.value[row])))
    asked = (0, 0) if kind == "stock" else (end - origin.period.length + 1, end)
    inside = {code: cube.catalogue.regions.children(code) for code in cube.catalogue.regions.codes}
    return implied(told, inside, origin.region, *asked)


def averaged(cube: MeasureCube, origin: LineageNode) -> float | None:
    """A mean from the facts at its ends and what weighted each; a published rate is its one fact."""
    if origin.way is Derivation.DELIVERED:
        return float(cube.facts.value[origin.row])
    parts = [averaged(cube, part) for part in origin.added]
    weights = [again(cube, weight) for weight in origin.weights] or [1.0] * len(parts)
    if not parts or None in (*parts, *weights):
        return None
    pairs = [(part or 0.0, weight or 0.0) for part, weight in zip(parts, weights, strict=True)]
    return sum(part * weight for part, weight in pairs) / sum(weight for _, weight in pairs)


def formula(text: str, values: Mapping[tuple[str, str], float | None], period: Period) -> float:
    """The formula as Python reads it; a growth looks at the same period of the year before."""
    before = Period(period.grain, period.year - 1, period.n).id

    def growth(name: str) -> float:
        return Amount(*(known(values, name, when) for when in (period.id, before))).growth()

    spoken = re.sub(r"growth\((\w+)\)", r"growth('\1')", text)
    names: dict[str, Any] = {name: value for (name, when), value in values.items() if when == period.id}
    return float(eval(spoken, {"__builtins__": {}, "growth": growth, **FUNCTIONS}, names))


def known(values: Mapping[tuple[str, str], float | None], name: str, when: str) -> float:
    value = values[name, when]
    assert value is not None
    return value


def test_no_value_of_the_demonstration_lies_outside_what_it_can_be(city_office: Container) -> None:
    reader, catalogue = city_office.reader, city_office.catalogue
    version = reader.version(EVERYTHING)
    for code in catalogue.regions.codes:
        for cell in reader.cells(EVERYTHING, version, code):
            low, high = catalogue.indicators[cell.indicator].bounds
            assert cell.value is None or ((low is None or cell.value >= low) and (high is None or cell.value <= high))
            assert not cell.impossible
