"""The bar of a sign's steps: the pin stands in the step that the value has reached, and further right when worse."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from components.framework.view import View
from components.vitals.thresholds import WIDTH, threshold_bar
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.vitals import Sign, level_of

VIEW = View()
PLAIN = [sign for sign in load_catalogue(CATALOGUE).vitals.signs.values() if sign.ladder.plain]
SPAN = 3.0  # how far around the steps values are tried, in the steps' own range


def pin(sign: Sign, value: float) -> float:
    bar = threshold_bar(VIEW, sign, value)
    assert bar is not None
    found = re.search(r'class="pin" d="M([\d.]+) ', bar.html)
    assert found
    return float(found[1])


def values(sign: Sign, share: float) -> float:
    limits = [step.limit for step in sign.steps.values()]
    room = (max(limits) - min(limits)) or abs(limits[0]) or 1.0
    return round(min(limits) - room * SPAN + share * (max(limits) - min(limits) + 2 * SPAN * room), 4)


def test_a_bar_has_a_piece_for_normal_and_one_for_each_step() -> None:
    """Walks all signs whose steps are numbers."""
    bars = {sign.id: threshold_bar(VIEW, sign, None) for sign in PLAIN}
    found = {name: (bar.html.count("<rect"), "pin" in bar.html) for name, bar in bars.items() if bar is not None}

    assert found == {sign.id: (len(sign.steps) + 1, False) for sign in PLAIN}


@given(sign=st.sampled_from(PLAIN), share=st.floats(0, 1))
def test_the_pin_stands_in_the_piece_of_the_level_reached(sign: Sign, share: float) -> None:
    value = values(sign, share)
    levels = [0, *(int(rung.level) for rung in sign.ladder.rungs)]
    width = WIDTH / len(levels)
    piece = levels.index(int(level_of(sign, value)))
    assert piece * width - 0.1 <= pin(sign, value) <= (piece + 1) * width + 0.1


@given(sign=st.sampled_from(PLAIN), one=st.floats(0, 1), other=st.floats(0, 1))
def test_a_worse_value_never_stands_left_of_a_better_one(sign: Sign, one: float, other: float) -> None:
    better, worse = sorted((values(sign, one), values(sign, other)), key=lambda value: value * sign.ladder.turn)
    assert pin(sign, better) <= pin(sign, worse)
