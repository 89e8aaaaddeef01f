"""Status: the right side of the limits, no flapping, and nothing unknown is ever green."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Indicator
from indicators.scoring.status import DWELL, MARGIN, Status, judge, normalised_deviation, run_length

GAPS = st.lists(st.one_of(st.floats(-6, 3), st.just(float("nan"))), min_size=1, max_size=40)
DIRECTED = ("PUNCTUAL", "ACCIDENTS", "DENSITY", "DUST")


def judged(gaps: list[float]) -> list[int]:
    """The status of one region."""
    return [int(code) for code in judge(np.array([gaps], dtype=np.float64))[0]]


def plain(gap_: float) -> int:
    """The status without any memory, by the words of the rule."""
    if gap_ != gap_:
        return 0
    return 1 if gap_ >= 0 else 2 if gap_ >= -1 else 3


@given(GAPS)
def test_unknown_is_unknown_and_never_green(gaps: list[float]) -> None:
    for value, status in zip(gaps, judged(gaps), strict=True):
        assert (status == Status.UNKNOWN) == np.isnan(value)


@given(st.floats(-6, 3), st.integers(DWELL + 1, 10))
def test_a_value_that_stays_gets_the_status_of_its_limits(value: float, count: int) -> None:
    assert judged([value] * count) == [plain(value)] * count


@given(GAPS, st.floats(-6, 3))
def test_whatever_came_before_a_lasting_value_settles_within_the_margin(before: list[float], value: float) -> None:
    last = judged([*before, *[value] * (DWELL + 1)])[-1]
    assert last in {plain(value), plain(value + MARGIN)}


@given(GAPS)
def test_a_status_is_better_than_its_limits_by_the_margin_at_most(gaps: list[float]) -> None:
    for value, status in zip(gaps, judged(gaps), strict=True):
        assert np.isnan(value) or status >= plain(value + MARGIN)


@given(GAPS)
def test_it_never_improves_on_a_single_better_period(gaps: list[float]) -> None:
    status = judged(gaps)
    known = [(value, code) for value, code in zip(gaps, status, strict=True) if code]
    for n in range(1, len(known)):
        if known[n][1] < known[n - 1][1]:
            assert n >= DWELL
            assert all(plain(value) < known[n - 1][1] for value, _ in known[n - DWELL + 1 : n + 1])


@given(GAPS)
def test_it_improves_only_as_far_as_it_has_lasted(gaps: list[float]) -> None:
    status = judged(gaps)
    known = [(value, code) for value, code in zip(gaps, status, strict=True) if code]
    for n in range(1, len(known)):
        if known[n][1] < known[n - 1][1]:
            assert known[n][1] == max(plain(value) for value, _ in known[n - DWELL + 1 : n + 1])


@pytest.mark.parametrize(
    ("gaps", "status"),
    [
        ([-1.5, -0.5, 0.5, 0.5], [3, 3, 2, 1]),
        ([0.5, -0.05, -0.2, 0.5, 0.5], [1, 1, 2, 2, 1]),
        ([0.5, -1.05, -1.2], [1, 2, 3]),
        ([-2, float("nan"), 0.5, float("nan"), 0.5], [3, 0, 3, 0, 1]),
        ([0.5, float("nan"), -0.05], [1, 0, 1]),
    ],
    ids=[
        "step by step",
        "there and back",
        "within the margin",
        "a gap restarts nothing",
        "nor does it take the margin away",
    ],
)
def test_a_status_moves_as_people_would_say(gaps: list[float], status: list[int]) -> None:
    assert judged(gaps) == status


@pytest.mark.parametrize(
    ("gaps", "status"),
    [
        ([-2, 0.5, None, 0.5, 0.5], [3, 3, 0, 3, 1]),
        ([0.5, None, 0.5, 0.5], [1, 0, 3, 1]),
        ([None, 0.5], [0, 1]),
        ([0.5, None], [1, 0]),
    ],
    ids=["what is missing does not last", "nor is it good", "before the first there is nothing", "after the last too"],
)
def test_a_period_kept_back_counts_as_off_track(gaps: list[float | None], status: list[int]) -> None:
    values = np.array([[np.nan if one is None else one for one in gaps]], dtype=np.float64)
    silent = np.array([[one is None for one in gaps]])
    assert judge(values, silent=silent).tolist() == [status]


@given(GAPS, st.data())
def test_no_later_status_is_better_for_a_period_kept_back(gaps: list[float], data: st.DataObject) -> None:
    whole = np.array([[0.5, *gaps]])
    away = np.array([[False, *data.draw(st.lists(st.booleans(), min_size=len(gaps), max_size=len(gaps)))]])
    fewer = judge(np.where(away, np.nan, whole), silent=away & ~np.isnan(whole))
    assert all(now >= then for now, then in zip(fewer[0], judge(whole)[0], strict=True) if now)


def test_a_yearly_status_need_not_last() -> None:
    assert judge(np.array([[-2.0, 0.5]]), dwell=1).tolist() == [[3, 1]]


def test_a_target_met_exactly_is_met_whatever_the_rounding(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    for on_time in range(1, 100):
        share = np.array([[on_time / 100 * 100, on_time / 50 * 50]])
        gaps = normalised_deviation(punctual, share, np.full_like(share, float(on_time)))
        assert judge(gaps).tolist() == [[Status.ON_TRACK] * 2]
    assert (29 / 50 * 100) < 58
    assert _gap(punctual, 29 / 50 * 100, 58) == 0


@given(st.floats(-6, -2.001), GAPS)
def test_far_off_track_is_said_at_once(far: float, before: list[float]) -> None:
    assert judged([*before, far])[-1] == Status.OFF_TRACK


@given(st.lists(st.floats(-MARGIN * 0.99, MARGIN), min_size=1, max_size=30), st.sampled_from([0.0, -1.0]))
def test_trembling_around_a_limit_does_not_flap(tremble: list[float], limit: float) -> None:
    status = judged([limit + 0.5, *[limit + value for value in tremble]])
    assert len(set(status)) == 1


@given(st.lists(GAPS, min_size=1, max_size=4))
def test_regions_do_not_know_of_each_other(rows: list[list[float]]) -> None:
    length = min(map(len, rows))
    table = np.array([row[:length] for row in rows], dtype=np.float64)
    together = judge(table)
    for row, status in zip(rows, together, strict=True):
        assert judged(row[:length]) == [int(code) for code in status]


@pytest.mark.parametrize("name", DIRECTED)
@given(value=st.floats(-100, 200), expected=st.floats(1, 100), factor=st.sampled_from([0.5, 3.0, 1e6]))
def test_a_gap_is_the_same_in_every_unit(
    small_city: Catalogue, name: str, value: float, expected: float, factor: float
) -> None:
    one = small_city.indicators[name]
    assert _gap(one, value, expected) == pytest.approx(
        _gap(_scaled(one, factor), value * factor, expected * factor), abs=1e-3
    )


@pytest.mark.parametrize("name", ["PUNCTUAL", "ACCIDENTS", "DUST"])
@given(value=st.floats(-100, 200), expected=st.floats(1, 100))
def test_the_good_side_is_where_the_direction_points(
    small_city: Catalogue, name: str, value: float, expected: float
) -> None:
    one = small_city.indicators[name]
    good = value < expected if one.better == "lower" else value > expected
    assume(abs(value - expected) > 1e-3)  # less is no difference
    assert (_gap(one, value, expected) > 0) == good


@given(value=st.floats(-100, 200))
def test_a_band_is_good_inside_and_needs_no_target(small_city: Catalogue, value: float) -> None:
    band = small_city.indicators["DENSITY"]
    assert band.band is not None
    assume(min(abs(value - end) for end in band.band) > 1e-3)
    assert (_gap(band, value, float("nan")) >= 0) == (band.band[0] <= value <= band.band[1])


def test_a_run_counts_the_periods_at_the_end() -> None:
    assert run_length(np.array([True, False, True, True, True])) == 3
    assert run_length(np.array([], np.bool_)) == 0


def _gap(indicator: Indicator, value: float, expected: float) -> float:
    return float(normalised_deviation(indicator, np.array([value]), np.array([expected]))[0])


def _scaled(indicator: Indicator, factor: float) -> Indicator:
    return indicator.model_copy(
        update={
            "tolerance": indicator.tolerance * factor if indicator.tolerance else None,
            "bounds": tuple(None if bound is None else bound * factor for bound in indicator.bounds),
            "band": indicator.band and tuple(end * factor for end in indicator.band),
        }
    )
