"""The sentence of every judgement agrees with the number beside it, in both languages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.formatting.display_values import decimals_of
from components.formatting.judgements import sentence
from components.formatting.numbers import digits
from components.framework.view import Lang, View
from indicators.catalogue.catalogue import load_catalogue
from indicators.definitions.model import Indicator
from indicators.scoring.judgement import Judgement, judgement, telling_decimals
from indicators.scoring.status import DWELL, Status, judge, normalised_deviation
from indicators.statistics.rounding import half_up_number
from tests.judgement_words import contradiction

SMALL = load_catalogue(Path(__file__).parents[1] / "indicators" / "small_city").indicators
VALUES = st.one_of(st.floats(-10, 130), st.floats(89.8, 90.2), st.floats(29.99, 30.01), st.just(float("nan")))


def judged(indicator: Indicator, values: list[float], aim: float) -> Judgement:
    """The judgement of the last of some months."""
    way = np.full((1, len(values)), aim)
    gaps = normalised_deviation(indicator, np.array([values]), way)
    return judgement(indicator, values[-1], aim, gaps[0], judge(gaps)[0], DWELL)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["PUNCTUAL", "ACCIDENTS", "DENSITY", "DUST", "GROWTH"])
@given(
    before=st.lists(VALUES, max_size=6),
    last=st.one_of(st.floats(-10, 130), st.floats(89.9, 90.1)),
    aim=st.one_of(st.just(90.0), st.floats(1, 100)),
    decimals=st.integers(0, 3),
)
def test_a_sentence_says_what_its_number_says(
    lang: Lang, name: str, before: list[float], last: float, aim: float, decimals: int
) -> None:
    indicator = SMALL[name].model_copy(update={"decimals": decimals})
    found = judged(indicator, [*before, last], aim)
    shown = digits(last, decimals_of(indicator, last, found))

    text = sentence(View(lang=lang), indicator, last, found)

    assert contradiction(lang, shown, text, found.level) == "", (shown, text)


def test_a_value_that_is_better_than_its_colour_says_what_it_still_takes() -> None:
    found = judged(SMALL["PUNCTUAL"], [80.0, 80.0, 100.0], 90.0)

    assert (found.level, found.now, found.needs_a_hand) == (Status.OFF_TRACK, Status.ON_TRACK, False)
    assert sentence(View(), SMALL["PUNCTUAL"], 100.0, found) == (
        "已达到此时应达的 90.0%；此前更差，再保持 1 个月转为“达标”"
    )


def test_digits_are_added_until_a_near_miss_is_seen_as_one() -> None:
    assert digits(89.95, telling_decimals(89.95, 90, 1)) == "89.95"
    assert digits(89.94, telling_decimals(89.94, 90, 1)) == "89.9"
    assert digits(90.0, telling_decimals(90.0, 90, 1)) == "90.0"


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_a_half_goes_away_from_zero(value: float, decimals: int) -> None:
    written = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    near_half = abs((abs(Decimal(repr(value))).scaleb(decimals) % 1) - Decimal("0.5")) < Decimal("1e-5")
    assert half_up_number(value, decimals) == float(written) or near_half
    assert half_up_number(89.95, 1) == 90.0
    assert digits(-0.04, 1) == "0.0"


def test_few_cases_are_told_as_cases() -> None:
    few = Judgement(
        code="few", facts={"part": 1.0, "cases": 9.0, "least": 20.0, "year_part": 20.0, "year_cases": 160.0}
    )

    text = sentence(View(), SMALL["PUNCTUAL"], 11.1, few)

    assert text == "9 件中 1 件，不足 20 件，不作判断；近 12 个月合并 160 件中 20 件（12.5%，95% 区间 8.2–18.5%）"
