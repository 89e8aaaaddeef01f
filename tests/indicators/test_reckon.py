"""Formulas over plain numbers agree with Python's own arithmetic."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formula.parser import parse
from indicators.formula.scalar_evaluation import evaluate_scalar
from indicators.formula.tree import FormulaError

VALUES: dict[str, float | None] = {"a": 3.0, "b": 4.0, "zero": 0.0, "none": None}
formulas = st.recursive(
    st.sampled_from(["a", "b", "zero", "2", "0.5"]),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner) | inner.map("(-{})".format),
    max_leaves=8,
)


@given(formulas)
def test_arithmetic_is_python_s_and_a_division_by_zero_is_no_value(text: str) -> None:
    try:
        expected = eval(text, {"a": 3.0, "b": 4.0, "zero": 0.0})  # the oracle; the texts are made above
    except ZeroDivisionError:
        expected = None

    found = evaluate_scalar(parse(text), VALUES)

    assert found == expected or (found is not None and expected is not None and math.isclose(found, expected))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("share(a, b)", 75.0),
        ("ratio(a, b)", 0.75),
        ("per(a, b, 1000)", 750.0),
        ("share(a, zero)", None),
        ("share(none, a)", None),
        ("none * zero", None),
        ("a / b / zero", None),
        ("1e99 * 1e99 * 1e99 * 1e99", None),
    ],
)
def test_functions_and_what_has_no_value(text: str, value: float | None) -> None:
    assert evaluate_scalar(parse(text), VALUES) == value


@pytest.mark.parametrize("text", ["growth(a)", "unheard_of + a"])
def test_what_cannot_be_asked_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        evaluate_scalar(parse(text), VALUES)
