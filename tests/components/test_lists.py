"""Lists in sentences read as each language writes them."""

from __future__ import annotations

import pytest

from components.formatting.lists import list_of
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

    assert [str(file) for file in files if '"、".join' in file.read_text("utf-8")] == []
