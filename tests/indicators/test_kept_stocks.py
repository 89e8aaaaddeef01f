"""A stock that comes less often than asked keeps its last value, and never makes a value by itself."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.formula.parser import parse
from indicators.measures.formula_evaluation import evaluate
from indicators.measures.lineage import Lineage
from indicators.measures.measure_cube import MeasureCube
from indicators.measures.measure_matrix import Derivation
from tests.indicators.facts import Row, cube_of, monthly

TODAY = date(2024, 12, 31)
CITY, EAST, WEST = 440600, 440604, 440605
TOWNS = (440604001, 440604002, 440605001)


@pytest.fixture(scope="module")
def yearly(small_city: Catalogue) -> Catalogue:
    """The small city, whose people are counted once a year."""
    measures = {**small_city.measures, "people": small_city.measures["people"].model_copy(update={"grain": "year"})}
    return replace(small_city, measures=measures)


def per_head(cube: MeasureCube, period: str, formula: str = "due / people", region: int = CITY) -> float | None:
    wanted = Period.parse(period)
    grid = evaluate(parse(formula), cube, wanted.grain)
    value = grid.value[cube.catalogue.regions.index[region], cube.axis(wanted.grain).index(wanted)]
    return None if np.isnan(value) else float(value)


def counted(years: dict[int, float], region: int = CITY) -> list[Row]:
    return [("people", region, str(year), people) for year, people in years.items()]


def test_a_monthly_flow_over_a_yearly_stock_takes_the_last_count(yearly: Catalogue) -> None:
    cube = cube_of(yearly, [*counted({2022: 10, 2023: 20}), *monthly("due", CITY, "2023-01", [40.0] * 24)], TODAY)
    assert [per_head(cube, period) for period in ("2023-11", "2023-12", "2024-01", "2024-12")] == [4, 2, 2, 2]
    assert [per_head(cube, period) for period in ("2023Q3", "2023Q4", "2024Q1", "2024H1")] == [12, 6, 6, 12]
    assert [per_head(cube, period) for period in ("2024C02", "2024-06R12", "2023")] == [4, 24, 24]


def test_a_count_stands_for_two_of_its_years_and_no_longer(yearly: Catalogue) -> None:
    cube = cube_of(yearly, [*counted({2021: 10}), *monthly("due", CITY, "2022-01", [40.0] * 36)], TODAY)
    assert [per_head(cube, period) for period in ("2023-12", "2024-01")] == [4, None]


def test_what_was_kept_is_no_news_by_itself(yearly: Catalogue) -> None:
    cube = cube_of(yearly, counted({2021: 10, 2022: 20, 2023: 30}), TODAY)
    assert [per_head(cube, period, "people") for period in ("2023-11", "2023-12", "2024-01")] == [None, 30, None]
    assert [per_head(cube, period, "growth(people)") for period in ("2023-12", "2024-06")] == [pytest.approx(50), None]
    assert [per_head(cube, period, "people") for period in ("2023", "2024")] == [30, None]


def test_a_monthly_stock_is_not_kept(small_city: Catalogue) -> None:
    cube = cube_of(small_city, [("people", CITY, "2024-01", 10.0), *monthly("due", CITY, "2024-01", [40.0] * 2)], TODAY)
    assert [per_head(cube, period) for period in ("2024-01", "2024-02")] == [4, None]


def test_the_districts_counts_are_kept_for_the_city_and_for_means(yearly: Catalogue) -> None:
    rows = [row for place, people in zip(TOWNS, (1.0, 2.0, 3.0), strict=True) for row in counted({2023: people}, place)]
    rows += [("dust", place, "2024-05", value) for place, value in zip(TOWNS, (60.0, 30.0, 10.0), strict=True)]
    rows += monthly("due", CITY, "2024-05", [12.0])
    cube = cube_of(yearly, rows, TODAY)
    assert per_head(cube, "2024-05") == 2
    assert per_head(cube, "2024-05", "dust") == (60 + 2 * 30 + 3 * 10) / 6


def test_the_lineage_of_a_kept_count_says_when_it_was_told(yearly: Catalogue) -> None:
    cube = cube_of(yearly, [*counted({2022: 10, 2023: 20}), *monthly("due", CITY, "2024-05", [40.0])], TODAY)
    found = Lineage(cube).of("people", CITY, Period.parse("2024-05"))
    assert (found.way, found.value, [part.period.id for part in found.added]) == (Derivation.CARRIED, 20, ["2023-12"])
    assert cube.facts.value[[*found.rows()]].tolist() == [20]


def test_older_facts_make_longer_axes_for_what_they_are_behind(small_city: Catalogue) -> None:
    rows = [
        *monthly("due", CITY, "2015-11", [5.0, 7.0]),
        ("output", CITY, "1999", 9.0),
        ("people", CITY, "2024-05", 3.0),
    ]
    cube = cube_of(small_city, rows, TODAY)
    longer = cube.reaching(["people", "due"])
    assert cube.reaching(["people"]) is cube
    assert (longer.axis(Grain.MONTH)[0].id, longer.axis(Grain.YEAR)[0].id) == ("2015-01", "1999")
    assert per_head(longer, "2015-12", "due") == 7
    assert per_head(cube.reaching(["output"]), "1999", "output") == 9
    assert per_head(cube, "2024-05", "people") == per_head(longer, "2024-05", "people") == 3
