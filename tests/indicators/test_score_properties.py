"""Scores: bounded, monotone, direction-aware, scale-free, zero-safe, weighted, not compensating; parts add up."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Indicator
from indicators.scoring.score import CAP, ENOUGH, WeightedMember, WeightedScore, reported, score, weighted_score
from indicators.statistics.apportionment import apportion

Members = list[WeightedMember]
JUDGED = ("PUNCTUAL", "ACCIDENTS", "DENSITY", "DUST", "GROWTH")
VALUES = st.floats(-500, 500)
EXPECTED = st.floats(0, 100)
SCORES = st.floats(0, 100)
WEIGHTS = st.integers(1, 5).map(float)


def members_of(score: st.SearchStrategy[float | None], counts: st.SearchStrategy[bool]) -> st.SearchStrategy[Members]:
    """Up to twelve members of a group."""
    rows = st.lists(st.tuples(WEIGHTS, score, counts), min_size=1, max_size=12)
    return rows.map(lambda found: [WeightedMember(f"I{n}", *row) for n, row in enumerate(found)])


MEMBERS = members_of(st.one_of(SCORES, SCORES, SCORES, st.none()), st.sampled_from([True, True, True, False]))
KNOWN = members_of(SCORES, st.just(value=True))


def scored(indicator: Indicator, value: float, expected: float) -> float:
    """One score."""
    return float(score(indicator, np.array([value], np.float64), np.array([expected], np.float64))[0])


def tenths(mixed: WeightedScore) -> int:
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


def counted(members: Members) -> list[tuple[Fraction, Fraction]]:
    """Weight and score of the members that count, a silent one as 0."""
    return [(Fraction(one.weight), Fraction(one.score or 0.0)) for one in members if one.counts]


@given(MEMBERS)
def test_a_group_lies_between_its_worst_and_best_member(members: Members) -> None:
    mixed = weighted_score(members)
    if mixed.score is not None:
        scores = [float(score) for _, score in counted(members)]
        assert min(scores) - 0.05 - 1e-9 <= mixed.score <= max(scores) + 0.05 + 1e-9


@given(MEMBERS, st.booleans())
def test_the_parts_add_up_to_the_score_exactly(members: Members, vetoed: bool) -> None:
    mixed = weighted_score(members, ["I0"] if vetoed else [])
    assume(mixed.score is not None)
    assert sum(round(part.points * 10) for part in mixed.parts) == tenths(mixed)
    assert all(Fraction(str(part.points)) == Fraction(round(part.points * 10), 10) for part in mixed.parts)
    assert {part.id for part in mixed.parts} - {"veto"} == {one.id for one in members}


@given(KNOWN)
def test_a_part_is_its_weighted_share_to_within_a_tenth(members: Members) -> None:
    whole = sum(one.weight for one in members)
    for part, one in zip(weighted_score(members).parts, members, strict=True):
        assert abs(part.points - one.weight * (one.score or 0.0) / whole) <= 0.1 + 1e-9


@given(MEMBERS)
def test_a_group_is_the_weighted_mean_in_tenths(members: Members) -> None:
    mixed = weighted_score(members)
    assume(mixed.score is not None)
    weight = sum((w for w, _ in counted(members)), Fraction(0))
    exact = sum((w * s for w, s in counted(members)), Fraction(0)) / weight
    assert abs(Fraction(tenths(mixed), 10) - exact) <= Fraction(1, 20) + Fraction(1, 10**9)


@given(KNOWN, st.data())
def test_a_better_member_never_lowers_the_group(members: Members, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(members) - 1))
    better = [*members]
    better[place] = replace(members[place], score=data.draw(st.floats(members[place].score or 0.0, 100)))
    assert tenths(weighted_score(better)) >= tenths(weighted_score(members))


@given(MEMBERS, st.data())
def test_a_member_that_falls_silent_never_raises_the_group(members: Members, data: st.DataObject) -> None:
    silent = data.draw(st.sets(st.sampled_from([one.id for one in members])))
    fewer = [replace(one, score=None) if one.id in silent else one for one in members]
    before, after = weighted_score(members), weighted_score(fewer)
    assert after.coverage <= before.coverage
    if after.score is not None:
        assert before.score is not None
        assert after.score <= before.score


@given(MEMBERS)
def test_what_is_reported_is_the_mean_of_what_has_come(members: Members) -> None:
    come = [(w, s) for one in members if one.score is not None for w, s in counted([one])]
    silent = [one.id for one in members if one.counts and one.score is None]
    found = reported(weighted_score(members), silent)
    assert (found is None) == (not silent or not come)
    if found is not None:
        assert found == pytest.approx(float(sum(w * s for w, s in come) / sum(w for w, _ in come)))


def test_what_is_reported_is_capped_by_a_veto_that_has_come_and_not_by_a_silent_one() -> None:
    members = [WeightedMember("I0", 1.0, 90.0), WeightedMember("I1", 1.0, 90.0), WeightedMember("I2", 1.0, None)]
    assert reported(weighted_score(members, ["I0"]), ["I2"]) == CAP
    assert reported(weighted_score(members, ["I2"]), ["I2"]) == pytest.approx(90.0)


@given(MEMBERS)
def test_a_veto_cannot_be_made_up_for(members: Members) -> None:
    free, bound = weighted_score(members), weighted_score(members, ["I0"])
    assert (free.score is None) == (bound.score is None)
    if free.score is not None and bound.score is not None:
        assert bound.score == min(free.score, CAP)
        assert bound.vetoed_by == ("I0",)


@given(MEMBERS)
def test_without_half_of_the_weight_there_is_no_score(members: Members) -> None:
    known = sum(one.weight for one in members if one.counts and one.score is not None)
    coverage = known / sum(one.weight for one in members)
    mixed = weighted_score(members)
    assert mixed.coverage == pytest.approx(coverage)
    assert (mixed.score is None) == (coverage < ENOUGH)


@given(st.lists(st.floats(0, 100), max_size=30))
def test_apportioned_tenths_add_up_and_stay_near(shares: list[float]) -> None:
    found = apportion(shares)
    assert sum(found) == round(sum(share * 10 for share in shares))
    assert all(abs(tenth - share * 10) <= 1 + 1e-6 for tenth, share in zip(found, shares, strict=True))
