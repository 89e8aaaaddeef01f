"""Masking: written sentences that must lose what is personal, written ones that must lose nothing, and properties."""

from __future__ import annotations

import random
import re
from re import _parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.privacy import RULES, mask
from tests.indicators.privacy.measure import HALVES, lines, measure, sentence

TEXTS = [sentence(line).text for half in HALVES for part in ("personal", "harmless") for line in lines(half, part)]
MASK = re.compile("|".join(sorted({rule.mask for rule in RULES})))
HOSTILE = (
    "A",
    "1",
    "1 3 ",
    "138 0013 8000 ",
    "A1",
    "a.",
    "12栋3",
    "陈伟强、",
    "陈",
    "粤E",
    "1990年",
    "138*",
    "微信",
    "\u200b",
)


@pytest.mark.parametrize("half", HALVES)
def test_nearly_all_that_is_personal_in_written_sentences_is_masked(half: str) -> None:
    found = measure(half)
    print(f"\n{half}\n{found.table()}")
    assert found.recall >= 0.95, found.table()
    assert found.recall_of("name") >= 0.85, found.table()


def test_hardly_a_harmless_sentence_loses_anything() -> None:
    found = measure(*HALVES)
    print(f"\nboth halves\n{found.table()}")
    assert found.harm <= 0.005, found.table()


@pytest.mark.parametrize(
    "number",
    [
        "13800138000", "１３８００１３８０００", "138.0013.8000", "138_0013_8000", "138—0013—8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "一三八零零一三八零零零", "壹叁捌零零壹叁捌零零零", "幺三八〇〇幺三八〇〇〇", "138\u200b0013\u200b8000",
        "138、0013、8000",
        "①③⑧⓪⓪①③⑧⓪⓪⓪", "138零零138000", "１３８－００１３－８０００", "+86 138 0013 8000", "0086-13800138000",
        "138OO138OOO", "138~0013~8000", "138|0013|8000", "138（0013）8000", "138*0013*8000", "138。0013。8000",
        "1\u03363\u03368\u03360\u03360\u03361\u03363\u03368\u03360\u03360\u03360", "138****8000",
    ],
)  # fmt: skip
def test_a_mobile_is_masked_however_it_is_written(number: str) -> None:
    assert re.sub("\u0336", "", mask(f"请打{number}，一直在等。").text) == "请打〔电话〕，一直在等。"


@given(st.randoms(use_true_random=False), st.sampled_from(["", "请联系", "，", "tel:", "我的号码是"]))
def test_no_number_of_a_citizen_is_readable_whatever_its_digits(dice: random.Random, before: str) -> None:
    body = f"44060{dice.randint(1, 8)}{dice.randint(1940, 2020)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    mobile, identity = f"1{dice.randint(3, 9)}{dice.randrange(10**9):09d}", f"{body}{dice.randrange(1000):03d}X"
    card = f"62{dice.randrange(10**17):017d}"
    for number in (mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", identity, card):
        assert not re.search("[0-9X]", mask(f"{before}{number}，谢谢").text), number


@given(st.lists(st.sampled_from([*TEXTS, *HOSTILE, *"，。 的和1一〔〕"]), max_size=8).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from([*TEXTS, *HOSTILE]), max_size=6).map("".join)))
def test_all_that_is_not_masked_stays_as_written_and_in_its_order(text: str) -> None:
    found = mask(text)
    kept: list[str] = []
    end = 0
    for find in found.finds:
        assert end <= find.start < find.end
        kept += text[end : find.start], find.rule.mask
        end = find.end
    assert found.text == "".join(kept) + text[end:]
    assert sum(found.reasons.values()) == len(found.finds)
    assert len(found.text) <= 4 * len(text)


def test_a_lone_surrogate_hides_nothing() -> None:
    assert mask("\ud800手机13800138000\udfff").text == "\ud800手机〔电话〕\udfff"


def test_no_pattern_can_match_more_than_a_bounded_length() -> None:
    """Together with one pass over a text for each rule this bounds the work for each sign of a hostile text."""
    for rule in RULES:
        for pattern in rule.patterns:
            assert _parser.parse(pattern.pattern, pattern.flags).getwidth()[1] <= 500, pattern.pattern


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_hostile_repetitions_are_masked_to_the_end(unit: str) -> None:
    text = (unit * 10_000)[:10_000] + "，手机13800138000。"
    assert mask(text).text.endswith("手机〔电话〕。")
