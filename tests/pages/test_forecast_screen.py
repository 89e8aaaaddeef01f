"""What is expected, read as a visitor's browser gets it: on the indicator's screen, the overview, and the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from components.indicators.choice_store import STORE
from indicators.forecast.bands import OUTER
from indicators.forecast.outlook import Outlook
from queries.request_context import RequestContext

CITY = 440600
Look = Callable[[str], Any]
Ask = Callable[[str, str, Any], Any]
CHANGED = ("head.html", "poster.html", "chart.figure", "twin.html", "regions.html")
OUTPUTS = f"..{'...'.join(f'indicator-{name}' for name in CHANGED)}.."
SAID = r"不到一成|约[一二三四五六七八九]成|九成以上"


@pytest.fixture(scope="module")
def outlook(context: RequestContext) -> Outlook:
    found = context.forecasts.of_indicator(context.scope, "I108", CITY)
    assert found is not None
    assert found.probability is not None
    return found


def test_the_sentence_says_what_is_expected_how_surely_and_how_likely_the_target_is_met(
    look: Look, outlook: Outlook
) -> None:
    last = outlook.points[-1]
    low, high = last.band(OUTER)
    page = look("/indicators/I108")

    said = f"预测到 2025-12 为 {last.middle:.1f}%（八成把握在 {low:.1f}% 至 {min(high, 100):.1f}% 之间）"
    assert said in page.words
    assert re.search(f"达标的可能({SAID})", page.words)
    assert "按近一年速度，到 2025" not in page.words, "one screen, one outlook"
    english = look("/indicators/I108?lang=en").words
    assert f"forecast for 2025-12: {last.middle:.1f}%" in english
    assert re.search(r"(about \d0%|less than 10%|more than 90%) likely to meet the target", english)


def test_the_method_and_its_record_stand_on_the_card(look: Look, outlook: Outlook) -> None:
    words = look("/indicators/I108?lang=en").words

    assert f"tried {outlook.origins} times on this history" in words
    assert f"its error is {round(100 * (outlook.error or 0))}% of that" in words


def test_the_fan_begins_at_the_newest_value_and_holds_the_middle(
    look: Look, ask: Ask, context: RequestContext, outlook: Outlook
) -> None:
    cell = context.reader.cell(context.scope, context.version, "I108", CITY)
    figure = ask(OUTPUTS, STORE, {"address": "/indicators/I108"})["indicator-chart"]["figure"]
    low, high = (_limits(trace) for trace in figure["data"][:2])
    assert cell is not None
    assert low[0] == high[0] == cell.value
    for point, least, most in zip(outlook.points, low[1:], high[1:], strict=True):
        assert least <= point.middle <= most
        assert least == pytest.approx(point.band(OUTER)[0])
    assert "fan fan-outer" in ask(OUTPUTS, STORE, {"address": "/indicators/I108"})["indicator-poster"]["html"]


def _limits(trace: Any) -> list[float]:
    return [value for value in trace["y"] if value is not None]


def test_a_yearly_indicator_says_that_its_history_is_too_short(look: Look) -> None:
    page = look("/indicators/I001")

    assert "历史太短，不作预测" in page.words
    assert "按近一年速度" in page.words


def test_every_goal_of_the_overview_says_its_chance(look: Look, context: RequestContext) -> None:
    goals = context.forecasts.of_groups(context.scope, "goal", CITY)
    words = look("/").words

    told = sum(one.probability is not None for one in goals.values())
    assert len(re.findall(f"年底达标可能({SAID})", words)) == told > 5


def test_what_needs_a_hand_speaks_of_last_years_pace_only_where_nothing_is_forecast(
    look: Look, context: RequestContext
) -> None:
    found = context.reader.attention(context.scope, context.version, 500)
    missing = [item for item in found if item.reason.code == "will_miss"]
    names, regions = {item.indicator for item in missing}, {item.region for item in missing}
    known = context.forecasts.of_indicators(context.scope, sorted(names), sorted(regions))
    foreseen = [item for item in missing if (item.indicator, item.region) in known]
    words = look("/").words

    assert foreseen
    assert "年底达到" in words
    assert len(re.findall("按近一年速度", words)) <= len(missing) - len(foreseen)


def test_the_record_says_what_came_true(look: Look, context: RequestContext) -> None:
    record = context.forecasts.record(context.scope, context.catalogue.regions.codes)
    count = sum(one.count for one in record)

    assert count > 1000
    assert f"已有 {count:,} 次预测到期核对" in look("/forecast").words
    english = look("/forecast?lang=en").words
    assert f"{count:,} of them are replays" in english, "the demonstration has issued nothing that has come due"
    assert "Brier score" in english
