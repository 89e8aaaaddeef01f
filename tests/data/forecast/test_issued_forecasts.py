"""Forecasts are written once: the newest stands, a moment sees what was issued by then, each is marked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from data.core.clock import BUSINESS_ZONE
from data.core.scope import OutOfScope, Scope
from data.forecast.forecast_repository import ForecastRepository
from data.forecast.issued_forecasts import INDICATOR, Forecast, issue
from data.forecast.marking import mark_due
from data.warehouse.tables import forecast, forecast_mark
from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.compute.results import IndicatorResult, IndicatorSeries
from indicators.forecast.group_outlook import GroupOutlook
from indicators.forecast.outlook import Outlook, Point

CITY, SHUNDE, NANHAI = 440600, 440606, 440605
MARCH = datetime(2025, 3, 3, 9, tzinfo=BUSINESS_ZONE)
EVERYTHING, ONLY_SHUNDE = Scope.everything(), Scope(frozenset({SHUNDE}), None)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def name(catalogue: Catalogue) -> str:
    """A monthly indicator that is better the higher."""
    return next(n for n, one in catalogue.indicators.items() if one.better == "higher" and one.grain == "month")


def outlook(name: str, region: int = CITY, probability: float | None = 0.7, target: float = 95.0) -> Outlook:
    point = Point("2025-06", 96.0, 1.0)
    known = f"{probability}|{target}"  # stands for another history
    return Outlook(name, region, "2024-12", "theta", (point,), "2025-06", target, probability, "", 0.5, 6, (), known)


def said(name: str, region: int = CITY, probability: float | None = 0.7, target: float = 95.0) -> Forecast:
    return Forecast(INDICATOR, name, region, "2025-06", outlook(name, region, probability, target))


def result(name: str, values: dict[int, float]) -> IndicatorResult:
    """June 2025 in some regions."""
    shape = (len(values), 1)
    value = np.array(list(values.values())).reshape(shape)
    nothing, none = np.full(shape, np.nan), np.zeros(shape, np.uint8)
    june = (Period(Grain.MONTH, 2025, 6),)
    series = IndicatorSeries(
        name, Grain.MONTH, june, tuple(values), value, nothing, nothing, nothing, nothing, none, none
    )
    return IndicatorResult(name, {Grain.MONTH: series}, ())


def test_the_same_said_again_is_no_new_forecast(warehouse: Engine) -> None:
    with warehouse.begin() as connection:
        counts = [issue(connection, [said("I001"), said("I001", SHUNDE)], MARCH)]
        counts.append(issue(connection, [said("I001"), said("I001", SHUNDE, 0.6)], MARCH + timedelta(days=1)))

    assert counts == [2, 1]


def test_a_moment_sees_what_had_been_issued_by_then(warehouse: Engine) -> None:
    repository = ForecastRepository(warehouse)
    with warehouse.begin() as connection:
        issue(connection, [said("I001", probability=0.7)], MARCH)
        issue(connection, [said("I001", probability=0.4)], MARCH + timedelta(days=30))
        issue(connection, [said("I001", probability=0.1)], MARCH - timedelta(days=90), replayed=True)

    def chance(as_of: datetime | None) -> float | None:
        found = repository.of_indicator(EVERYTHING, "I001", CITY, as_of)
        return None if found is None else found.probability

    assert chance(None) == 0.4
    assert chance(MARCH + timedelta(days=3)) == 0.7
    assert chance(MARCH - timedelta(days=3)) is None, "a replay was never issued"


def test_nobody_reads_beyond_their_scope(warehouse: Engine) -> None:
    repository = ForecastRepository(warehouse)
    group = Forecast("goal", "G1", CITY, "2025-12", GroupOutlook(0.3, "", 70.0, 75.0, 81.0, 0.9, 0.1))
    with warehouse.begin() as connection:
        issue(connection, [said("I001"), said("I001", SHUNDE), said("I001", NANHAI), group], MARCH)

    found = repository.of_indicators(ONLY_SHUNDE, ["I001"], [CITY, SHUNDE, NANHAI])
    assert set(found) == {("I001", SHUNDE)}
    with pytest.raises(OutOfScope):
        repository.of_indicator(ONLY_SHUNDE, "I001", CITY)
    with pytest.raises(OutOfScope):
        repository.of_groups(ONLY_SHUNDE, "goal", CITY)
    assert repository.of_groups(EVERYTHING, "goal", CITY) == {"G1": group.outlook}


def test_a_forecast_is_marked_by_the_value_that_is_known_first_and_never_again(
    warehouse: Engine, catalogue: Catalogue, name: str
) -> None:
    with warehouse.begin() as connection:
        issue(connection, [said(name, SHUNDE, 0.7), said(name, NANHAI, 0.2), said(name, CITY)], MARCH)
        known = {name: result(name, {SHUNDE: 96.5, NANHAI: 93.0, CITY: np.nan})}
        early = mark_due(connection, catalogue, known, date(2025, 5, 31), MARCH)
        marked = mark_due(connection, catalogue, known, date(2025, 7, 2), MARCH + timedelta(days=120))
        revised = {name: result(name, {SHUNDE: 10.0, NANHAI: 99.0, CITY: np.nan})}
        again = mark_due(connection, catalogue, revised, date(2025, 7, 3), MARCH + timedelta(days=121))
        rows = {row.value: row for row in connection.execute(select(forecast_mark))}

    assert (early, marked, again) == (0, 2, 0), "the city's value has not come"
    assert (rows[96.5].met, rows[96.5].within_50, rows[96.5].within_80) == (True, True, True)
    assert (rows[93.0].met, rows[93.0].within_80) == (False, False)
    assert rows[96.5].brier == pytest.approx(0.09)
    assert rows[93.0].brier == pytest.approx(0.04)


def test_the_record_counts_issued_and_replayed_apart(warehouse: Engine, catalogue: Catalogue, name: str) -> None:
    repository = ForecastRepository(warehouse)
    with warehouse.begin() as connection:
        issue(connection, [said(name, SHUNDE, 0.75), said(name, NANHAI, 0.05)], MARCH)
        issue(connection, [said(name, SHUNDE, 0.72)], MARCH - timedelta(days=90), replayed=True)
        known = {name: result(name, {SHUNDE: 96.0, NANHAI: 90.0})}
        mark_due(connection, catalogue, known, date(2025, 7, 2), MARCH)

    record = {one.replayed: one for one in repository.record(EVERYTHING, [CITY, SHUNDE, NANHAI])}
    assert (record[False].count, record[True].count) == (2, 1)
    assert record[False].met == pytest.approx(0.5)
    assert record[False].brier == pytest.approx((0.25**2 + 0.05**2) / 2)
    tenths = repository.reliability(EVERYTHING, [SHUNDE, NANHAI])
    assert list(tenths[7]) == pytest.approx([2, 0.735, 1.0])
    assert list(tenths[0]) == pytest.approx([1, 0.05, 0.0])
    assert repository.reliability(ONLY_SHUNDE, [SHUNDE, NANHAI]).keys() == {7}


def test_what_was_issued_is_never_changed(warehouse: Engine) -> None:
    with warehouse.begin() as connection:
        issue(connection, [said("I001")], MARCH)
        before = connection.execute(select(forecast)).all()
        issue(connection, [replace(said("I001"), outlook=outlook("I001", probability=0.2))], MARCH)
        after = connection.execute(select(forecast).order_by(forecast.c.id)).all()
        count = connection.execute(select(func.count()).select_from(forecast)).scalar_one()

    assert after[:1] == before
    assert count == 2


def test_what_others_have_done_is_no_reason_to_issue_again(warehouse: Engine) -> None:
    goal = Forecast("goal", "G1", CITY, "2025-12", GroupOutlook(0.301, "", 70.1, 75.0, 81.0, 0.9, 0.1))
    hardly = replace(goal, outlook=GroupOutlook(0.302, "", 70.2, 75.1, 81.1, 0.9, 0.2))
    less = replace(goal, outlook=GroupOutlook(0.25, "", 70.2, 75.1, 81.1, 0.9, 0.2))
    moved = replace(said("I001"), outlook=replace(outlook("I001"), probability=0.71))
    with warehouse.begin() as connection:
        counts = [issue(connection, some, MARCH) for some in ([said("I001"), goal], [moved, hardly], [moved, less])]

    assert counts == [2, 0, 1]
