"""The sheet behind every number, asked as a browser asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from queries.request_context import RequestContext

CITY = 440600
Ask = Callable[[str, str, Any], Any]


@pytest.fixture
def sheet(ask: Ask) -> Callable[..., str]:
    """The markup of the sheet for a number."""

    def open_sheet(indicator: Any, region: Any = "440600", period: Any = "2025-06", address: Any = "/") -> str:
        asked = {"indicator": indicator, "region": region, "period": period, "address": address, "asked": 1}
        html: str = ask("sheet.children", "asked", asked)["sheet"]["children"]["props"]["html"]
        return html

    return open_sheet


def test_an_indicator_says_what_it_is_made_of_and_who_answers(
    sheet: Callable[..., str], context: RequestContext
) -> None:
    html = sheet("I108", address="/?lang=en")
    cell = context.reader.cell(context.scope, context.version, "I108", CITY)
    assert cell is not None
    for words in (
        "Hotline orders closed on time ÷ Hotline orders due × 100",
        f"{cell.numerator:,.0f}",
        f"<b>{cell.value:.1f}</b>",
        "hotline_orders_due",
        "June 2025",
        'data-basis="demo"',
        "Government Services",
        "/indicators/I108?lang=en",
    ):
        assert words in html


def test_an_older_period_shows_its_own_value_and_no_reason_of_the_newest(
    sheet: Callable[..., str], context: RequestContext
) -> None:
    series = context.reader.series(context.scope, context.version, "I108", CITY, "month")
    html = sheet("I108", period="2023-03")
    assert f"<b>{series.value[series.periods.index('2023-03')]:.1f}</b>" in html
    assert "2023 年 3 月" in html


@pytest.mark.parametrize("period", ["2025C06", "2025-06R12", "2025Q2", "2024"])
def test_longer_periods_have_a_sheet_too(sheet: Callable[..., str], period: str) -> None:
    html = sheet("I108", period=period)
    assert f'data-period="{period}"' in html


@pytest.mark.parametrize("subject", ["score:city:city", "score:function:services", "score:goal:G5"])
def test_the_parts_of_a_score_add_up_to_it(sheet: Callable[..., str], context: RequestContext, subject: str) -> None:
    _, kind, name = subject.split(":")
    [score] = [s for s in context.reader.scores(context.scope, context.version, CITY, kind) if s.subject == name]
    html = sheet(subject)
    points = [float(p.replace("−", "-")) for p in re.findall(r'<td class="right">(−?[\d.]+)</td></tr>', html)]
    assert round(sum(points), 1) == score.latest
    assert f"<b>{score.latest:.1f}</b>" in html


def test_progress_lists_the_indicators_of_the_goal(sheet: Callable[..., str], context: RequestContext) -> None:
    html = sheet("progress:goal:G5")
    judged = [
        c.indicator
        for c in context.reader.cells(context.scope, context.version, CITY)
        if context.catalogue.indicators[c.indicator].goal == "G5" and c.attainment is not None
    ]
    assert judged
    assert all(f'href="/indicators/{name}"' in html for name in judged)


@pytest.mark.parametrize(
    "asked",
    [
        {"indicator": "I999"},
        {"indicator": "<script>alert(1)</script>"},
        {"indicator": "score:city"},
        {"indicator": "score:nothing:city"},
        {"indicator": "score:function:x' OR 1=1 --"},
        {"indicator": "progress:goal:G99"},
        {"indicator": "I108" * 999},
        {"indicator": None},
        {"indicator": ["I108"]},
        {"indicator": "I108", "region": "1"},
        {"indicator": "I108", "region": "²"},
        {"indicator": "I108", "region": "9" * 70},
        {"indicator": "I108", "region": 440600},
        {"indicator": "I108", "period": "2025-13"},
        {"indicator": "I108", "period": "1900"},
        {"indicator": "I108", "period": "'; drop table fact"},
    ],
)
def test_a_hostile_question_is_refused_with_a_sentence(sheet: Callable[..., str], asked: dict[str, Any]) -> None:
    html = sheet(**asked)
    assert "没有找到这个数的来源" in html
    assert "<script" not in html


@pytest.mark.parametrize("data", [None, [], "x", 7, {}])
def test_a_question_without_shape_is_refused_too(ask: Ask, data: Any) -> None:
    answer = ask("sheet.children", "asked", data)
    assert answer is None or "没有找到这个数的来源" in answer["sheet"]["children"]["props"]["html"]


def test_the_sheet_can_be_closed_and_has_a_heading(sheet: Callable[..., str]) -> None:
    html = sheet("I108")
    assert re.search(r'<button[^>]*class="close"', html)
    assert html.count("<h2") == 1


def test_the_sheet_keeps_the_language_of_the_address(sheet: Callable[..., str]) -> None:
    assert "Where it came from" in sheet("I108", address="/plan?lang=en")
    assert "从哪里来" in sheet("I108", address="//elsewhere.example/?lang=xx")


def test_a_growth_names_both_years_that_it_compares(sheet: Callable[..., str], context: RequestContext) -> None:
    html = sheet("S004", period="2025Q1", address="/?lang=en")
    found = context.reader.provenance(context.scope, context.version, "S004", CITY, "2025Q1")
    assert [one.period for one in found.inputs] == ["2025Q1", "2024Q1"]
    assert "Q1 2024 · " in html


def test_the_sheet_counts_the_facts_that_the_value_was_rolled_up_from(
    sheet: Callable[..., str], context: RequestContext
) -> None:
    html = sheet("I108", period="2024", address="/?lang=en")
    found = context.reader.provenance(context.scope, context.version, "I108", CITY, "2024")
    assert [(one.way, one.facts) for one in found.inputs] == [("time", 12 * 32)] * 2
    assert f"rolled up from {12 * 32} facts of shorter periods" in html
