"""The warehouse keeps how a source words a figure, on every engine family, and tells readers of it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine, select, update

from data.core.clock import Clock
from data.core.qualifier import Qualifier
from data.core.scope import Scope
from data.ingest.published_figures import load_published
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.warehouse.facts import NewFacts, append_facts
from data.warehouse.tables import fact, fact_current
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue

Moments = Callable[..., datetime]
CITY, NANHAI = 440600, 440605
EVERYTHING = Scope.everything()
BOTH = (fact, fact_current)


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    return load_catalogue(CATALOGUE)


def stored(engine: Engine) -> list[list[int]]:
    with engine.connect() as connection:
        return [list(connection.execute(select(table.c.wording).order_by(table.c.batch)).scalars()) for table in BOTH]


def gdp(value: float, wording: Qualifier) -> NewFacts:
    return NewFacts.of(["gdp"], [CITY], [202140], [value], basis=1, wording=int(wording))


def test_the_wording_of_a_fact_survives_and_that_of_the_later_vintage_stands(
    warehouse: Engine, catalogue: Catalogue, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "a.csv", gdp(12000.0, Qualifier.MORE_THAN), at(2022, 1, 1))
    assert stored(warehouse) == [[2], [2]]
    append_facts(warehouse, catalogue, "S", "b.csv", gdp(12156.54, Qualifier.EXACT), at(2022, 3, 1))
    assert stored(warehouse) == [[2, 0], [0]]


def test_vintages_and_published_facts_tell_it(
    warehouse: Engine, catalogue: Catalogue, clock: Clock, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "a.csv", gdp(11000.0, Qualifier.ABOUT), at(2022, 1, 1))
    append_facts(warehouse, catalogue, "S", "b.csv", gdp(12000.0, Qualifier.MORE_THAN), at(2022, 3, 1))
    version = refresh(warehouse, catalogue, clock)
    reader = IndicatorRepository(warehouse, catalogue, clock)
    told = reader.vintages(EVERYTHING, version, "I001", CITY, "2021")
    assert [(v.value, v.wording) for v in told] == [(11000.0, Qualifier.ABOUT), (12000.0, Qualifier.MORE_THAN)]
    assert [p.wording for p in reader.published(EVERYTHING, version, "gdp")] == [Qualifier.MORE_THAN]


def test_a_value_and_its_parts_say_on_what_they_rest_as_it_stood_then(
    warehouse: Engine, catalogue: Catalogue, clock: Clock, at: Moments
) -> None:
    share = NewFacts.of(
        ["items_online", "items_handled"], [CITY] * 2, [202505] * 2, [90.0, 100.0], basis=1, wording=[0, 2]
    )
    append_facts(warehouse, catalogue, "S", "a.csv", share, at(2025, 6, 1))
    refresh(warehouse, catalogue, clock)
    reader = IndicatorRepository(warehouse, catalogue, clock)
    cell = reader.cell(EVERYTHING, 1, "I002", CITY)
    assert cell is not None
    assert (cell.period, cell.wording, cell.numerator_wording, cell.denominator_wording) == ("2025-05", 4, 0, 2)
    origin = reader.provenance(EVERYTHING, 1, "I002", CITY, "2025-05")
    assert origin.wording is Qualifier.AT_MOST
    assert {one.measure: (one.way, one.value, one.wording) for one in origin.inputs} == {
        "items_handled": ("direct", 100.0, Qualifier.MORE_THAN),
        "items_online": ("direct", 90.0, Qualifier.EXACT),
    }
    assert reader.wordings(EVERYTHING, 1, "I002", CITY, "month") == {"2025-05": Qualifier.AT_MOST}
    exact = NewFacts.of(["items_handled"], [CITY], [202505], [101.0], basis=1)
    append_facts(warehouse, catalogue, "S", "b.csv", exact, at(2025, 6, 9))
    refresh(warehouse, catalogue, clock)
    now, then = (reader.cell(EVERYTHING, version, "I002", CITY) for version in (2, 1))
    assert now is not None
    assert then is not None
    assert (now.wording, then.wording) == (0, 4)


def test_nanhais_gdp_of_2019_is_more_than_3000(warehouse: Engine, whole: Catalogue, clock: Clock) -> None:
    load_published(warehouse, whole)
    version = refresh(warehouse, whole, clock)
    reader = IndicatorRepository(warehouse, whole, clock)
    told = [(one.period, one.value, one.wording) for one in reader.published(EVERYTHING, version, "gdp", NANHAI)]
    assert told == [("2019", 3000.0, Qualifier.MORE_THAN)]
    city = {one.period: one.wording for one in reader.published(EVERYTHING, version, "gdp", CITY)}
    assert (city["2021"], city["2023"]) == (Qualifier.EXACT, Qualifier.EXACT)


def test_published_figures_that_landed_without_their_wording_get_it_at_the_next_start(
    warehouse: Engine, whole: Catalogue, clock: Clock
) -> None:
    first = load_published(warehouse, whole)
    before = stored(warehouse)
    with warehouse.begin() as connection:
        for table in BOTH:
            connection.execute(update(table).values(wording=0))
    again = load_published(warehouse, whole)
    assert (again.landed, again.already) == (0, first.landed)
    assert [sorted(words) for words in stored(warehouse)] == [sorted(words) for words in before]


@pytest.mark.parametrize(("told", "asked"), [(202162, "2021"), (202132, "2021H2")])
def test_the_wording_of_a_fact_holds_for_its_span_by_whatever_name(
    told: int, asked: str, warehouse: Engine, catalogue: Catalogue, clock: Clock, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "old.csv", gdp(11000.0, Qualifier.ABOUT), at(2022, 1, 1))
    people = NewFacts.of(["resident_population"], [CITY], [202112], [900.0], basis=1)
    append_facts(warehouse, catalogue, "P", "people.csv", people, at(2022, 1, 2))
    limit = NewFacts.of(["gdp"], [CITY], [told], [12000.0], basis=1, wording=int(Qualifier.MORE_THAN))
    append_facts(warehouse, catalogue, "S", "new.csv", limit, at(2022, 3, 1))
    version = refresh(warehouse, catalogue, clock)
    reader = IndicatorRepository(warehouse, catalogue, clock)
    origin = reader.provenance(EVERYTHING, version, "I001", CITY, asked)
    assert origin.wording is Qualifier.MORE_THAN
    assert {one.measure: one.wording for one in origin.inputs}["gdp"] is Qualifier.MORE_THAN
    year = reader.wordings(EVERYTHING, version, "I001", CITY, "year")
    assert year["2021"] is (Qualifier.MORE_THAN if asked == "2021" else Qualifier.ABOUT)
