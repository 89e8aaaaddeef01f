"""What is said of a sign's value and steps: comparison, unit, state and rank."""

from __future__ import annotations

import pytest

from components.formatting.numbers import NO_VALUE
from components.framework.view import View
from components.vitals.sign_words import limit_words, rank_word, step_words, value_words
from indicators.alerts import LEVELS
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue

VITALS = load_catalogue(CATALOGUE).vitals
CHINESE, ENGLISH = View(), View(lang="en")
STATED = [sign.id for sign in VITALS.signs.values() if any(step.state is not None for step in sign.steps.values())]


def test_every_step_of_every_sign_is_said_with_its_comparison() -> None:
    marks = {("higher", False): "≥", ("higher", True): ">", ("lower", False): "≤", ("lower", True): "<"}
    for sign in VITALS.signs.values():
        for name, step in sign.steps.items():
            said = step_words(CHINESE, VITALS, sign.id, LEVELS.index(name))
            assert said == limit_words(CHINESE, VITALS, sign, step)
            if step.state is None:
                assert said.startswith(marks[step.worse, step.strict])
            assert ("小时" in said) == (step.state is None and bool(step.hours)) or "小时" in sign.unit.zh


@pytest.mark.parametrize("level", [0, LEVELS.index("white")])
def test_where_there_is_no_step_nothing_is_said(level: int) -> None:
    assert step_words(CHINESE, VITALS, "V26", level) == ""
    assert step_words(CHINESE, VITALS, "none", 3) == ""
    assert rank_word(CHINESE, VITALS, "none", 3) == rank_word(CHINESE, VITALS, "V26", 0) == ""


def test_a_value_has_its_unit_set_apart_unless_it_stands_close_to_numbers() -> None:
    river = VITALS.signs["V26"]
    assert value_words(ENGLISH, VITALS, "V26", 7.616) == f"{7.616:.{river.decimals}f} {river.unit.en}"
    share = next(sign for sign in VITALS.signs.values() if sign.unit.en == "%")
    assert value_words(ENGLISH, VITALS, share.id, 95.0) == f"{95:.{share.decimals}f}%"


def test_a_value_that_is_not_known_is_a_dash() -> None:
    assert value_words(CHINESE, VITALS, "V26", None) == NO_VALUE
    assert value_words(CHINESE, VITALS, "none", 1.0) == NO_VALUE


def test_a_state_is_said_by_its_name_in_both_languages() -> None:
    assert STATED
    for name in STATED:
        sign = VITALS.signs[name]
        if len(sign.reads) == 1 and sign.value.by == "latest":
            states = VITALS.quantities[sign.reads[0]].states
            for number, text in states.items():
                assert value_words(CHINESE, VITALS, name, float(number)) == text.zh
                assert value_words(ENGLISH, VITALS, name, float(number)) == text.en
