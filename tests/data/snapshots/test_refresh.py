"""A refresh computes what changed, and nothing else; what it wrote stays as it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.ingest.load_measures import load_file
from data.ingest.load_targets import load_targets
from data.snapshots.history import look_back
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.refresh import refresh
from data.snapshots.snapshot import StoredPart, parts_of
from data.warehouse.connection import open_warehouse
from data.warehouse.facts import NewFacts, append_facts
from data.warehouse.tables import snapshot_attention, snapshot_cell, snapshot_part, snapshot_score, snapshot_series
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from tests.campaign import length

Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]
CITY, CHANCHENG, NANHAI = 440600, 440604, 440605
SHIWAN, ZHANGCHA, LISHUI = 440604011, 440604012, 440605121
TOWNS = (SHIWAN, ZHANGCHA, LISHUI)
EVERYTHING = Scope.everything()


def parts(engine: Engine, version: int) -> dict[str, StoredPart]:
    with engine.connect() as connection:
        return parts_of(connection, version)


def contents(engine: Engine, version: int) -> dict[str, list[Any]]:
    """All a version holds, free of the numbers that say where it is stored."""
    with engine.connect() as connection:
        cells = select(snapshot_part.c.indicator, snapshot_cell.c.region, snapshot_cell.c.record)
        series = select(
            snapshot_part.c.indicator,
            snapshot_series.c.region,
            snapshot_series.c.grain,
            snapshot_series.c.first,
            snapshot_series.c.n,
            snapshot_series.c.packed,
        )
        queries = {
            "cells": cells.join(snapshot_cell, snapshot_cell.c.part == snapshot_part.c.cells),
            "series": series.join(snapshot_series, snapshot_series.c.part == snapshot_part.c.series),
            "scores": select(snapshot_score.c.subject_kind, snapshot_score.c.region, snapshot_score.c.record).where(
                snapshot_score.c.version == version
            ),
            "attention": select(snapshot_attention.c.region, snapshot_attention.c.record).where(
                snapshot_attention.c.version == version
            ),
        }
        for name in ("cells", "series"):
            queries[name] = queries[name].where(snapshot_part.c.version == version)
        return {name: sorted(tuple(row) for row in connection.execute(query)) for name, query in queries.items()}


def two_months(rows: Rows, *, online: float = 8.0) -> NewFacts:
    return rows(
        *(
            (f"items_{kind}", town, month, value)
            for town in TOWNS
            for month in (202504, 202505)
            for kind, value in (("handled", 10.0), ("online", online))
        )
    )


def test_a_refresh_of_an_empty_warehouse_shows_nothing_as_known(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock
) -> None:
    assert refresh(warehouse, catalogue, clock) == 1
    cells = IndicatorRepository(warehouse, catalogue, clock).cells(EVERYTHING, 1, CITY)
    assert {int(cell.status) for cell in cells} == {0}


def test_ratios_are_divided_after_summing(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments
) -> None:
    facts = rows(
        ("items_handled", SHIWAN, 202505, 100.0),
        ("items_online", SHIWAN, 202505, 100.0),
        ("items_handled", ZHANGCHA, 202505, 900.0),
        ("items_online", ZHANGCHA, 202505, 450.0),
    )
    append_facts(warehouse, catalogue, "S", "f", facts, at(2025, 6, 2))
    version = refresh(warehouse, catalogue, clock)
    cell = IndicatorRepository(warehouse, catalogue, clock).cell(EVERYTHING, version, "I002", CHANCHENG)
    assert cell is not None
    assert (cell.numerator, cell.denominator) == (550.0, 1000.0)
    assert cell.value == pytest.approx(55.0)
    city = IndicatorRepository(warehouse, catalogue, clock).series(EVERYTHING, version, "I002", CITY, "month")
    assert not len(city) or all(value != value for value in city.value)  # Nanhai is missing: no sum of a part


def test_without_news_there_is_no_new_version(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "f", two_months(rows), at(2025, 6, 2))
    assert [refresh(warehouse, catalogue, clock) for _ in range(3)] == [1, 1, 1]


def test_a_batch_of_refused_rows_makes_no_new_version(
    sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path
) -> None:
    refresh(sqlite_warehouse, catalogue, clock)
    (tmp_path / "f.csv").write_text("measure,region,period,value\nnone,440600,2024,1\n", encoding="utf-8")
    load_file(sqlite_warehouse, catalogue, tmp_path / "f.csv", clock)
    assert refresh(sqlite_warehouse, catalogue, clock) == 1


def test_only_the_parts_of_touched_indicators_change(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "f", two_months(rows), at(2025, 6, 2))
    first = parts(warehouse, refresh(warehouse, catalogue, clock))
    append_facts(warehouse, catalogue, "S", "g", rows(("items_online", SHIWAN, 202505, 9.0)), at(2025, 6, 3))
    second = parts(warehouse, refresh(warehouse, catalogue, clock))
    assert {name for name in first if first[name] != second[name]} == {"I002"}


def test_a_measure_touches_the_indicators_it_divides(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "f", rows(("gdp", CITY, 202440, 13361.9)), at(2025, 6, 2))
    first = parts(warehouse, refresh(warehouse, catalogue, clock))
    people = rows(("resident_population", CITY, 202412, 975.0))
    append_facts(warehouse, catalogue, "S", "g", people, at(2025, 6, 3))
    second = parts(warehouse, refresh(warehouse, catalogue, clock))
    assert {name for name in first if first[name] != second[name]} == {"I001"}


def test_a_version_once_written_stays_as_it_is(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "f", two_months(rows), at(2025, 6, 2))
    before = contents(warehouse, refresh(warehouse, catalogue, clock))
    append_facts(warehouse, catalogue, "S", "g", two_months(rows, online=9.0), at(2025, 6, 3))
    assert refresh(warehouse, catalogue, clock) == 2
    assert contents(warehouse, 1) == before
    assert contents(warehouse, 2) != before


batches = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["items_handled", "items_online", "hotline_orders_due", "hotline_orders_on_time"]),
            st.sampled_from([CITY, CHANCHENG, *TOWNS]),
            st.sampled_from([202404, 202412, 202503, 202504, 202505]),
            st.integers(0, 50).map(float),
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda row: row[:3],
    ),
    min_size=2,
    max_size=4,
)


@settings(max_examples=length(6, 12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=batches)
def test_refreshing_after_every_batch_ends_where_one_refresh_ends(
    batches: list[list[Any]],
    catalogue: Catalogue,
    clock: FixedClock,
    rows: Rows,
    at: Moments,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("equal")
    ends = []
    for name, every in (("step", True), ("once", False)):
        engine = open_warehouse(f"sqlite:///{folder / name}.db")
        refresh(engine, catalogue, clock)
        for day, batch in enumerate(batches, 1):
            append_facts(engine, catalogue, "S", "f", rows(*batch), at(2025, 6, day))
            if every:
                refresh(engine, catalogue, clock)
        ends.append(contents(engine, refresh(engine, replace(catalogue, fingerprint=name), clock)))
        if every:
            last = IndicatorRepository(engine, catalogue, clock).version(EVERYTHING)
            assert contents(engine, last - 1) == contents(engine, last)  # all computed anew: the same
        engine.dispose()
    assert ends[0] == ends[1]


def test_another_day_is_judged_anew(warehouse: Engine, catalogue: Catalogue, clock: FixedClock) -> None:
    refresh(warehouse, catalogue, clock)
    assert refresh(warehouse, catalogue, FixedClock(clock.moment + timedelta(days=1))) == 2


def test_new_definitions_are_computed_and_what_they_leave_alone_is_shared(
    sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments, tmp_path: Path
) -> None:
    append_facts(sqlite_warehouse, catalogue, "S", "f", two_months(rows), at(2025, 6, 2))
    first = parts(sqlite_warehouse, refresh(sqlite_warehouse, catalogue, clock))
    (tmp_path / "indicators").mkdir()
    small = Path(__file__).parents[1] / "small_catalogue"
    block = (small / "indicators" / "all.yaml").read_text(encoding="utf-8").split("\nI108:")[0].split("\nI002:")[1]
    (tmp_path / "indicators" / "more.yaml").write_text(f"I900:{block}", encoding="utf-8")
    second = parts(sqlite_warehouse, refresh(sqlite_warehouse, load_catalogue(small, tmp_path), clock))
    assert set(second) - set(first) == {"I900"}
    assert {name: second[name] for name in first} == first


def test_a_registered_target_judges(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments, tmp_path: Path
) -> None:
    append_facts(warehouse, catalogue, "S", "f", two_months(rows), at(2025, 6, 2))
    before = IndicatorRepository(warehouse, catalogue, clock).cell(
        EVERYTHING, refresh(warehouse, catalogue, clock), "I002", CITY
    )
    header = "id,name_zh,name_en,unit,baseline_2020,target_2025,nature,source_url\n"
    (tmp_path / "r.csv").write_text(
        f"{header}I002,网办率,Online,%,60,70,预期性,https://example.org\n", encoding="utf-8"
    )
    load_targets(warehouse, catalogue, tmp_path / "r.csv", clock)
    after = IndicatorRepository(warehouse, catalogue, clock).cell(
        EVERYTHING, refresh(warehouse, catalogue, clock), "I002", CITY
    )
    assert before is not None
    assert after is not None
    assert (before.target_value, str(before.target_kind)) == (95.0, "demo")
    assert (after.target_value, str(after.target_kind)) == (70.0, "register")


def test_what_was_known_then_is_computed_once_and_kept_apart_from_what_is_known_now(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, rows: Rows, at: Moments
) -> None:
    append_facts(warehouse, catalogue, "S", "f", two_months(rows, online=5.0), at(2025, 6, 2))
    append_facts(warehouse, catalogue, "S", "g", two_months(rows, online=8.0), at(2025, 6, 20))
    now = refresh(warehouse, catalogue, clock)
    reader = IndicatorRepository(warehouse, catalogue, clock)
    then = look_back(warehouse, catalogue, clock, at(2025, 6, 10))
    assert look_back(warehouse, catalogue, clock, at(2025, 6, 10, 1)) == then
    again = reader.version_at(EVERYTHING, at(2025, 6, 10, 1))
    values = [reader.cells_of(EVERYTHING, version, "I002")[0].value for version in (then, now)]
    assert (values, again == then, then == now) == ([50.0, 80.0], True, False)
    assert reader.version(EVERYTHING) == now
    assert reader.about(EVERYTHING, then).known_at == at(2025, 6, 10)
    assert reader.version_at(EVERYTHING, clock.now()) == now


def test_a_version_that_people_saw_answers_for_its_time(
    sqlite_warehouse: Engine, catalogue: Catalogue, rows: Rows, at: Moments
) -> None:
    append_facts(sqlite_warehouse, catalogue, "S", "f", two_months(rows, online=5.0), at(2025, 6, 2))
    seen = refresh(sqlite_warehouse, catalogue, FixedClock(at(2025, 6, 3)))
    append_facts(sqlite_warehouse, catalogue, "S", "g", two_months(rows, online=8.0), at(2025, 6, 20))
    later = FixedClock(at(2025, 6, 30))
    refresh(sqlite_warehouse, catalogue, later)
    assert IndicatorRepository(sqlite_warehouse, catalogue, later).version_at(EVERYTHING, at(2025, 6, 10)) == seen


def test_progress_is_told(sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock) -> None:
    told: list[tuple[int, int]] = []
    refresh(sqlite_warehouse, catalogue, clock, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
