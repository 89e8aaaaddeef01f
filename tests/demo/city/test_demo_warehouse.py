"""The demonstration city in a warehouse, and the picture the engine draws of it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from components.formatting.display_values import decimals_of
from components.formatting.judgements import sentence
from components.formatting.numbers import digits
from components.framework.view import Lang, View
from data.warehouse.facts import read_columns
from data.warehouse.tables import event, fact_current, measure_key, source
from demo.city.build import SOURCE
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.attention import rank_attention
from indicators.compute.indicator_values import compute_all
from indicators.compute.results import IndicatorValue
from indicators.measures.measure_cube import build_cube
from indicators.scoring.status import Status
from tests.judgement_words import contradiction

from .conftest import BuiltCity

CITY, SANSHUI, SHUNDE = 440600, 440607, 440606


@pytest.fixture(scope="module")
def cells(built: BuiltCity, catalogue: Catalogue) -> list[IndicatorValue]:
    """The newest cell of every indicator and region on 30 June 2025."""
    with built.engine.connect() as connection:
        facts = read_columns(connection, catalogue)
    results = compute_all(build_cube(facts, catalogue, date(2025, 6, 30)), catalogue)
    return [cell for result in results.values() for cell in result.cells]


def share(cells: list[IndicatorValue], status: Status, region: int) -> float:
    judged = [cell for cell in cells if cell.region == region and cell.status != Status.UNKNOWN]
    return sum(cell.status == status for cell in judged) / len(judged)


def test_progress_ends_when_all_is_done(built: BuiltCity) -> None:
    done = [step[0] for step in built.progress]
    assert done == sorted(done)
    assert built.progress[-1][0] == built.progress[-1][1]
    assert all(label for _, _, label in built.progress)


def test_what_others_published_is_left_to_them(built: BuiltCity) -> None:
    number = select(measure_key.c.no).where(measure_key.c.id == "rd_expenditure").scalar_subquery()
    mart = fact_current.c
    with built.engine.connect() as connection:
        row = connection.execute(
            select(mart.value, mart.basis).where(mart.measure == number, mart.region == 440605, mart.period == 202240)
        ).one()
    assert tuple(row) == (99.5, 1)


def test_what_others_published_of_a_year_is_not_told_otherwise_of_its_last_month(
    built: BuiltCity, catalogue: Catalogue
) -> None:
    with built.engine.connect() as connection:
        facts = read_columns(connection, catalogue, ["app_registered_users"])
    here = facts.region == 440600
    told = dict(zip(facts.period[here].tolist(), facts.value[here].tolist(), strict=True))
    assert told[202140] == 365.7
    assert 202111 in told
    assert 202112 not in told


def test_the_source_says_that_it_is_a_demonstration(built: BuiltCity) -> None:
    with built.engine.connect() as connection:
        assert connection.execute(select(source.c.name_zh).where(source.c.id == SOURCE)).scalar_one() == "演示城市"


def test_measures_of_the_last_months_are_counted_from_events(built: BuiltCity) -> None:
    number = select(measure_key.c.no).where(measure_key.c.id == "hotline_orders").scalar_subquery()
    mart = fact_current.c
    with built.engine.connect() as connection:
        counted = connection.execute(
            select(func.sum(mart.value)).where(mart.measure == number, mart.period >= 202405)
        ).scalar_one()
        stored = connection.execute(select(func.count()).select_from(event).where(event.c.kind == 1)).scalar_one()
    assert counted == stored


def test_the_picture_of_june_2025_is_believable(cells: list[IndicatorValue]) -> None:
    assert 0.55 <= share(cells, Status.ON_TRACK, CITY) <= 0.70
    assert 0.17 <= share(cells, Status.WATCH, CITY) <= 0.32
    assert 0.08 <= share(cells, Status.OFF_TRACK, CITY) <= 0.17


def test_two_to_four_indicators_are_stale(cells: list[IndicatorValue]) -> None:
    assert 2 <= sum(cell.stale for cell in cells if cell.region == CITY) <= 4


def test_every_indicator_has_a_value_for_the_city(cells: list[IndicatorValue], catalogue: Catalogue) -> None:
    """But for those that the cockpit counts from its own tasks: there are none yet."""
    counted = {name for name in catalogue.indicators if catalogue.measures[catalogue.measures_of(name)[0]].tasks}
    assert counted
    assert {cell.indicator for cell in cells if cell.region == CITY and cell.value is None} == counted


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_judged_cell_is_contradicted_by_its_sentence(
    cells: list[IndicatorValue], catalogue: Catalogue, lang: Lang
) -> None:
    wrong, judged = [], [cell for cell in cells if cell.judgement.aim is not None]
    for cell in judged:
        indicator, value = catalogue.indicators[cell.indicator], cell.value
        text = sentence(View(lang=lang), indicator, value, cell.judgement)
        shown = digits(value, decimals_of(indicator, value, cell.judgement))
        if said := contradiction(lang, shown, text, cell.status):
            wrong.append((cell.indicator, cell.region, shown, text, said))
    assert len(judged) > 2_500
    assert wrong == []


def test_what_needs_a_hand_falls_short_now(cells: list[IndicatorValue], catalogue: Catalogue) -> None:
    for region in catalogue.regions.codes:
        found = rank_attention([cell for cell in cells if cell.region == region], catalogue)
        assert all(one.judgement.code in {"short", "stale"} for one in found)


def test_sanshui_does_worse_than_shunde(cells: list[IndicatorValue]) -> None:
    assert share(cells, Status.OFF_TRACK, SANSHUI) > 1.5 * share(cells, Status.OFF_TRACK, SHUNDE)
