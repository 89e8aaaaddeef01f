"""Scores say what is missing in them, caps say their names and months, and nothing is called normal unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from components.formatting.completeness import Completeness, completeness_words, reported_beside
from components.framework.markup import to_html
from components.framework.view import View
from components.leadership.score_caps import cap_list, capped_months
from components.vitals.not_normal import NotNormal, raised_list
from indicators.compute.results import GroupScore
from queries.indicator_values import score_names
from queries.request_context import RequestContext

Look = Callable[[str], Any]
ZH, EN = View(path="/"), View(path="/", lang="en")
CITY = ("city", "city", 24)
MISSING = Completeness(71.6, 80.2, 3, 0.9, 1.0)


def scores_of(context: RequestContext, region: int) -> dict[tuple[str, str], GroupScore]:
    found = context.reader.scores(context.scope, context.version, region)
    return {(one.kind, one.subject): one for one in found}


@pytest.mark.parametrize(
    ("shown", "zh", "en"),
    [
        (MISSING, "缺 3 项，按 0 分计：报齐后不低于 72；已报部分 80", "3 missing, counted as 0: not below 72"),
        (replace(MISSING, silent=0, reported=None), "应报的都已报来", "All that is due has come"),
        (replace(MISSING, score=None, coverage=0.04), "已报的权重占 4%，不足一半，不计分", "4% of the weight has come"),
        (replace(MISSING, score=None, judged=0.04), "有目标可评的权重占 4%", "4% of the weight has a target"),
        (replace(MISSING, silent=None, reported=None), "这一版没有算最低分", "was not computed in this version"),
    ],
)
def test_a_score_says_what_it_stands_on(shown: Completeness, zh: str, en: str) -> None:
    assert zh in completeness_words(ZH, shown)
    assert en in completeness_words(EN, shown)


def test_what_has_come_stands_beside_the_score_and_is_read_out_in_full() -> None:
    html = to_html(reported_beside(ZH, MISSING))
    assert '<span aria-hidden="true">（已报 80）</span>' in html
    assert f'<span class="spoken">{completeness_words(ZH, MISSING)}</span>' in html
    assert reported_beside(ZH, replace(MISSING, reported=72.4)) is None
    assert "（已知 4%）" in to_html(reported_beside(ZH, replace(MISSING, score=None, coverage=0.04)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_overview_function_and_region_say_how_low_their_scores_are(
    look: Look, context: RequestContext, lang: str
) -> None:
    view = EN if lang == "en" else ZH
    topic = next(iter(context.catalogue.plan.topics))
    district = context.catalogue.regions.at("district")[0]
    pages = {
        "/": (context.catalogue.regions.city.code, "city", "city"),
        "/functions/society": (context.catalogue.regions.city.code, "function", "society"),
        f"/topics/{topic}": (context.catalogue.regions.city.code, "topic", topic),
        f"/regions/{district}": (district, "city", "city"),
    }
    for address, (region, kind, subject) in pages.items():
        score = scores_of(context, region)[kind, subject]
        html = look(f"{address}?lang={lang}").html
        silent = None if score.silent is None else len(score.silent)
        shown = Completeness(score.latest, score.reported, silent, score.coverage, score.judged)
        assert completeness_words(view, shown) in html
    assert scores_of(context, context.catalogue.regions.city.code)["function", "society"].silent


def test_every_cap_of_the_months_shown_is_named_and_shaded_for_city_function_and_district(
    look: Look, context: RequestContext
) -> None:
    names, regions = score_names(ZH, context.catalogue), context.catalogue.regions
    shown = [
        ("/functions/society", regions.city.code, "function", "society", None),
        ("/", regions.city.code, "city", "city", 13),
    ]
    shown += [(f"/regions/{code}", code, *CITY) for code in regions.at("district")]
    for address, region, kind, subject, months in shown:
        bands = capped_months(ZH, scores_of(context, region)[kind, subject], names, months)
        html = look(address).html
        assert all(band.words in html for band in bands)
        assert html.count('<rect class="band"') >= len(bands)
    assert any(
        capped_months(ZH, scores_of(context, code)["city", "city"], names, 24) for code in regions.at("district")
    )


def test_a_cap_that_lasts_is_said_openly_and_one_that_is_over_is_folded(context: RequestContext) -> None:
    names = score_names(ZH, context.catalogue)
    for code in context.catalogue.regions.at("district"):
        score = scores_of(context, code)["city", "city"]
        bands = capped_months(ZH, score, names, 24)
        html = to_html(cap_list(ZH, bands)) if bands else ""
        openly = html.split("<details")[0]
        for band in bands:
            assert (band.words in openly) == (band.last == 23)


def test_nothing_is_called_normal_where_no_reading_comes_in() -> None:
    silent = to_html(raised_list(ZH, NotNormal(False, 0, 0, [], []), 5))
    assert "没有任何体征有读数" in silent
    some = to_html(raised_list(EN, NotNormal(False, 3, 2, [], []), 5))
    assert "The 3 signs with readings are normal; 2 have none" in some
    assert "全部正常" in to_html(raised_list(ZH, NotNormal(False, 5, 0, [], []), 5))
