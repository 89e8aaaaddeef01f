"""What is expected, how sure, and when nothing is said."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from indicators.calendar.periods import Grain, Period
from indicators.catalogue.catalogue import load_catalogue
from indicators.definitions.model import Indicator
from indicators.forecast.bands import INNER, OUTER
from indicators.forecast.outlook import FEWEST, History, Outlook, newest_run, outlooks
from indicators.forecast.probability import in_tens, probability_met
from indicators.statistics.arrays import Floats

LAST = Period(Grain.MONTH, 2025, 6)


@pytest.fixture(scope="module")
def indicator() -> Indicator:
    """A share that is better the higher, within 0 and 100."""
    return next(
        one for one in load_catalogue().indicators.values() if one.better == "higher" and one.bounds == (0.0, 100.0)
    )


def _history(indicator: Indicator, values: Floats, aim: float | None, year: int = 2025) -> History:
    periods = tuple(LAST.shift(step - len(values) + 1) for step in range(len(values)))
    due = None if aim is None else Period(Grain.MONTH, year, 12)
    return History("I", indicator, 440600, periods, values, due, aim)


def _outlook(indicator: Indicator, values: Floats, aim: float, year: int = 2025) -> Outlook:
    return outlooks([_history(indicator, values, aim, year)])[0]


def _walks(count: int, length: int, seed: int = 5) -> Floats:
    return np.asarray(50 + np.cumsum(np.random.default_rng(seed).normal(0, 1, (count, length)), axis=1))


def test_bands_hold_what_they_promise_on_walks(indicator: Indicator) -> None:
    walks = _walks(400, 78)
    made = outlooks([_history(indicator, walk[:72], 99) for walk in walks])

    for width, least, most in ((OUTER, 0.75, 0.85), (INNER, 0.44, 0.60)):
        inside = [
            low <= truth <= high
            for walk, outlook in zip(walks, made, strict=True)
            for truth, (low, high) in zip(walk[72:], (point.band(width) for point in outlook.points), strict=True)
        ]
        assert least <= np.mean(inside) <= most


def test_probabilities_come_true_as_often_as_they_say(indicator: Indicator) -> None:
    walks = _walks(600, 78, seed=8)
    aims = walks[:, 71] + np.random.default_rng(9).normal(0, 2, 600)
    made = outlooks([_history(indicator, walk[:72], aim) for walk, aim in zip(walks, aims, strict=True)])
    silent = [outlook.reason for outlook in made if outlook.probability is None]
    assert set(silent) <= {"no_skill"}
    assert len(silent) < 30
    told = np.array([outlook.probability is not None for outlook in made])
    said = np.array([outlook.probability for outlook in made], float)[told]
    met = (walks[:, 77] >= aims)[told]

    assert np.mean((said - met) ** 2) < 0.8 * met.mean() * (1 - met.mean()), "better than saying the base rate"
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        some = (said >= low) & (said < low + 0.2)
        assert met[some].mean() == pytest.approx(said[some].mean(), abs=0.13)


def test_the_further_the_target_the_less_likely(indicator: Indicator) -> None:
    values = _walks(1, 72)[0]

    said = [_outlook(indicator, values, aim).probability for aim in np.linspace(values[-1] - 6, values[-1] + 6, 7)]

    assert all(one is not None for one in said)
    assert said == sorted(said, reverse=True)  # type: ignore[type-var]


def test_a_forecast_stays_within_what_the_indicator_can_be(indicator: Indicator) -> None:
    rising = 70 + np.arange(72) * 0.4 + np.random.default_rng(2).normal(0, 0.1, 72)

    outlook = _outlook(indicator, rising, 100)

    assert all(point.middle <= 100 for point in outlook.points)


def test_too_little_history_is_said_instead_of_a_number(indicator: Indicator) -> None:
    short = _outlook(indicator, _walks(1, FEWEST[Grain.MONTH] - 1)[0], 60)

    assert (short.reason, short.probability, short.points) == ("too_short", None, ())


def test_a_date_that_has_passed_and_one_too_far_have_no_probability(indicator: Indicator) -> None:
    values = _walks(1, 72)[0]

    assert _outlook(indicator, values, 60, 2024).reason == "over"
    far = _outlook(indicator, values, 60, 2030)
    assert far.reason == "too_far"
    assert far.probability is None
    assert len(far.points) == 24, "two years are drawn"


def test_without_a_target_a_year_is_drawn_and_no_probability_said(indicator: Indicator) -> None:
    outlook = outlooks([_history(indicator, _walks(1, 72)[0], None)])[0]

    assert (outlook.reason, outlook.probability, len(outlook.points)) == ("no_target", None, 12)


def test_the_order_of_histories_changes_nothing(indicator: Indicator) -> None:
    histories = [_history(indicator, walk, 55) for walk in _walks(6, 60)]
    histories += [_history(indicator, walk, 55) for walk in _walks(3, 48, seed=1)]

    forward, backward = outlooks(histories), outlooks(histories[::-1])

    assert [one.probability for one in forward] == pytest.approx([one.probability for one in backward[::-1]])


def test_a_gap_ends_what_is_learnt_from() -> None:
    values = np.arange(200.0)
    values[[7, 60]] = np.nan

    found = newest_run(values, Grain.MONTH)

    assert found is not None
    assert values[found].tolist() == list(range(80, 200)), "ten years"
    assert values[newest_run(values[:100], Grain.MONTH) or slice(0)].tolist() == list(range(61, 100))
    assert newest_run(np.full(20, np.nan), Grain.MONTH) is None


@pytest.mark.parametrize(("middle", "spread", "target"), [(50, 4, 53), (50, 4, 47), (10, 0.5, 10)])
def test_the_probability_is_that_of_the_normal_spread(middle: float, spread: float, target: float) -> None:
    oracle = norm.sf(target, middle, spread)

    assert probability_met(middle, spread, target, "higher", None) == pytest.approx(oracle)
    assert probability_met(middle, spread, target, "lower", None) == pytest.approx(1 - oracle)
    within = norm.cdf(55, middle, spread) - norm.cdf(45, middle, spread)
    assert probability_met(middle, spread, target, "band", (45, 55)) == pytest.approx(min(max(within, 0.02), 0.98))


def test_nobody_is_surer_than_the_past_allows() -> None:
    assert probability_met(50, 0.01, 10, "higher", None) == 0.98
    assert probability_met(50, 0.0, 90, "higher", None) == pytest.approx(0.02)
    assert [in_tens(p) for p in (0.02, 0.44, 0.45, 0.98)] == [1, 4, 4, 9]
