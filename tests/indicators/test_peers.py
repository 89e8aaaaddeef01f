"""A region beside its peers: places, medians, what stands out, what a year changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.peers import gains_and_losses, middle, peer_rank, strongest, weakest, year_change
from indicators.compute.results import IndicatorValue
from indicators.scoring.judgement import Judgement, unjudged
from indicators.scoring.status import Status

SCORES = st.dictionaries(st.integers(1, 40), st.none() | st.floats(0, 100), min_size=1)


def cell(
    name: str, gap: float | None, status: Status, yoy: float | None = None, expected: float | None = 50.0
) -> IndicatorValue:
    return IndicatorValue(
        name, 1, Grain.MONTH, "2025-06", 50.0, judgement=_judged(gap, status), yoy=yoy, expected=expected
    )


def _judged(gap: float | None, status: Status) -> Judgement:
    if gap is None:
        return Judgement()
    return (
        Judgement(status, Status.ON_TRACK, "met", gap=gap) if gap >= 0 else Judgement(status, status, "short", gap=gap)
    )


def test_equals_share_a_place_and_the_next_one_is_passed_over() -> None:
    scores = {1: 90.0, 2: 80.0, 3: 80.0, 4: 70.0, 5: None}
    places = [peer_rank(scores, region) for region in (1, 2, 3, 4)]
    assert [(p.place, p.of) for p in places if p] == [(1, 5), (2, 5), (2, 5), (4, 5)]


def test_a_region_without_a_score_has_no_place() -> None:
    assert peer_rank({1: None, 2: 5.0}, 1) is None


@given(SCORES)
def test_every_place_lies_before_those_without_a_score_and_somebody_is_first(scores: dict[int, float | None]) -> None:
    places = [found for region in scores if (found := peer_rank(scores, region))]
    known = sum(value is not None for value in scores.values())
    assert all(1 <= p.place <= known <= p.of == len(scores) for p in places)
    assert not places or min(p.place for p in places) == 1


@given(SCORES, st.data())
def test_a_region_overtakes_only_those_that_fell_behind(scores: dict[int, float | None], data: st.DataObject) -> None:
    silent = data.draw(st.sets(st.sampled_from(sorted(scores))))
    lower = {region: data.draw(st.none() | st.floats(0, scores[region] or 0.0)) for region in silent}
    after = {**scores, **lower}
    for region in scores.keys() - silent:
        before, now = peer_rank(scores, region), peer_rank(after, region)
        assert (before is None) == (now is None)
        if before and now:
            own = scores[region] or 0.0
            fell = {one for one in silent if (scores[one] or 0.0) > own >= (after[one] or 0.0)}
            assert before.place - now.place == len(fell)
            assert before.of == now.of


def test_the_middle_leaves_out_what_is_not_known() -> None:
    assert middle([3.0, None, 1.0, 2.0]) == 2.0
    assert middle([4.0, 1.0]) == 2.5
    assert middle([None]) is None


def test_strong_is_only_what_is_on_track_and_weak_only_what_falls_short() -> None:
    cells = [
        cell("a", 2.0, Status.ON_TRACK),
        cell("b", 3.0, Status.WATCH),  # better, but not for long enough
        cell("c", 0.5, Status.ON_TRACK),
        cell("d", -0.5, Status.WATCH),
        cell("e", -3.0, Status.OFF_TRACK),
        cell("f", None, Status.UNKNOWN),
        replace(cell("g", -9.0, Status.OFF_TRACK), judgement=unjudged("stale", days=9.0)),
    ]
    assert [c.indicator for c in strongest(cells, 5)] == ["a", "c"]
    assert [c.indicator for c in weakest(cells, 5)] == ["e", "d"]
    assert [c.indicator for c in weakest(cells, 1)] == ["e"]


def test_a_fall_is_a_gain_where_lower_is_better(small_city: Catalogue) -> None:
    higher = next(i for i in small_city.indicators.values() if i.better == "higher")
    lower = higher.model_copy(update={"better": "lower", "tolerance": 2.0})
    assert year_change(lower, cell("x", 0.0, Status.ON_TRACK, yoy=-4.0)) == pytest.approx(2.0)
    assert year_change(lower, cell("x", 0.0, Status.ON_TRACK, yoy=4.0)) == pytest.approx(-2.0)


def test_what_has_no_direction_or_no_yardstick_has_no_change(small_city: Catalogue) -> None:
    higher = next(i for i in small_city.indicators.values() if i.better == "higher")
    aimless = higher.model_copy(update={"better": "none"})
    bare = higher.model_copy(update={"tolerance": None})
    assert year_change(aimless, cell("x", None, Status.UNKNOWN, yoy=1.0)) is None
    assert year_change(bare, cell("x", None, Status.UNKNOWN, yoy=1.0, expected=0.0)) is None
    assert year_change(higher, cell("x", None, Status.ON_TRACK, yoy=None)) is None


def test_gains_and_losses_come_biggest_first_and_what_stood_still_is_neither(small_city: Catalogue) -> None:
    one = next(i for i in small_city.indicators.values() if i.better == "higher")
    known = {letter: one.model_copy(update={"tolerance": 1.0}) for letter in "abcd"}
    cells = [
        cell(letter, 0.0, Status.ON_TRACK, yoy=change) for letter, change in zip("abcd", (1, -2, 3, 0), strict=True)
    ]
    gains, losses = gains_and_losses(cells, known, 5)
    assert [(c.indicator, size) for c, size in gains] == [("c", 3.0), ("a", 1.0)]
    assert [(c.indicator, size) for c, size in losses] == [("b", -2.0)]
