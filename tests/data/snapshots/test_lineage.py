"""What a screen is told about where a number came from, as the version knew it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.core.states import State
from data.snapshots.history import look_back
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.snapshots.result_types import LineageInput
from data.warehouse.facts import NewFacts, append_facts
from indicators.catalogue.catalogue import Catalogue
from indicators.measures.facts import Basis

EVERYTHING = Scope.everything()
Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]
CITY, CHANCHENG, NANHAI = 440600, 440604, 440605
DISTRICTS = (CHANCHENG, NANHAI)


@pytest.fixture
def reader(warehouse: Engine, catalogue: Catalogue, clock: FixedClock) -> IndicatorRepository:
    return IndicatorRepository(warehouse, catalogue, clock)


def inputs(reader: IndicatorRepository, version: int, period: str, indicator: str = "I001") -> dict[str, LineageInput]:
    found = reader.provenance(EVERYTHING, version, indicator, CITY, period)
    return {one.measure: one for one in found.inputs}


def gdp(
    rows: Rows, code: int, value: float, basis: int = Basis.REPORTED, regions: tuple[int, ...] = (CITY,)
) -> NewFacts:
    return rows(*[("gdp", region, code, value) for region in regions], basis=basis)


def test_a_reported_quarter_and_the_districts_of_the_demonstration_are_all_told(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, reader: IndicatorRepository, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "statistics", "q1.csv", gdp(rows, 202421, 3000.0), at(2025, 1, 20))
    append_facts(
        warehouse, catalogue, "P", "p.csv", rows(("resident_population", CITY, 202412, 900.0)), at(2025, 1, 20)
    )
    for quarter in (22, 23, 24):
        demo = gdp(rows, 202400 + quarter, 1000.0, Basis.DEMO, DISTRICTS)
        append_facts(warehouse, catalogue, "demo", f"q{quarter}.csv", demo, at(2025, 1, 21))
    version = refresh(warehouse, catalogue, clock)

    cell = reader.cell(EVERYTHING, version, "I001", CITY)
    origin = reader.provenance(EVERYTHING, version, "I001", CITY, "2024")
    output = inputs(reader, version, "2024")["gdp"]

    assert cell is not None
    assert (cell.period, cell.value, cell.basis) == ("2024", 10.0, Basis.DEMO)
    assert (output.way, output.facts, output.basis) == ("time", 7, Basis.DEMO)
    assert [one.file_name for one in output.batches] == ["q1.csv", "q22.csv", "q23.csv", "q24.csv"]
    assert origin.basis == max(one.basis for one in origin.inputs) == cell.basis


def test_a_page_that_looks_back_tells_the_facts_vintages_and_figures_known_then(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, reader: IndicatorRepository, rows: Rows, at: Moments
) -> None:
    people = rows(("resident_population", CITY, 202412, 100.0))
    append_facts(warehouse, catalogue, "P", "people.csv", people, at(2025, 2, 1))
    append_facts(warehouse, catalogue, "S", "first.csv", gdp(rows, 202440, 11000.0, Basis.PUBLISHED), at(2025, 2, 1))
    append_facts(warehouse, catalogue, "S", "second.csv", gdp(rows, 202440, 12000.0, Basis.PUBLISHED), at(2025, 4, 1))
    now = refresh(warehouse, catalogue, clock)
    then = look_back(warehouse, catalogue, clock, at(2025, 3, 3))

    for version, value, files in ((then, 11000.0, ["first.csv"]), (now, 12000.0, ["first.csv", "second.csv"])):
        assert inputs(reader, version, "2024")["gdp"].value == value
        assert [one.file_name for one in inputs(reader, version, "2024")["gdp"].batches] == files[-1:]
        told = reader.vintages(EVERYTHING, version, "I001", CITY, "2024")
        output = [one for one in told if one.measure == "gdp"]
        assert [(one.batch.file_name, one.stands) for one in output] == [(file, file == files[-1]) for file in files]
        assert [one.value for one in reader.published(EVERYTHING, version, "gdp", CITY)] == [value]
    assert reader.corrected(EVERYTHING, then, "I001", CITY) == ()
    corrected = reader.corrected(EVERYTHING, now, "I001", CITY)
    assert [one.value for one in corrected if one.measure == "gdp"] == [11000.0, 12000.0]


def test_an_older_version_tells_the_facts_it_was_made_of_after_a_correction(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, reader: IndicatorRepository, rows: Rows, at: Moments
) -> None:
    handled = [(f"items_{kind}", 440604011, 202505, value) for kind, value in (("handled", 10.0), ("online", 8.0))]
    append_facts(warehouse, catalogue, "S", "a.csv", rows(*handled), at(2025, 6, 2))
    first = refresh(warehouse, catalogue, clock)
    append_facts(warehouse, catalogue, "S", "b.csv", rows(("items_online", 440604011, 202505, 9.0)), at(2025, 6, 3))
    second = refresh(warehouse, catalogue, clock)
    for version, value in ((first, 8.0), (second, 9.0)):
        found = reader.provenance(EVERYTHING, version, "I002", 440604011, "2025-05")
        assert [(one.measure, one.value) for one in found.inputs] == [("items_online", value), ("items_handled", 10.0)]


@pytest.mark.parametrize("state", [State.FORECAST, State.PLAN])
def test_what_is_expected_or_planned_never_stands_for_what_is(
    state: State,
    warehouse: Engine,
    catalogue: Catalogue,
    clock: FixedClock,
    reader: IndicatorRepository,
    rows: Rows,
    at: Moments,
) -> None:
    people = rows(*[("resident_population", CITY, code, 100.0) for code in (202412, 202312)])
    append_facts(warehouse, catalogue, "P", "people.csv", people, at(2024, 1, 1))
    append_facts(warehouse, catalogue, "S", "final.csv", gdp(rows, 202340, 500.0), at(2024, 2, 1))
    for code, value in ((202340, 777.0), (202440, 888.0)):
        said = NewFacts.of(["gdp"], [CITY], [code], [value], basis=Basis.PUBLISHED, state=int(state), wording=1)
        append_facts(warehouse, catalogue, "S", f"said-{code}.csv", said, at(2025, 3, 1))
    version = refresh(warehouse, catalogue, clock)

    cell = reader.cell(EVERYTHING, version, "I001", CITY)
    told = reader.vintages(EVERYTHING, version, "I001", CITY, "2023")
    output = [(one.value, one.state, one.stands) for one in told if one.measure == "gdp"]

    assert cell is not None
    assert (cell.period, cell.value, cell.wording) == ("2023", 5.0, 0)
    assert output == [(500.0, State.NONE, True), (777.0, state, False)]
    assert [
        one.stands for one in reader.vintages(EVERYTHING, version, "I001", CITY, "2024") if one.measure == "gdp"
    ] == [False]
    assert reader.published(EVERYTHING, version, "gdp") == ()
    then = look_back(warehouse, catalogue, clock, at(2025, 4, 1))
    assert reader.cell(EVERYTHING, then, "I001", CITY) == cell


def test_of_a_span_told_under_two_names_the_newest_stands_and_both_are_told(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, reader: IndicatorRepository, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "P", "p.csv", rows(("resident_population", CITY, 202340, 10.0)), at(2024, 1, 1))
    append_facts(warehouse, catalogue, "S", "a.csv", gdp(rows, 202362, 100.0), at(2024, 2, 1))
    append_facts(warehouse, catalogue, "S", "b.csv", gdp(rows, 202340, 90.0), at(2024, 2, 2))
    version = refresh(warehouse, catalogue, clock)
    series = reader.series(EVERYTHING, version, "I001", CITY, "year")
    assert series.value[series.periods.index("2023")] == 9.0
    for period in ("2023", "2023C12"):
        told = reader.vintages(EVERYTHING, version, "I001", CITY, period)
        assert [(one.period, one.stands, one.contradicted) for one in told if one.measure == "gdp"] == [
            ("2023", True, ""),
            ("2023C12", False, "2023"),
        ]
        assert inputs(reader, version, period)["gdp"].value == 90.0
