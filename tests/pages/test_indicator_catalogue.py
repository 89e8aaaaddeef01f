"""The list of all indicators and the ways to narrow it down."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from components.framework.markup import to_html
from components.framework.view import View
from components.indicators.catalogue_filters import CatalogueEntry
from components.indicators.maturity import maturity_summary, sentence
from indicators.plan.maturity import maturity_step, representative_value
from queries.request_context import RequestContext

Look = Callable[[str], Any]
CITY = 440600


def listed(page: Any) -> list[str]:
    """The ids of the rows."""
    return re.findall(r'<td (?=[^>]*class="col-id")[^>]*>([^<]+)<', page.html)


def test_every_indicator_is_listed_with_a_link_and_a_marked_number(look: Look, context: RequestContext) -> None:
    page = look("/indicators")
    assert sorted(listed(page)) == sorted(context.catalogue.indicators)
    assert {n["data-indicator"] for n in page.numbers} == set(context.catalogue.indicators)
    assert all(f"/indicators/{name}" in page.links for name in context.catalogue.indicators)


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("goal", "G5", "goal"),
        ("function", "ecology", "function"),
        ("topic", "livelihood", "topic"),
        ("pillar", "D3", "pillar"),
    ],
)
def test_a_filter_keeps_what_is_filed_there(
    look: Look, context: RequestContext, option: str, value: str, field: str
) -> None:
    wanted = {name for name, i in context.catalogue.indicators.items() if getattr(i, field) == value}
    assert set(listed(look(f"/indicators?{option}={value}"))) == wanted


def test_filters_and_search_work_together(look: Look, context: RequestContext) -> None:
    cells = {c.indicator: c for c in context.reader.cells(context.scope, context.version, CITY)}
    found = listed(look("/indicators?status=watch&q=%E5%B7%A5%E5%8D%95"))
    assert all(cells[name].status == 2 for name in found)
    assert set(found) <= set(listed(look("/indicators?q=%E5%B7%A5%E5%8D%95")))


@pytest.mark.parametrize("words", ["I108", "i108", "closed+on+time", "按时办结"])
def test_the_search_knows_ids_and_names_in_both_languages(look: Look, words: str) -> None:
    assert "I108" in listed(look(f"/indicators?q={words}"))


def test_the_counts_by_status_add_up_to_all(look: Look, context: RequestContext) -> None:
    page = look("/indicators")
    counts = [
        int(n) for n in re.findall(r'class="status status-\w+"[^>]*><span[^>]*>. </span><b[^>]*>(\d+)</b>', page.html)
    ]
    assert len(counts) == 4
    assert sum(counts) == len(context.catalogue.indicators)


def test_a_search_goes_along_with_language_and_filters_without_a_script(look: Look) -> None:
    page = look("/indicators?lang=en&goal=G5&q=order")
    form = re.search(r"<form class=\"search\".*?</form>", page.html, re.S)
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


def steps(page: Any) -> dict[str, int]:
    """The step of each row, by id."""
    found = re.findall(r'<td (?=[^>]*class="col-id")[^>]*>([^<]+)<.*?<i class="rung-(\d)"></i>(\d) ', page.html, re.S)
    assert all(drawn == said for _, drawn, said in found)
    return {name: int(said) for name, _, said in found}


def test_every_row_says_how_grown_up_its_indicator_is_in_a_number_a_word_and_a_sentence(look: Look) -> None:
    page = look("/indicators?lang=en")
    assert set(steps(page)) == set(listed(page))
    said = re.findall(r'class="rung" role="img" aria-label="Maturity (\d) of 5 \(([^"]+)\): [^"]+"', page.html)
    assert len(said) == len(listed(page))
    assert ("4", "owner answers") in said or ("5", "quality watched") in said


def test_a_value_of_the_demonstration_counts_as_one_and_says_so(look: Look, context: RequestContext) -> None:
    page = look("/indicators?lang=en&q=I108")
    assert steps(page)["I108"] == 5
    assert "1 of them on demonstration data only" in page.words
    assert "demonstration data only, has a target (demo)" in page.html


def test_the_filter_by_step_keeps_that_step_and_the_counts_add_up(look: Look, context: RequestContext) -> None:
    page = look("/indicators")
    shown = steps(page)
    counts = [int(n) for n in re.findall(r'<i class="rung-\d"></i>\d [^<]+<b [^>]*>(\d+)</b>', page.html)]
    assert counts == [sum(step == n for step in shown.values()) for n in range(1, 6)]
    assert sum(counts) == len(context.catalogue.indicators)
    for n, name in enumerate(("defined", "fed", "target", "answered", "watched"), 1):
        assert set(listed(look(f"/indicators?rung={name}"))) == {i for i, step in shown.items() if step == n}


def test_what_was_never_delivered_anywhere_is_listed_apart(look: Look, context: RequestContext) -> None:
    page = look("/indicators")
    never = {
        name
        for name in context.catalogue.indicators
        if all(cell.value is None for cell in context.reader.cells_of(context.scope, context.version, name))
    }
    assert {name for name, step in steps(page).items() if step == 1} == never
    folded = re.search(r'<details class="never-delivered">.*?</details>', page.html, re.S)
    linked = set() if folded is None else set(re.findall(r'href="/indicators/(\w+)"', folded[0]))
    assert linked == never
    assert (f"从未报送：{len(never)} 项" in page.words) == bool(never)


def test_a_unit_that_never_delivered_is_named_in_a_folded_list(context: RequestContext) -> None:
    cells = {cell.indicator: cell for cell in context.reader.cells(context.scope, context.version, CITY)}
    owed = context.catalogue.indicators["I108"]
    empty = CatalogueEntry("I108", owed, replace(cells["I108"], value=None), maturity_step(owed, None, {"demo"}, {}))
    drawn = to_html(maturity_summary(View(lang="en", path="/indicators"), context.catalogue, [empty], [empty]))
    folded = re.search(r'<details class="never-delivered">.*?</details>', drawn, re.S)
    assert folded is not None
    assert "Never delivered: 1" in folded[0]
    assert 'href="/indicators/I108?lang=en"' in folded[0]
    assert context.catalogue.units[owed.responsible].name.en in folded[0]
    said = sentence(View(lang="en"), context.catalogue, empty)
    assert said == "Maturity 1 of 5 (defined): is defined. Missing for the next step: no value was ever delivered"


def test_a_value_in_one_region_only_feeds_an_indicator_of_the_city(context: RequestContext) -> None:
    districts = context.catalogue.regions.children(CITY)
    silent = [
        replace(cell, value=None)
        for cell in context.reader.cells(context.scope, context.version, CITY)
        if cell.indicator == "I108"
    ]
    inside = context.reader.many_cells(context.scope, context.version, ["I108"], districts)
    found = representative_value([*silent, *inside.values()], CITY)
    assert found is not None
    assert found.region in districts
