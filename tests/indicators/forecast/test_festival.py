"""The Spring Festival: planted effects are found, and none is found in noise."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from indicators.calendar.periods import Grain, Period
from indicators.forecast.festival import NEW_YEARS, factors, festival_effect, festival_share

MONTHS = tuple(Period(Grain.MONTH, 2014, 1).shift(step) for step in range(120))


def test_the_days_of_an_early_and_a_late_year_fall_where_they_fall() -> None:
    share = dict(zip((month.id for month in MONTHS), festival_share(MONTHS), strict=True))

    assert share["2020-01"] > share["2021-01"], "25 January against 12 February"
    assert share["2021-02"] > share["2020-02"]
    assert share["2020-06"] == 0
    assert share["2018-01"] + share["2018-02"] == pytest.approx(share["2015-01"] + share["2015-02"], abs=0.35)


def test_every_new_year_lies_where_new_years_lie() -> None:
    """Between 21 January and 20 February, 12 or 13 moons (353 to 385 days) after the one before."""
    days = [date(year, *NEW_YEARS[year]) for year in sorted(NEW_YEARS)]

    assert all(date(day.year, 1, 21) <= day <= date(day.year, 2, 20) for day in days)
    assert {(after - before).days for before, after in pairwise(days)} <= {
        353,
        354,
        355,
        383,
        384,
        385,
    }


@pytest.mark.parametrize("planted", [-0.3, -0.15, 0.2])
def test_a_planted_effect_is_found(planted: float) -> None:
    noise = np.random.default_rng(4).normal(1, 0.01, (20, len(MONTHS)))
    values = 100 * noise * factors(np.full(20, planted), MONTHS)

    assert np.median(festival_effect(values, MONTHS)) == pytest.approx(planted, abs=0.03)


def test_none_is_found_in_noise() -> None:
    values = np.random.default_rng(6).normal(100, 3, (300, len(MONTHS)))

    assert (festival_effect(values, MONTHS) != 0).mean() < 0.06
