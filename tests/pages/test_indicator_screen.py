"""The screen of one indicator, read as a visitor's browser gets it."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from components.framework.markup import to_html
from components.framework.view import View
from data.core.actor import Actor
from data.core.settings import Settings
from data.ingest.load_targets import load_targets
from data.snapshots.result_types import Vintage
from demo.container import DemoContainer
from pages.indicators.indicator import layout
from queries.indicators import IndicatorQueries
from queries.request_context import RequestContext
from tests.pages.conftest import Looked
from tests.visitors import Visitor

CITY = 440600
CHANGED = ("head.html", "poster.html", "chart.figure", "twin.html", "regions.html")
OUTPUTS = f"..{'...'.join(f'indicator-{name}' for name in CHANGED)}.."
Look = Callable[[str], Any]
Ask = Callable[[str, str, Any], Any]


def test_the_card_shows_the_value_with_both_sides_of_its_fraction(look: Look, context: RequestContext) -> None:
    cell = context.reader.cell(context.scope, context.version, "I108", CITY)
    assert cell is not None
    assert None not in (cell.value, cell.numerator, cell.denominator)
    page = look("/indicators/I108")
    assert f"{cell.value:.1f} %" in page.words
    assert f"按时办结工单 {cell.numerator:,.0f} 件" in page.words
    assert f"应办结工单 {cell.denominator:,.0f} 件" in page.words
    assert math.isclose(cell.numerator / cell.denominator * 100, cell.value)  # type: ignore[operator, arg-type]


def test_it_says_in_one_sentence_how_the_indicator_stands(look: Look) -> None:
    page = look("/indicators/I108")
    assert re.search(r"截至2025 年 6 月，佛山市 [\d.]+%，比上年同期[高低] [\d.]+ 个百分点；", page.words)
    english = look("/indicators/I108?lang=en")
    assert re.search(
        r"As of June 2025, Foshan: [\d.]+%, [\d.]+ points (above|below) a year before; [a-z]", english.words
    )


def test_definition_formula_unit_and_promise_are_there(look: Look, context: RequestContext) -> None:
    page = look("/indicators/I108?lang=en")
    indicator = context.catalogue.indicators["I108"]
    for words in (
        "Hotline orders closed on time ÷ Hotline orders due × 100",
        indicator.formula,
        indicator.definition.en,
        context.catalogue.units[indicator.responsible].name.en,
        indicator.system.en,
        f"within {indicator.fresh_days} days",
    ):
        assert words in page.words


def test_a_definition_whose_standard_is_not_at_hand_says_that_it_must_be_verified(look: Look) -> None:
    assert "待核实" in look("/indicators/I001").words
    assert "待核实" not in look("/indicators/I108").words


def test_every_number_in_the_table_twin_carries_its_marks(look: Look, context: RequestContext) -> None:
    series = context.reader.series(context.scope, context.version, "I108", CITY, "month")
    page = look("/indicators/I108")
    periods = {n["data-period"] for n in page.numbers if n["data-region"] == str(CITY)}
    assert set(series.periods) <= periods
    assert all(n["data-basis"] and n["data-status"] for n in page.numbers)


def test_only_the_grains_that_exist_are_offered(look: Look) -> None:
    monthly, yearly = look("/indicators/I108"), look("/indicators/I001")
    assert {"/indicators/I108?grain=quarter", "/indicators/I108?grain=year"} <= set(monthly.links)
    assert "/indicators/I001?grain=year" in yearly.links
    assert "/indicators/I001?grain=month" not in yearly.links


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
def test_the_chart_shows_the_stored_series_and_the_path_to_the_due_date(
    context: RequestContext, ask: Ask, grain: str
) -> None:
    series = context.reader.series(context.scope, context.version, "I108", CITY, grain)
    answer = ask(OUTPUTS, "indicator-address", {"address": f"/indicators/I108?grain={grain}"})
    drawn = {line.get("name"): line for line in answer["indicator-chart"]["figure"]["data"]}
    known = [round(v, 6) for v in series.value.tolist() if not math.isnan(v)]
    assert [v for v in drawn["实际"]["y"] if v is not None] == known
    assert drawn["目标路径"]["x"][-1] == {"month": "2025-12", "quarter": "2025Q4", "year": "2025"}[grain]
    assert drawn["目标路径"]["y"][-1] == 98.0
    assert "上年同期" not in drawn


def test_one_choice_redraws_picture_chart_table_and_regions_together(ask: Ask) -> None:
    address = "/indicators/I108?grain=quarter&compare=year&district=440605&lang=en"
    answer = ask(OUTPUTS, "indicator-address", {"address": address})
    assert {line.get("name") for line in answer["indicator-chart"]["figure"]["data"]} >= {"Actual", "Last year"}
    assert "2025Q2" in answer["indicator-twin"]["html"]
    assert "<svg" in answer["indicator-poster"]["html"]
    assert "Towns of Nanhai" in answer["indicator-regions"]["html"]
    assert "format=csv" in answer["indicator-head"]["html"]


def test_last_year_is_the_same_series_one_year_earlier(ask: Ask) -> None:
    answer = ask(OUTPUTS, "indicator-address", {"address": "/indicators/I108?compare=year"})
    drawn = {line.get("name"): line for line in answer["indicator-chart"]["figure"]["data"]}
    actual = dict(zip(drawn["实际"]["x"], drawn["实际"]["y"], strict=True))
    earlier = dict(zip(drawn["上年同期"]["x"], drawn["上年同期"]["y"], strict=True))
    assert earlier["2025-03"] == actual["2024-03"]
    assert earlier["2020-01"] == actual["2019-01"]


def test_stages_baseline_target_and_other_cities_are_named_in_the_picture(look: Look) -> None:
    page = look("/indicators/I088?lang=en")
    for words in ("S1", "S2", "S3", "2021–2022 / 2023–2024 / 2025", "Baseline 82.0", "Target 100.0"):
        assert words in page.words
    assert "Dongguan's target for 2025 100 · benchmark" in page.words


def test_the_regions_are_ranked_with_the_best_first(look: Look, context: RequestContext) -> None:
    cells = {c.region: c.value for c in context.reader.cells_of(context.scope, context.version, "I108")}
    districts = sorted(context.catalogue.regions.at("district"), key=lambda code: -(cells[code] or 0))
    names = [context.catalogue.regions[code].name.zh for code in districts]
    ranked = re.search(r'<ol class="ranked">.*?</ol>', look("/indicators/I108").html, re.S)
    assert ranked is not None
    assert re.findall(r"<a [^>]*>([^<]+)</a>", ranked[0]) == names


def test_a_district_opens_its_towns_where_the_indicator_reaches_them(look: Look, context: RequestContext) -> None:
    towns = context.catalogue.regions.children(440606)
    page = look("/indicators/I108?district=440606")
    assert {str(town) for town in towns} <= {n["data-region"] for n in page.numbers}
    assert "顺德区各镇街" in page.words
    assert not any("district=" in link for link in look("/indicators/I001").links)


def test_a_region_can_be_chosen_and_stays_in_the_downloads(look: Look) -> None:
    page = look("/indicators/I108?region=440605124")
    assert "狮山" in page.words
    assert "/api/v1/indicators/I108/values?region=440605124&grain=month&format=csv" in page.links
    assert "/api/v1/indicators/I108/values?region=440605124&grain=month&format=xlsx" in page.links


def test_every_download_offered_works(look: Look, visitor: Visitor) -> None:
    for link in look("/indicators/I108?lang=en").links:
        if link.startswith("/api/"):
            assert visitor.get(link).status_code == 200, link


def test_a_region_that_the_indicator_does_not_reach_falls_back_to_the_city(look: Look) -> None:
    assert "佛山市 · 2024 年" in look("/indicators/I001?region=440605124").words


def test_where_the_number_came_from_names_file_batch_and_load_time(look: Look, context: RequestContext) -> None:
    cell = context.reader.cell(context.scope, context.version, "I108", CITY)
    assert cell is not None
    found = context.reader.provenance(context.scope, context.version, "I108", CITY, cell.period)
    words = look("/indicators/I108").words
    for one in found.inputs:
        assert one.measure in words
        assert any(f"批次 {batch.batch} " in words and batch.file_name in words for batch in one.batches)


def test_a_corrected_value_is_shown_beside_the_one_it_replaced(look: Look, context: RequestContext) -> None:
    def corrected(name: str) -> tuple[Vintage, ...]:
        return context.reader.corrected(context.scope, context.version, name, CITY)

    name = next(filter(corrected, context.catalogue.indicators))  # some deliveries of the demonstration are corrected
    found = corrected(name)
    assert len({vintage.value for vintage in found}) > 1
    words = look(f"/indicators/{name}").words
    assert "最近一次更正" in words
    assert "已被替代" in words


def test_an_unknown_indicator_is_no_page(visitor: Visitor) -> None:
    for name in ("I999", "score:city:city", "..%2F..%2Fetc", "%00"):
        assert visitor.get(f"/indicators/{name}").status_code in {400, 404}


@pytest.mark.parametrize(
    "options",
    ["grain=century", "region=abc", "district=1", "compare=<script>", "grain=&region=%00", "region=" + "9" * 60],
)
def test_options_that_make_no_sense_are_ignored(look: Look, options: str) -> None:
    page = look(f"/indicators/I108?{options}")
    assert "佛山市 · 2025 年 6 月" in page.words
    assert "<script>" not in page.html


@pytest.mark.parametrize("data", [None, [], 7, {}, {"address": 5}, {"address": "/"}, {"address": "/indicators/I999"}])
def test_a_redraw_for_something_else_changes_nothing(ask: Ask, data: Any) -> None:
    assert ask(OUTPUTS, "indicator-address", data) is None


def test_headings_go_down_one_step_at_a_time(look: Look) -> None:
    levels = [int(tag[1]) for tag, _ in look("/indicators/I108").headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_holds_one_graph_and_its_data_once(look: Look) -> None:
    page = look("/indicators/I108")
    boot = json.loads(re.search(r'id="boot" type="application/json">(.*?)</script>', page.boot, re.S)[1])  # type: ignore[index]
    assert json.dumps(boot).count('"type": "Graph"') == 1


def test_the_map_says_that_its_outlines_are_approximate(look: Look) -> None:
    assert "示意图，非法定界线" in look("/indicators/I108").words


def test_half_years_are_shown_like_any_other_period(look: Look, context: RequestContext) -> None:
    series = context.reader.series(context.scope, context.version, "I108", CITY, "half")
    assert not math.isnan(series.value[series.periods.index("2024H2")])
    assert "2024H2" in look("/indicators/I108?grain=half").html


def test_a_registered_target_is_named_and_drawn_where_it_judges(built_city: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(built_city, tmp_path / "home"))
    container = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    before, view = container.context(Actor.cockpit()), View(path="/indicators/I108")
    line = tmp_path / "register.csv"
    line.write_text(
        "id,name_zh,name_en,unit,baseline_2020,target_2025,nature,source_url\n"
        "I108,工单按时办结率,Orders closed on time,%,80.0,95.3,约束性,https://example.org/table-1\n",
        encoding="utf-8",
    )
    load_targets(container.engine, container.catalogue, line, container.clock)
    unrefreshed = container.context(Actor.cockpit())
    container.prepare()
    after = container.context(Actor.cockpit())
    cell = after.reader.cell(after.scope, after.version, "I108", CITY)
    assert cell is not None
    assert (cell.target_value, cell.target_kind) == (95.3, "register")
    assert cell.expected == pytest.approx(80 + 15.3 * 0.9)
    page = IndicatorQueries(after).page(view, "I108")
    assert page.history.chart is not None
    path = dict(zip(page.history.chart.trend.labels, page.history.chart.trend.expected, strict=True))
    assert (path["2020-12"], path["2025-06"], path["2025-12"]) == (80, cell.expected, 95.3)
    words = Looked("".join(map(to_html, layout(view, after, "I108").content))).words
    assert "95.3 %" in words
    assert "登记" in words
    assert "无目标" not in words
    for earlier in (before, unrefreshed):  # what was computed without it is shown without it
        assert IndicatorQueries(earlier).page(view, "I108").card.target.source_kind != "register"  # type: ignore[union-attr]
    container.dispose()


def test_a_change_of_a_count_stands_in_percent_beside_the_difference(look: Look, context: RequestContext) -> None:
    cell = context.reader.cell(context.scope, context.version, "I081", CITY)
    assert cell is not None
    assert cell.value is not None
    assert cell.yoy is not None
    growth = 100 * cell.value / (cell.value - cell.yoy) - 100
    assert f"({growth:+.1f}%)" in look("/indicators/I081").words.replace("−", "-")
    assert 'data-number="growth"' not in look("/indicators/I108").html  # a share changes by points
