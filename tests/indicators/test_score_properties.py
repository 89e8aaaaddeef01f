"""Scores: bounded, monotone, direction-aware, scale-free, zero-safe, weighted, not compensating; parts add up."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Indicator
from indicators.scoring.score import CAP, ENOUGH, Mix, mix, score
from indicators.statistics.apportioning import apportion

JUDGED = ("PUNCTUAL", "ACCIDENTS", "DENSITY", "DUST", "GROWTH")
VALUES = st.floats(-500, 500)
EXPECTED = st.floats(0, 100)
SCORES = st.floats(0, 100)
MEMBERS = st.lists(st.tuples(st.integers(1, 5).map(float), st.one_of(SCORES, st.none())), min_size=1, max_size=12).map(
    lambda rows: [(f"I{n}", weight, value) for n, (weight, value) in enumerate(rows)]
)
KNOWN = st.lists(st.tuples(st.integers(1, 5).map(float), SCORES), min_size=1, max_size=12).map(
    lambda rows: [(f"I{n}", weight, value) for n, (weight, value) in enumerate(rows)]
)


def scored(indicator: Indicator, value: float, expected: float) -> float:
    """One score."""
    return float(score(indicator, np.array([value], np.float64), np.array([expected], np.float64))[0])


def tenths(mixed: Mix) -> int:
    """A score in whole tenths, which it must be."""
    assert mixed.score is not None
    assert Fraction(round(mixed.score * 10), 10) == Fraction(str(mixed.score))
    return round(mixed.score * 10)


@pytest.mark.parametrize("name", JUDGED)
@given(value=VALUES, expected=EXPECTED)
def test_a_score_lies_between_0_and_100(small_city: Catalogue, name: str, value: float, expected: float) -> None:
    assert 0 <= scored(small_city.indicators[name], value, expected) <= 100


@pytest.mark.parametrize("name", ["PUNCTUAL", "ACCIDENTS", "DUST", "GROWTH"])
@given(one=VALUES, other=VALUES, expected=EXPECTED)
def test_a_better_value_never_scores_less(
    small_city: Catalogue, name: str, one: float, other: float, expected: float
) -> None:
    indicator = small_city.indicators[name]
    worse, better = sorted((one, other), reverse=indicator.better == "lower")
    assert scored(indicator, worse, expected) <= scored(indicator, better, expected)


@given(one=VALUES, other=VALUES)
def test_nearer_to_the_middle_of_a_band_never_scores_less(small_city: Catalogue, one: float, other: float) -> None:
    indicator = small_city.indicators["DENSITY"]
    farther, nearer = sorted((one, other), key=lambda value: -abs(value - 50))
    assert scored(indicator, farther, 0) <= scored(indicator, nearer, 0) + 1e-9


@given(distance=st.floats(-200, 200), expected=EXPECTED)
def test_directions_mirror_each_other(small_city: Catalogue, distance: float, expected: float) -> None:
    up = small_city.indicators["GROWTH"]
    down = up.model_copy(update={"better": "lower"})
    assert scored(up, expected + distance, expected) == pytest.approx(
        scored(down, expected - distance, expected), abs=0.01
    )


@pytest.mark.parametrize("name", JUDGED)
@given(value=VALUES, expected=st.floats(1, 100), factor=st.sampled_from([0.001, 0.5, 3.0, 1e6]))
def test_the_unit_does_not_matter(
    small_city: Catalogue, name: str, value: float, expected: float, factor: float
) -> None:
    one = small_city.indicators[name]
    scaled = one.model_copy(
        update={
            "tolerance": one.tolerance and one.tolerance * factor,
            "bounds": tuple(None if bound is None else bound * factor for bound in one.bounds),
            "band": one.band and tuple(end * factor for end in one.band),
            "decimals": one.decimals + 3,
        }
    )
    one = one.model_copy(update={"decimals": one.decimals + 3})  # what no screen can tell apart is told apart nowhere
    assert scored(scaled, value * factor, expected * factor) == pytest.approx(scored(one, value, expected), abs=1e-6)


@given(expected=EXPECTED)
def test_no_accident_is_the_best_day(small_city: Catalogue, expected: float) -> None:
    assert scored(small_city.indicators["ACCIDENTS"], 0.0, expected) == 100


@pytest.mark.parametrize(
    ("gap", "points"),
    [(-9, 0), (-4, 0), (-2.5, 30), (-1, 60), (-0.5, 70), (0, 80), (0.5, 90), (1, 100), (7, 100)],
)
def test_the_points_of_the_line(small_city: Catalogue, gap: float, points: float) -> None:
    growth = small_city.indicators["GROWTH"]
    assert scored(growth, 5 + gap, 5) == pytest.approx(points)


def test_what_is_not_known_has_no_score(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    assert np.isnan(scored(punctual, float("nan"), 90))
    assert np.isnan(scored(punctual, 90, float("nan")))


@given(MEMBERS)
def test_a_group_lies_between_its_worst_and_best_member(members: list[tuple[str, float, float | None]]) -> None:
    mixed = mix(members)
    known = [value for _, _, value in members if value is not None]
    if mixed.score is not None:
        assert min(known) - 0.05 - 1e-9 <= mixed.score <= max(known) + 0.05 + 1e-9


@given(MEMBERS, st.booleans())
def test_the_parts_add_up_to_the_score_exactly(members: list[tuple[str, float, float | None]], vetoed: bool) -> None:
    mixed = mix(members, ["I0"] if vetoed else [])
    assume(mixed.score is not None)
    assert sum(round(part.points * 10) for part in mixed.parts) == tenths(mixed)
    assert all(Fraction(str(part.points)) == Fraction(round(part.points * 10), 10) for part in mixed.parts)
    assert {part.id for part in mixed.parts} - {"veto"} == {name for name, _, _ in members}


@given(KNOWN)
def test_a_part_is_its_weighted_share_to_within_a_tenth(members: list[tuple[str, float, float]]) -> None:
    whole = sum(weight for _, weight, _ in members)
    for part, (_, weight, value) in zip(mix(members).parts, members, strict=True):
        assert abs(part.points - weight * value / whole) <= 0.1 + 1e-9


@given(KNOWN)
def test_a_group_is_the_weighted_mean_in_tenths(members: list[tuple[str, float, float]]) -> None:
    whole = sum((Fraction(w) for _, w, _ in members), Fraction())
    exact = sum((Fraction(w) * Fraction(v) for _, w, v in members), Fraction()) / whole
    assert abs(Fraction(tenths(mix(members)), 10) - exact) <= Fraction(1, 20) + Fraction(1, 10**9)


@given(KNOWN, st.data())
def test_a_better_member_never_lowers_the_group(members: list[tuple[str, float, float]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(members) - 1))
    name, weight, value = members[place]
    better = [*members[:place], (name, weight, data.draw(st.floats(value, 100))), *members[place + 1 :]]
    assert tenths(mix(better)) >= tenths(mix(members))


@given(MEMBERS)
def test_a_veto_cannot_be_made_up_for(members: list[tuple[str, float, float | None]]) -> None:
    free, bound = mix(members), mix(members, ["I0"])
    assert (free.score is None) == (bound.score is None)
    if free.score is not None and bound.score is not None:
        assert bound.score == min(free.score, CAP)
        assert bound.vetoed_by == ("I0",)


@given(MEMBERS)
def test_without_half_of_the_weight_there_is_no_score(members: list[tuple[str, float, float | None]]) -> None:
    known = sum(weight for _, weight, value in members if value is not None)
    coverage = known / sum(weight for _, weight, _ in members)
    mixed = mix(members)
    assert mixed.coverage == pytest.approx(coverage)
    assert (mixed.score is None) == (coverage < ENOUGH)


@given(st.lists(st.floats(0, 100), max_size=30))
def test_apportioned_tenths_add_up_and_stay_near(shares: list[float]) -> None:
    found = apportion(shares)
    assert sum(found) == round(sum(share * 10 for share in shares))
    assert all(abs(tenth - share * 10) <= 1 + 1e-6 for tenth, share in zip(found, shares, strict=True))
