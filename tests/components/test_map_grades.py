"""From values to the five colours of a map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.maps.colour_scale import COLOURS, graded, packed

VALUES = st.lists(st.none() | st.integers(0, 30).map(float), max_size=60)


@given(VALUES)
def test_every_value_has_a_colour_and_none_has_none(values: list[float | None]) -> None:
    grades = graded(values)

    for value in values:
        place = grades.colour(value)
        assert (place is None) == (value is None)
        assert place is None or 0 <= place < COLOURS


@given(VALUES, st.booleans())
def test_a_higher_value_never_has_a_lower_colour(values: list[float | None], turned: bool) -> None:
    grades = graded(values)
    known = sorted(value for value in values if value is not None)
    ordered = [place for value in known if (place := grades.colour(value, turned)) is not None]

    assert len(ordered) == len(known)
    assert ordered == sorted(ordered, reverse=turned)


@given(VALUES)
def test_the_lowest_and_the_highest_differ_in_colour_whenever_they_differ(values: list[float | None]) -> None:
    known = [value for value in values if value is not None]
    grades = graded(values)

    if known and min(known) < max(known):
        assert (grades.colour(min(known)), grades.colour(max(known))) == (0, COLOURS - 1)


def test_colours_share_the_values_about_equally() -> None:
    grades = graded([float(n) for n in range(100)])

    counts = [sum(grades.step(float(n)) == step for n in range(100)) for step in range(COLOURS)]
    assert counts == [20] * 5


def test_mostly_nought_with_a_few_counts_still_shows_the_few() -> None:
    grades = graded([0.0] * 900 + [float(n) for n in range(1, 101)])

    assert grades.limits[0] == 1
    assert len(grades.limits) == COLOURS - 1
    assert grades.colour(0.0) == 0
    assert grades.colour(1.0) == 1


def test_equal_values_share_one_colour_and_no_values_have_no_range() -> None:
    assert graded([3.0, 3.0]).limits == ()
    assert graded([3.0, 3.0]).colour(3.0) == 0
    assert graded([None]).low is None


def test_a_limit_belongs_to_the_colour_above_it() -> None:
    grades = graded([float(n) for n in range(10)], 2)

    assert grades.limits == (5.0,)
    assert [grades.step(4.9), grades.step(5.0)] == [0, 1]


@pytest.mark.parametrize(("places", "text"), [([], ""), ([0, 4, None, 2], "04-2")])
def test_colours_are_packed_a_sign_each(places: list[int | None], text: str) -> None:
    assert packed(places) == text
