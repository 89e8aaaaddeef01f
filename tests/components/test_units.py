"""Units read as each language says them: factors as factors, one thing in the singular."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from components.formatting.units import unit_after, unit_of
from components.framework.view import View
from components.messages.plurals import agreeing
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue

ENGLISH, CHINESE = View(lang="en"), View(lang="zh")


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("100m", " ×100m"),
        ("10 MW", " ×10 MW"),
        ("CNY 100m", " ×100m CNY"),
        ("10k persons", " ×10k persons"),
        ("100m yuan", " ×100m yuan"),
        ("deaths per 10k vehicles", " deaths per 10k vehicles"),
        ("%", "%"),
        ("m", " m"),
        ("", ""),
    ],
)
def test_a_unit_that_scales_says_by_how_much(unit: str, said: str) -> None:
    assert unit_after(ENGLISH, SimpleNamespace(zh="", en=unit)) == said


def test_chinese_units_are_as_they_are_defined() -> None:
    assert unit_after(CHINESE, SimpleNamespace(zh="亿元", en="CNY 100m")) == " 亿元"


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("passes", "pass"),
        ("bridges", "bridge"),
        ("ids", "id"),
        ("batches", "batch"),
        ("libraries", "library"),
        ("people", "person"),
        ("working days", "working day"),
        ("grid-days", "grid-day"),
        ("contacts per 10k", "contact per 10k"),
        ("people per m²", "person per m²"),
        ("m/s", "m/s"),
        ("m³/s", "m³/s"),
        ("class", "class"),
        ("mm a year", "mm a year"),
        ("×10k persons", "×10k persons"),
        ("%LEL", "%LEL"),
    ],
)
def test_one_of_something_is_named_in_the_singular(unit: str, one: str) -> None:
    assert unit_of(ENGLISH, "1", f" {unit}") == f" {one}"
    assert unit_of(ENGLISH, "≥ 1", f" {unit}") == f" {one}"
    assert unit_of(ENGLISH, "2", f" {unit}") == f" {unit}"
    assert unit_of(ENGLISH, "1.0", f" {unit}") == f" {unit}"
    assert unit_of(CHINESE, "1", f" {unit}") == f" {unit}"


def test_no_english_unit_of_the_catalogue_puts_a_number_right_behind_a_number() -> None:
    catalogue = load_catalogue(CATALOGUE)
    units = [one.unit for defined in (catalogue.indicators, catalogue.measures) for one in defined.values()]

    assert len(units) > 400
    assert [unit.en for unit in units if re.match(r" ?(CNY )?\d", unit_after(ENGLISH, unit))] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{n} days", "1 day"),
        ("{n} entries of {m} towns", "1 entry of 2 towns"),
        ("{n} was", "1 was"),
        ("{n}% of people", "1% of people"),
        ("{m} people, {n} people", "2 people, 1 person"),
    ],
)
def test_a_sentence_about_one_thing_agrees_with_it(text: str, said: str) -> None:
    assert agreeing(text, {"n": "1", "m": 2}).format(n=1, m=2) == said
