"""In the demonstration city, too, nobody's score, status or rank is better when facts are withheld."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.core.clock import business_day
from data.snapshots.dependencies import measures_behind
from data.storage.engines import reading
from data.warehouse.facts import read_columns
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.groups import score_groups
from indicators.compute.indicator_values import compute_all
from indicators.compute.results import GroupScore, IndicatorResult
from indicators.measures.facts import FactTable
from indicators.measures.measure_cube import build_cube
from runtime.container import Container
from tests.campaign import length

Subject = tuple[str, str, int]
Scores = Mapping[Subject, GroupScore]
SUMMED = ("I077", "I147", "I108")  # vetoes whose city value is made of all districts
VETOES = (*SUMMED, "I069")


class City:
    """The demonstration's facts, and the scores that any part of them gives."""

    def __init__(self, catalogue: Catalogue, facts: FactTable, today: date) -> None:
        self.catalogue, self.facts, self.today = catalogue, facts, today
        self.whole = self.scores(np.ones(len(facts.value), np.bool_))

    def scores(self, kept: np.ndarray) -> Scores:
        found = score_groups(self.results(kept), self.catalogue, self.today)
        return {(one.kind, one.subject, one.region): one for one in found}

    def results(self, kept: np.ndarray) -> Mapping[str, IndicatorResult]:
        part = self.facts.taken(np.flatnonzero(kept))
        return compute_all(build_cube(part, self.catalogue, self.today), self.catalogue)

    def without(self, region: int, indicators: set[str], since: int) -> np.ndarray:
        """Which facts are left when a region and all in it withhold some indicators from a period on."""
        measures = {name for one in indicators for name in self.catalogue.measures_of(one)}
        places = [n for n, name in enumerate(self.facts.measures) if name in measures]
        inside = np.isin(self.facts.region, self.catalogue.regions.within(region))
        left: np.ndarray = ~(inside & np.isin(self.facts.measure, places) & (self.facts.period >= since))
        return left


@pytest.fixture(scope="module")
def city(city_office: Container) -> City:
    """The city as it was built."""
    catalogue = city_office.catalogue
    with reading(city_office.engine).connect() as connection:
        facts = read_columns(connection, catalogue, measures_behind(catalogue, list(catalogue.indicators)), None)
    return City(catalogue, facts, business_day(city_office.clock.now()))


def raised(whole: Scores, fewer: Scores) -> list[tuple[Subject, str, float, float]]:
    """Every month of every group that scores more, or scores at all, only because facts are gone."""
    return [
        (subject, period.id, float(then), float(now))
        for subject, before in whole.items()
        for period, then, now in zip(before.periods, before.score, fewer[subject].score, strict=True)
        if now > then or (math.isnan(then) and not math.isnan(now))
    ]


def ahead(scores: Scores, catalogue: Catalogue, district: int) -> dict[str, int]:
    """How many districts stand before one, in the city's order and in that of each function."""
    districts = catalogue.regions.at("district")
    found = {}
    for kind, subject in [("city", "city"), *(("function", name) for name in catalogue.plan.functions)]:
        own = scores[kind, subject, district].latest
        others = [scores[kind, subject, code].latest for code in districts if code != district]
        found[subject] = len(districts) if own is None else sum((other or -1.0) > own for other in others)
    return found


@settings(max_examples=length(6, 60))
@given(data=st.data())
def test_a_district_that_withholds_gains_nothing_and_gives_nobody_anything(city: City, data: st.DataObject) -> None:
    catalogue = city.catalogue
    district = data.draw(st.sampled_from(catalogue.regions.at("district")))
    names = sorted(name for name, one in catalogue.indicators.items() if one.level != "city")
    withheld = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=20))
    since = data.draw(st.sampled_from([0, 202401, 202505, 202506]))
    fewer = city.scores(city.without(district, withheld, since))
    assert raised(city.whole, fewer) == []
    before, after = (ahead(scores, catalogue, district) for scores in (city.whole, fewer))
    assert all(after[subject] >= before[subject] for subject in before)


def test_the_worst_indicators_of_a_district_cannot_be_taken_away(city: City) -> None:
    for district in city.catalogue.regions.at("district"):
        parts = city.whole["function", "services", district].parts
        worst = {part.id for part in sorted(parts, key=lambda part: part.score or 0.0)[:8] if part.id != "veto"}
        fewer = city.scores(city.without(district, worst, 0))
        assert raised(city.whole, fewer) == []
        assert (fewer["function", "services", district].latest or 0) <= (
            city.whole["function", "services", district].latest or 0
        )


def test_no_veto_is_lifted_by_withholding_its_facts(city: City) -> None:
    standing = {subject: score.vetoed_by for subject, score in city.whole.items() if score.vetoed_by}
    assert standing
    for district in city.catalogue.regions.at("district"):
        fewer = city.scores(city.without(district, set(VETOES), 202506))
        for subject, vetoes in standing.items():
            assert set(vetoes) <= set(fewer[subject].vetoed_by)


def test_a_city_with_a_silent_district_is_not_estimated_and_its_vetoes_stand(city: City) -> None:
    district = city.catalogue.regions.at("district")[0]
    everything = set(city.catalogue.indicators)
    fewer = city.scores(city.without(district, everything, 0))
    assert raised(city.whole, fewer) == []
    for veto in SUMMED:
        found = fewer["function", city.catalogue.indicators[veto].function, city.catalogue.regions.city.code]
        assert veto in (found.silent or ())
        assert veto in found.vetoed_by


def greener(before: Mapping[str, IndicatorResult], after: Mapping[str, IndicatorResult]) -> list[tuple[str, int, str]]:
    """The indicators whose own newest status is better than it was, by place."""
    good = {0: 0, 3: 1, 2: 2, 1: 3}  # unknown, off track, watch, on track
    standing = {(cell.indicator, cell.region): cell for one in before.values() for cell in one.cells}
    return [
        (cell.indicator, cell.region, cell.period)
        for one in after.values()
        for cell in one.cells
        if good[cell.status] > good[standing[cell.indicator, cell.region].status]
    ]


@pytest.mark.parametrize("months", [{202506}, {202505}, {202504, 202505}], ids=["June", "May", "April and May"])
def test_no_indicator_is_greener_where_a_district_keeps_months_back(city: City, months: set[int]) -> None:
    everything = np.ones(len(city.facts.value), np.bool_)
    before = city.results(everything)
    for district in city.catalogue.regions.at("district")[:2]:
        inside = np.isin(city.facts.region, city.catalogue.regions.within(district))
        after = city.results(~(inside & np.isin(city.facts.period, list(months))))
        assert greener(before, after) == []
