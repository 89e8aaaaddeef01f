"""Files as departments send them, from the file to what a screen reads."""

import csv
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.ingest.load_measures import load_file
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue

CASES = Path(__file__).parent / "cases"
EVERYTHING = Scope.everything()
Moments = Callable[..., datetime]
Look = Callable[..., dict[str, float]]
CITY, CHANCHENG = 440600, 440604


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture
def winter(at: Moments) -> FixedClock:
    return FixedClock(at(2026, 11, 30, 2))


@pytest.fixture
def look(sqlite_warehouse: Engine, whole: Catalogue, winter: FixedClock) -> Look:
    """Loads files, refreshes, and tells the known values of an indicator by period."""

    def loaded(indicator: str, region: int, grain: str, *files: Path) -> dict[str, float]:
        for file in files:
            assert load_file(sqlite_warehouse, whole, file, winter).accepted
        version = refresh(sqlite_warehouse, whole, winter)
        series = reader(sqlite_warehouse, whole, winter).series(EVERYTHING, version, indicator, region, grain)
        return {p: v for p, v in zip(series.periods, series.value.tolist(), strict=True) if not math.isnan(v)}

    return loaded


def reader(engine: Engine, catalogue: Catalogue, clock: FixedClock) -> IndicatorRepository:
    return IndicatorRepository(engine, catalogue, clock)


def so_far(*files: Path) -> dict[str, float]:
    """What the districts of some files had reached together, by period as written."""
    total: dict[str, float] = {}
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                total[row["period"]] = total.get(row["period"], 0.0) + float(row["value"])
    return total


def test_gross_product_told_as_the_year_so_far_has_every_quarter_and_its_growth(
    look: Look, sqlite_warehouse: Engine, whole: Catalogue, winter: FixedClock
) -> None:
    files = [CASES / "cumulative-only.csv", CASES / "cumulative-more.csv"]
    reached = so_far(*files)
    quarters = {
        f"{year}Q{n}": reached[f"{year}C{3 * n:02d}"] - (reached[f"{year}C{3 * n - 3:02d}"] if n > 1 else 0)
        for year, last in ((2025, 4), (2026, 3))
        for n in range(1, last + 1)
    }
    growth = {f"2026Q{n}": (quarters[f"2026Q{n}"] / quarters[f"2025Q{n}"] - 1) * 100 for n in (1, 2, 3)}

    assert look("S004", CITY, "quarter", *files) == pytest.approx(growth)
    assert look("S004", CITY, "half") == pytest.approx({"2026H1": (reached["2026C06"] / reached["2025C06"] - 1) * 100})
    cell = reader(sqlite_warehouse, whole, winter).cell(EVERYTHING, 1, "S004", CITY)
    assert cell is not None
    assert (cell.period, cell.stale) == ("2026Q3", False)
    found = reader(sqlite_warehouse, whole, winter).provenance(EVERYTHING, 1, "S004", CITY, "2026Q3")
    assert [(one.period, one.way, one.facts) for one in found.inputs] == [
        ("2026Q3", "regions", 10),
        ("2025Q3", "regions", 10),
    ]


def test_of_a_year_told_as_2023c12_and_as_2023_the_newer_is_the_only_value(look: Look, tmp_path: Path) -> None:
    output = tmp_path / "output.csv"
    output.write_text(f"measure,region,period,value\ngdp,{CHANCHENG},2023,900\n", encoding="utf-8")
    files = [output, CASES / "span-as-so-far.csv", CASES / "span-as-year.csv"]
    assert look("S010", CHANCHENG, "year", *files) == {"2023": 10}
    assert look("S010", CHANCHENG, "ytd") == {"2023C12": 10}


def test_figures_from_before_the_usual_beginning_are_shown(look: Look, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    rows = [f"gdp,{CITY},{year},{value}" for year, value in ((1999, 800), (2000, 880), (2001, 968))]
    rows += [f"gdp,{CITY},{year}Q1,{value}" for year, value in ((2014, 100), (2015, 107))]
    old.write_text("measure,region,period,value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert look("S004", CITY, "year", old) == pytest.approx({"2000": 10, "2001": 10})
    assert look("S004", CITY, "quarter") == pytest.approx({"2015Q1": 7})


def test_older_figures_that_come_later_join_those_that_are_there(look: Look, tmp_path: Path) -> None:
    recent, old = tmp_path / "recent.csv", tmp_path / "old.csv"
    for file, years in ((recent, (2022, 2023, 2024)), (old, (2008, 2009))):
        rows = "\n".join(f"gdp,{CITY},{year}Q1,{100 * 1.1 ** (year - 2008)}" for year in years)
        file.write_text(f"measure,region,period,value\n{rows}\n", encoding="utf-8")
    assert look("S004", CITY, "quarter", recent) == pytest.approx({"2023Q1": 10, "2024Q1": 10})
    assert look("S004", CITY, "quarter", old) == pytest.approx({"2009Q1": 10, "2023Q1": 10, "2024Q1": 10})
