"""Why a score moved: the contributions add up to the change as it is shown."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain, Period
from indicators.compute.movement import REST, movement
from indicators.compute.results import GroupScore, NewestGroupScore
from indicators.statistics.apportionment import apportion

MONTHS = (Period(Grain.MONTH, 2025, 4), Period(Grain.MONTH, 2025, 5))
SCORE = st.floats(0, 100).map(lambda value: round(value, 1))


def group(subject: str, scores: tuple[float, float]) -> GroupScore:
    newest = NewestGroupScore("function", subject, 440600, scores[-1], (), 1.0, (), (0, 0, 0, 0))
    return GroupScore(**vars(newest), periods=MONTHS, score=np.array(scores))


def whole(parts: list[tuple[float, float]]) -> GroupScore:
    now, before = (round(sum(one[at] for one in parts) / len(parts), 1) for at in (1, 0))
    return group("city", (before, now))


@given(st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=6))
def test_the_parts_add_up_to_the_change_and_none_strays(parts: list[tuple[float, float]]) -> None:
    found = movement(whole(parts), {f"f{n}": group(f"f{n}", one) for n, one in enumerate(parts)}, *MONTHS)

    assert found is not None
    assert round(sum(points for _, points in found.parts) * 10) == round(found.change * 10)
    assert REST not in dict(found.parts)
    for n, (before, now) in enumerate(parts):
        assert abs(dict(found.parts)[f"f{n}"] - (now - before) / len(parts)) <= 0.2 + 1e-9


def test_a_cap_that_came_is_told_as_the_rest() -> None:
    found = movement(
        group("city", (80.0, 59.0)), {"a": group("a", (80.0, 79.0)), "b": group("b", (80.0, 80.0))}, *MONTHS
    )

    assert found is not None
    assert found.parts == ((REST, -20.5), ("a", -0.5), ("b", 0.0))


def test_without_a_score_then_nothing_moved() -> None:
    assert movement(group("city", (float("nan"), 80.0)), {}, *MONTHS) is None


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=8), st.integers(-400, 400))
def test_shares_add_up_to_any_whole(shares: list[float], tenths: int) -> None:
    assert sum(apportion(shares, tenths)) == tenths
