"""Computed values against figures that were published, and against plain arithmetic over published figures.

The right-hand sides are typed from the pages themselves (the plan's list of indicators, §5 and §6.5); nothing of the
engine is used to make them.
"""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.formula.parser import parse
from indicators.formula.tree import Node
from indicators.measures.facts import Basis
from indicators.measures.formula_evaluation import evaluate
from indicators.measures.measure_cube import MeasureCube
from tests.indicators.facts import Row, cube_of

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
CITY, CHANCHENG, NANHAI, SHUNDE, SANSHUI, GAOMING = 440600, 440604, 440605, 440606, 440607, 440608


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The cockpit's own definitions."""
    return load_catalogue()


@pytest.fixture(scope="module")
def foshan(catalogue: Catalogue) -> MeasureCube:
    """All published figures of Foshan; where one was corrected the later one stands."""
    rows: list[Row] = []
    for file in sorted(PUBLISHED.glob("*.csv")):
        if file.stem != "sources":
            with file.open(encoding="utf-8", newline="") as lines:
                rows += [
                    (row["measure"], int(row["region"]), row["period"], float(row["value"]))
                    for row in csv.DictReader(lines)
                    if row["measure"] in catalogue.measures
                ]
    return cube_of(catalogue, rows, date(2025, 6, 30), [Basis.PUBLISHED] * len(rows))


def value(cube: MeasureCube, tree: Node, region: int, period: str) -> float:
    """A formula for one region and period; NaN for no value."""
    wanted = Period.parse(period)
    grid = evaluate(tree, cube, wanted.grain)
    return float(grid.value[cube.catalogue.regions.index[region], cube.axis(wanted.grain).index(wanted)])


@pytest.mark.parametrize(
    ("indicator", "period", "plain", "within"),
    [
        ("S001", "2023", 229 / 13276 * 100, 1e-9),
        ("S002", "2023", 7514 / 13276 * 100, 1e-9),
        ("S003", "2023", 5534 / 13276 * 100, 1e-9),
        ("S001", "2024C06", 101.97 / 6122.89 * 100, 1e-9),
        ("S002", "2024C09", 5087.02 / 9335.48 * 100, 1e-9),
        ("S003", "2024Q1", 1324.44 / 2872.65 * 100, 1e-9),
        ("S004", "2020", (10816.47 - 10751.02) / 10751.02 * 100, 1e-9),
        ("S004", "2022", (12698.4 - 12156.54) / 12156.54 * 100, 1e-9),
        ("S004", "2024", (13361.90 - 13276) / 13276 * 100, 1e-9),
        ("S006", "2021", 12156.54e8 / 961.26e4, 1e-6),
        ("S007", "2022", 5761.8 / 12698.4 * 100, 1e-9),
        ("S008", "2022", 6637.8 / 12698.4 * 100, 1e-9),
        ("S010", "2021", 808.1 / 12156.54 * 100, 1e-9),
        ("S011", "2023", 19981 / 27524 * 100, 1e-9),
        ("S016", "2021", 484.13 / 961.26 * 100, 1e-9),
        ("S017", "2020", 3289.09e8 / 949.8863e4, 1e-6),
        ("S015", "2020", 2501, 0.5),
    ],
)
def test_an_indicator_is_what_the_published_levels_say(
    catalogue: Catalogue, foshan: MeasureCube, indicator: str, period: str, plain: float, within: float
) -> None:
    """S015 against the published density of about 2,501 a square kilometre; the others against plain arithmetic."""
    assert value(foshan, catalogue.formulas[indicator], CITY, period) == pytest.approx(plain, abs=within)


@pytest.mark.parametrize(("indicator", "printed"), [("I150", 93.72), ("I151", 75.82), ("I152", 94.50)])
def test_the_closing_rates_of_tianmen_in_december_2016(catalogue: Catalogue, indicator: str, printed: float) -> None:
    """The bulletin prints counts and rates; a case that is not due yet does not count against the rate."""
    counts = {"accepted": 1054, "filed": 996, "due": 972, "closed": 911, "on_time": 737}
    rows: list[Row] = [(f"city_cases_{name}", CITY, "2025-05", count) for name, count in counts.items()]
    cube = cube_of(catalogue, rows, date(2025, 6, 30))
    assert round(value(cube, catalogue.formulas[indicator], CITY, "2025-05"), 2) == printed


@pytest.mark.parametrize(
    ("region", "share"), [(CHANCHENG, 14.00), (NANHAI, 38.61), (SHUNDE, 33.99), (GAOMING, 4.94), (SANSHUI, 8.46)]
)
def test_the_census_shares_of_the_districts(foshan: MeasureCube, region: int, share: float) -> None:
    people = parse("resident_population")
    part = value(foshan, people, region, "2020") / value(foshan, people, CITY, "2020") * 100
    assert part == pytest.approx(share, abs=0.006)


def test_the_census_growth_of_the_city(foshan: MeasureCube) -> None:
    people = parse("resident_population")
    before, after = (value(foshan, people, CITY, year) for year in ("2010", "2020"))
    assert after - before == pytest.approx(230.4552)
    assert (after / before - 1) * 100 == pytest.approx(32.03, abs=0.005)


@pytest.mark.parametrize(
    ("measure", "year", "printed"),
    [
        ("resident_population", "2020", 949.88),
        ("resident_population", "2021", 961.26),
        ("registered_population", "2021", 484.13),
    ],
)
def test_districts_roll_up_to_the_printed_city(catalogue: Catalogue, measure: str, year: str, printed: float) -> None:
    with (PUBLISHED / "population_area.csv").open(encoding="utf-8", newline="") as lines:
        given = [row for row in csv.DictReader(lines) if (row["measure"], row["period"]) == (measure, year)]
    rows: list[Row] = [(measure, int(r["region"]), year, float(r["value"])) for r in given if int(r["region"]) != CITY]
    assert len(rows) == 5
    cube = cube_of(catalogue, rows, date(2025, 6, 30))
    assert value(cube, parse(measure), CITY, year) == pytest.approx(printed, abs=0.0051)


@pytest.mark.parametrize(("period", "printed"), [("2024Q1", 2872.65), ("2024C06", 6122.89), ("2024C09", 9335.48)])
def test_the_three_sectors_add_up_to_the_printed_product(foshan: MeasureCube, period: str, printed: float) -> None:
    assert value(foshan, parse("gdp_primary + gdp_secondary + gdp_tertiary"), CITY, period) == pytest.approx(printed)


def test_the_later_figure_of_a_year_stands(foshan: MeasureCube) -> None:
    assert value(foshan, parse("gdp"), CITY, "2021") == 12156.54


def test_published_growth_is_shown_as_printed_and_never_spread(foshan: MeasureCube) -> None:
    rate = parse("gdp_growth_published")
    assert value(foshan, rate, CITY, "2024") == 1.3
    assert np.isnan(value(foshan, rate, SHUNDE, "2024"))
    assert np.isnan(value(foshan, rate, CITY, "2024Q3"))
    assert foshan.grid("gdp_growth_published", Grain.YEAR).basis.max() == Basis.PUBLISHED
