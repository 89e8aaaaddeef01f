"""The interval of a share is the one that SciPy gives, and holds the share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from indicators.statistics.proportion import wilson_interval


@given(st.integers(1, 5000), st.data())
def test_it_is_the_score_interval(cases: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, cases))
    expected = binomtest(part, cases).proportion_ci(0.95, method="wilson")
    assert wilson_interval(part, cases) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_eight_of_nine_is_nearly_anything() -> None:
    low, high = wilson_interval(8, 9)
    assert (round(low, 3), round(high, 3)) == (0.565, 0.980)
