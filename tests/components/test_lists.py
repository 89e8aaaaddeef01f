"""Lists in sentences read as each language writes them."""

from __future__ import annotations

import re

import pytest

from components.formatting.lists import labelled, list_of, side_by_side
from components.framework.view import View
from tests.documents import ROOT


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [
        ([], "", ""),
        (["禅城"], "禅城", "禅城"),
        (["禅城", "南海"], "禅城和南海", "禅城 and 南海"),
        (["禅城", "南海", "顺德"], "禅城、南海和顺德", "禅城, 南海 and 顺德"),
    ],
)
def test_a_list_reads_as_its_language_joins_it(items: list[str], zh: str, en: str) -> None:
    assert list_of(View(lang="zh"), items) == zh
    assert list_of(View(lang="en"), iter(items)) == en


def test_no_screen_joins_a_list_by_hand() -> None:
    rooms = ("components", "pages", "queries", "web")
    files = [file for room in rooms for file in (ROOT / room).rglob("*.py")]

    by_hand = re.compile(r"""["'][、，；：]["']\.join|["']：["']|\}：\{|"：\{""")

    assert sorted(str(file.relative_to(ROOT)) for file in files if by_hand.search(file.read_text("utf-8"))) == [
        "components/formatting/lists.py",
        "components/messages/feed_texts.py",  # for commands, too, which have no view
        "components/messages/refusal_texts.py",  # for commands, too, which have no view
    ]


def test_a_label_and_what_it_names_are_set_apart_as_each_language_does() -> None:
    assert labelled(View(lang="zh"), "地区", "禅城") == "地区：禅城"
    assert labelled(View(lang="en"), "Regions", "Chancheng") == "Regions: Chancheng"
    assert labelled(View(lang="en"), "Regions", "") == "Regions"


def test_things_side_by_side_are_set_apart_as_each_language_does() -> None:
    assert side_by_side(View(lang="zh"), ["甲 1", "乙 2"]) == "甲 1，乙 2"
    assert side_by_side(View(lang="en"), iter(["a 1", "b 2"])) == "a 1, b 2"
