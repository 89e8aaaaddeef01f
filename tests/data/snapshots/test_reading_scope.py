"""What a reader returns: within the scope, from one snapshot, with its provenance."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.core.scope import OutOfScope, Scope, ScopeMissing
from data.core.states import State
from data.ingest.load_measures import load_file
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.snapshots.result_types import NoSnapshot, NotComputed
from data.storage.engines import open_reader
from data.warehouse.connection import open_warehouse
from data.warehouse.facts import NewFacts, append_facts
from indicators.catalogue.catalogue import Catalogue

Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]
CITY, CHANCHENG, NANHAI = 440600, 440604, 440605
SHIWAN, ZHANGCHA, LISHUI = 440604011, 440604012, 440605121
ALL = (CITY, CHANCHENG, NANHAI, SHIWAN, ZHANGCHA, LISHUI)
EVERYTHING = Scope.everything()
Ask = Callable[[IndicatorRepository, Any, int], Any]


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, rows: Rows, at: Moments
) -> tuple[str, FixedClock]:
    """A warehouse with two years of items in every town, and one refresh; its URL and its clock."""
    clock = FixedClock(at(2025, 6, 30, 2))
    url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'warehouse.db'}"
    engine = open_warehouse(url)
    months = [year * 100 + month for year in (2023, 2024, 2025) for month in range(1, 13) if (year, month) < (2025, 6)]
    facts = [
        (f"items_{kind}", town, month, 100.0 if kind == "handled" else 50.0 + place)
        for town in (SHIWAN, ZHANGCHA, LISHUI)
        for place, month in enumerate(months)
        for kind in ("handled", "online")
    ]
    append_facts(engine, catalogue, "platform", "items.parquet", rows(*facts), at(2025, 6, 1))
    refresh(engine, catalogue, clock)
    engine.dispose()
    return url, clock


@pytest.fixture(scope="module")
def reader(filled: tuple[str, FixedClock], catalogue: Catalogue) -> IndicatorRepository:
    """A reader that cannot write."""
    return IndicatorRepository(open_reader(filled[0]), catalogue, filled[1])


BY_REGION: list[Ask] = [
    lambda reader, scope, region: reader.cells(scope, 1, region),
    lambda reader, scope, region: reader.cell(scope, 1, "I002", region),
    lambda reader, scope, region: reader.series(scope, 1, "I002", region, "month"),
    lambda reader, scope, region: reader.many_series(scope, 1, ["I002"], region, "month", 3),
    lambda reader, scope, region: reader.scores(scope, 1, region),
    lambda reader, scope, region: reader.attention(scope, 1, 10, region),
    lambda reader, scope, region: reader.vintages(scope, 1, "I002", region, "2025-05"),
    lambda reader, scope, region: reader.provenance(scope, 1, "I002", region, "2025-05"),
    lambda reader, scope, region: reader.published(scope, 1, "items_online", region),
]
OVER_ALL: list[Ask] = [
    lambda reader, scope, _: reader.version(scope),
    lambda reader, scope, _: reader.about(scope),
    lambda reader, scope, _: reader.version_at(scope, datetime.fromisoformat("2025-06-30T12:00:00+08:00")),
    lambda reader, scope, _: reader.cells_of(scope, 1, "I002"),
    lambda reader, scope, _: reader.series_of(scope, 1, "I002", "month"),
    lambda reader, scope, _: reader.scores(scope, 1),
    lambda reader, scope, _: reader.attention(scope, 1, 10),
    lambda reader, scope, _: reader.published(scope, 1, "items_online"),
    lambda reader, scope, _: reader.freshness(scope),
]


def regions_in(answer: Any) -> set[int]:
    """Every region that an answer speaks of."""
    if isinstance(answer, dict):
        return regions_in(list(answer.values())) | {key for key in answer if isinstance(key, int)}
    if isinstance(answer, tuple | list):
        return {region for item in answer for region in regions_in(item)}
    return {answer.region} if hasattr(answer, "region") else set()


@settings(max_examples=40, deadline=None)
@given(mine=st.frozensets(st.sampled_from(ALL)), theirs=st.frozensets(st.sampled_from(ALL)))
def test_two_people_each_see_their_regions_and_never_the_others(
    reader: IndicatorRepository, mine: frozenset[int], theirs: frozenset[int]
) -> None:
    for regions in (mine, theirs):
        scope = Scope.of_regions(regions)
        for ask in OVER_ALL:
            assert regions_in(ask(reader, scope, CITY)) <= regions
        for region in ALL:
            for ask in BY_REGION:
                if region in regions:
                    assert regions_in(ask(reader, scope, region)) <= regions
                else:
                    with pytest.raises(OutOfScope):
                        ask(reader, scope, region)


@pytest.mark.parametrize("ask", [*BY_REGION, *OVER_ALL])
@pytest.mark.parametrize("missing", [None, "everything"])
def test_without_a_scope_every_read_raises(reader: IndicatorRepository, ask: Ask, missing: object) -> None:
    with pytest.raises(ScopeMissing):
        ask(reader, missing, CITY)


def test_a_whole_scope_sees_every_region_in_order(reader: IndicatorRepository, catalogue: Catalogue) -> None:
    assert [cell.region for cell in reader.cells_of(EVERYTHING, 1, "I002")] == list(catalogue.regions.codes)


def test_series_are_consecutive_periods_with_their_values(reader: IndicatorRepository) -> None:
    series = reader.series(EVERYTHING, 1, "I002", CITY, "month")
    known = [(p, v) for p, v in zip(series.periods, series.value, strict=True) if not math.isnan(v)]
    assert known[0] == ("2023-01", 50.0)
    assert known[-1] == ("2025-05", 78.0)
    assert len(known) == 29


def test_years_are_sums_divided(reader: IndicatorRepository) -> None:
    series = reader.series(EVERYTHING, 1, "I002", CITY, "year")
    at_2024 = series.periods.index("2024")
    assert (series.numerator[at_2024], series.denominator[at_2024]) == (3 * sum(range(62, 74)), 3600.0)


def test_the_newest_periods_of_a_series_can_be_asked_for(reader: IndicatorRepository) -> None:
    whole = reader.series(EVERYTHING, 1, "I002", CITY, "month")
    part = reader.many_series(EVERYTHING, 1, ["I002", "I001"], CITY, "month", 3)
    assert part["I002"].periods == whole.periods[-3:]
    assert len(part["I001"]) == 0


def test_scores_of_one_subject_can_be_asked_for(reader: IndicatorRepository) -> None:
    found = reader.scores(EVERYTHING, 1, subject_kind="function", subject="services")
    assert {(score.kind, score.subject) for score in found} == {("function", "services")}
    assert [score.region for score in found if score.region == CITY] == [CITY]
    city = next(score for score in found if score.region == CITY)
    assert city.latest is None or city.latest == city.score[-1]
    assert len(city.periods) == len(city.score)


def test_a_version_that_is_not_there_says_so(reader: IndicatorRepository) -> None:
    with pytest.raises(NoSnapshot, match="99"):
        reader.cells(EVERYTHING, 99, CITY)


def test_what_a_number_rests_on(reader: IndicatorRepository) -> None:
    city = reader.provenance(EVERYTHING, 1, "I002", CITY, "2025-05")
    assert (city.value, city.numerator, city.denominator) == (78.0, 234.0, 300.0)
    assert [(one.measure, one.way, one.facts) for one in city.inputs] == [
        ("items_online", "regions", 3),
        ("items_handled", "regions", 3),
    ]
    assert city.inputs[0].batches[0].file_name == "items.parquet"
    assert city.inputs[0].batches[0].source_zh == "platform"
    town = reader.provenance(EVERYTHING, 1, "I002", SHIWAN, "2024Q1")
    assert [(one.way, one.facts) for one in town.inputs] == [("time", 3), ("time", 3)]
    assert reader.provenance(EVERYTHING, 1, "I002", SHIWAN, "2019-01").inputs[0].way == "missing"


def test_every_vintage_is_told_and_the_standing_one_marked(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, at: Moments
) -> None:
    for month, value, state in ((1, 11600.0, State.FORECAST), (3, 12156.54, State.PRELIMINARY)):
        facts = NewFacts.of(["gdp"], [CITY], [202140], [value], basis=1, state=int(state))
        append_facts(warehouse, catalogue, f"bulletin-{month}", "gdp.csv", facts, at(2022, month, 1))
    version = refresh(warehouse, catalogue, clock)
    reader = IndicatorRepository(warehouse, catalogue, clock)
    told = reader.vintages(EVERYTHING, version, "I001", CITY, "2021")
    assert [(v.value, v.state, v.stands, v.batch.source_id) for v in told] == [
        (11600.0, State.FORECAST, False, "bulletin-1"),
        (12156.54, State.PRELIMINARY, True, "bulletin-3"),
    ]
    assert [(p.period, p.value) for p in reader.published(EVERYTHING, version, "gdp")] == [("2021", 12156.54)]


def test_fresh_stale_and_degraded_are_told_apart(
    sqlite_url: str, catalogue: Catalogue, clock: FixedClock, tmp_path: Path
) -> None:
    missing = IndicatorRepository(open_reader(sqlite_url), catalogue, clock).freshness(EVERYTHING)
    assert (missing.state, missing.reasons) == ("degraded", ("warehouse-unreachable",))
    engine = open_warehouse(sqlite_url)
    reader = IndicatorRepository(engine, catalogue, clock)
    assert reader.freshness(EVERYTHING).reasons == ("no-snapshot",)
    with pytest.raises(NoSnapshot):
        reader.version(EVERYTHING)
    refresh(engine, catalogue, clock)
    assert (reader.freshness(EVERYTHING).state, reader.freshness(EVERYTHING).reasons) == ("up", ())
    (tmp_path / "f.csv").write_text("measure,region,period,value\ngdp,440600,2024,1\n", encoding="utf-8")
    load_file(engine, catalogue, tmp_path / "f.csv", clock)
    assert reader.freshness(EVERYTHING).reasons == ("facts-newer-than-snapshot",)
    refresh(engine, catalogue, clock)
    tomorrow = IndicatorRepository(engine, catalogue, FixedClock(clock.moment + timedelta(days=1)))
    assert (tomorrow.freshness(EVERYTHING).state, tomorrow.freshness(EVERYTHING).reasons) == (
        "stale",
        ("snapshot-of-another-day",),
    )
    engine.dispose()


def test_a_reader_cannot_write(filled: tuple[str, FixedClock], catalogue: Catalogue, rows: Rows, at: Moments) -> None:
    facts = rows(("gdp", CITY, 202440, 1.0))
    with pytest.raises(Exception, match=r"readonly|read-only"):
        append_facts(open_reader(filled[0]), catalogue, "S", "f", facts, at(2025, 6, 1))


def test_what_was_never_computed_is_not_computed_by_a_reader(reader: IndicatorRepository, at: Moments) -> None:
    with pytest.raises(NotComputed, match="has not been computed"):
        reader.version_at(EVERYTHING, at(2025, 6, 20))
