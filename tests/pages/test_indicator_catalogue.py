"""The list of all indicators and the ways to narrow it down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from data.desk import Desk

Look = Callable[[str], Any]
CITY = 440600


def listed(page: Any) -> list[str]:
    """The ids of the rows."""
    return re.findall(r'<td (?=[^>]*class="col-id")[^>]*>([^<]+)<', page.html)


def test_every_indicator_is_listed_with_a_link_and_a_marked_number(look: Look, desk: Desk) -> None:
    page = look("/indicators")
    assert sorted(listed(page)) == sorted(desk.catalogue.indicators)
    assert {n["data-indicator"] for n in page.numbers} == set(desk.catalogue.indicators)
    assert all(f"/indicators/{name}" in page.links for name in desk.catalogue.indicators)


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("goal", "G5", "goal"),
        ("function", "ecology", "function"),
        ("topic", "livelihood", "topic"),
        ("pillar", "D3", "pillar"),
    ],
)
def test_a_filter_keeps_what_is_filed_there(look: Look, desk: Desk, option: str, value: str, field: str) -> None:
    wanted = {name for name, i in desk.catalogue.indicators.items() if getattr(i, field) == value}
    assert set(listed(look(f"/indicators?{option}={value}"))) == wanted


def test_filters_and_search_work_together(look: Look, desk: Desk) -> None:
    cells = {c.indicator: c for c in desk.reader.cells(desk.scope, desk.version, CITY)}
    found = listed(look("/indicators?status=watch&q=%E5%B7%A5%E5%8D%95"))
    assert all(cells[name].status == 2 for name in found)
    assert set(found) <= set(listed(look("/indicators?q=%E5%B7%A5%E5%8D%95")))


@pytest.mark.parametrize("words", ["I108", "i108", "closed+on+time", "按时办结"])
def test_the_search_knows_ids_and_names_in_both_languages(look: Look, words: str) -> None:
    assert "I108" in listed(look(f"/indicators?q={words}"))


def test_the_counts_by_status_add_up_to_all(look: Look, desk: Desk) -> None:
    page = look("/indicators")
    counts = [
        int(n) for n in re.findall(r'class="status status-\w+"[^>]*><span[^>]*>. </span><b[^>]*>(\d+)</b>', page.html)
    ]
    assert len(counts) == 4
    assert sum(counts) == len(desk.catalogue.indicators)


def test_a_search_goes_along_with_language_and_filters_without_a_script(look: Look) -> None:
    page = look("/indicators?lang=en&goal=G5&q=order")
    form = re.search(r"<form.*?</form>", page.html, re.S)
    assert form is not None
    for field in ('name="lang" value="en"', 'name="goal" value="G5"', 'name="q"', 'value="order"', 'method="get"'):
        assert field in form[0]


def test_what_was_searched_for_comes_back_as_text_and_never_as_markup(look: Look) -> None:
    page = look('/indicators?q="><script>alert(1)</script>')
    assert "<script>alert" not in page.html
    assert listed(page) == []
    assert "没有符合条件的指标" in page.words


def test_an_unknown_filter_value_finds_nothing_and_breaks_nothing(look: Look) -> None:
    assert listed(look("/indicators?goal=G99")) == []
