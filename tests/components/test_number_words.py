"""How numbers look: digits that say no more than they know, and changes that say which way is good."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.formatting.numbers import MINUS, NO_VALUE, DisplayValue, change, digits, marks, number, plain, shown
from components.framework.markup import to_html
from components.framework.view import View


@pytest.mark.parametrize(
    ("value", "decimals", "sign", "text"),
    [
        (1234567.25, 1, False, "1,234,567.3"),
        (-0.04, 1, False, "0.0"),
        (-0.04, 1, True, "0.0"),
        (0.04, 1, True, "0.0"),
        (-1234.5, 2, False, "−1,234.50"),
        (3.0, 0, True, "+3"),
        (None, 1, False, NO_VALUE),
        (math.nan, 1, True, NO_VALUE),
        (-math.inf, 1, False, NO_VALUE),
    ],
)
def test_a_number_is_written_so(value: float | None, decimals: int, sign: bool, text: str) -> None:
    assert digits(value, decimals, sign) == text


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_digits_are_within_half_of_the_last_and_never_a_negative_nought(value: float, decimals: int) -> None:
    text = digits(value, decimals).replace(",", "").replace(MINUS, "-")

    assert abs(float(text) - value) <= 0.5000001 * 10**-decimals + abs(value) * 1e-15
    assert math.copysign(1, float(text)) == 1 or float(text) != 0


@pytest.mark.parametrize(
    ("delta", "better", "kind", "arrow"),
    [
        (2.0, "higher", "better", "▲"),
        (-2.0, "higher", "worse", "▼"),
        (2.0, "lower", "worse", "▲"),
        (-2.0, "lower", "better", "▼"),
        (2.0, "band", "flat", "▲"),
        (0.04, "higher", "flat", "→"),
        (-0.04, "lower", "flat", "→"),
    ],
)
def test_a_change_says_its_direction_and_whether_it_is_good(delta: float, better: str, kind: str, arrow: str) -> None:
    drawn = to_html(change(View(), delta, better))

    assert f'class="change change-{kind}"' in drawn
    assert f">{arrow} <" in drawn
    assert View().translate(f"change.{kind}") in drawn


@pytest.mark.parametrize("delta", [None, math.nan])
def test_a_change_that_is_not_known_has_neither_arrow_nor_judgement(delta: float | None) -> None:
    drawn = to_html(change(View(), delta, "higher"))

    assert NO_VALUE in drawn
    assert "change-" not in drawn


FIGURE = DisplayValue("I108", 440604, "2025-05", 91.26, "%", 1, "watch", "demo")


def test_a_number_carries_its_marks_and_a_demonstration_value_its_word() -> None:
    drawn = to_html(number(View(), FIGURE, "工单按时办结率"))

    for mark in ('data-indicator="I108"', 'data-region="440604"', 'data-period="2025-05"', 'data-status="watch"'):
        assert mark in drawn
    assert 'data-basis="demo"' in drawn
    assert View().translate("basis.demo.short") in drawn
    assert "basis-reported" not in to_html(number(View(), DisplayValue("I", 1, "2025", 1.0, basis="reported"), "x"))


def test_a_limit_is_said_in_the_digits_and_in_the_marks() -> None:
    limit = DisplayValue("I108", 440604, "2025-05", 90.0, "%", wording="more_than")

    assert shown(View(), limit) != "90.0"
    assert "90.0" in shown(View(), limit)
    assert marks(limit)["data-wording"] == "more_than"
    assert "data-wording" not in marks(FIGURE)
    assert shown(View(), DisplayValue("I108", 440604, "2025-05", None, wording="more_than")) == NO_VALUE


def test_a_number_inside_a_link_is_no_button_of_its_own() -> None:
    assert 'role="button"' not in to_html(plain(View(), FIGURE, "x"))
    assert 'role="button"' in to_html(number(View(), FIGURE, "x"))
