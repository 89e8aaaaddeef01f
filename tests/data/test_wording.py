"""How a value holds when the figures behind it are limits or rough."""

import pytest

from data.core.qualifier import Qualifier, qualified_value
from indicators.formula.parser import parse

EXACT, ABOUT, MORE, LEAST, MOST, TOP = Qualifier
SAID = {"m": MORE, "l": LEAST, "k": MOST, "a": ABOUT, "t": TOP}


@pytest.mark.parametrize(
    ("formula", "wording"),
    [
        ("x", EXACT),
        ("m", MORE),
        ("t", TOP),
        ("m + x", MORE),
        ("m + l", MORE),
        ("m + k", ABOUT),
        ("x - m", MOST),
        ("x - k", LEAST),
        ("-l", MOST),
        ("share(m, x)", MORE),
        ("share(x, m)", MOST),
        ("per(x, k, 100)", LEAST),
        ("share(m, m + x)", ABOUT),
        ("(x - y) / m", ABOUT),
        ("m / x * 10", MORE),
        ("m * 10", ABOUT),
        ("ratio(a, x)", ABOUT),
        ("t + x", ABOUT),
    ],
)
def test_a_limit_passes_through_sums_and_quotients(formula: str, wording: Qualifier) -> None:
    assert qualified_value(parse(formula), lambda measure, _: SAID.get(measure, EXACT)) is wording


@pytest.mark.parametrize(
    ("now", "before", "wording"),
    [(MORE, EXACT, MORE), (EXACT, MORE, MOST), (EXACT, ABOUT, ABOUT), (MORE, MORE, ABOUT), (EXACT, EXACT, EXACT)],
)
def test_growth_rests_on_two_years(now: Qualifier, before: Qualifier, wording: Qualifier) -> None:
    assert qualified_value(parse("growth(x)"), lambda _, year_before: before if year_before else now) is wording


def test_what_a_file_calls_forecast_is_a_state_and_no_limit() -> None:
    assert [Qualifier.parse(text) for text in ("forecast", "exact", "at_most")] == [EXACT, EXACT, MOST]
    with pytest.raises(ValueError, match="roughly"):
        Qualifier.parse("roughly")
