"""The overview, read as a leader reads it: the sentence, why the score moved, one place for score, list and map."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from components.formatting.sentences import interpolated
from components.framework.view import Lang, View
from queries.leadership import OverviewQueries
from queries.request_context import RequestContext
from tests.overview_redraw import NAMES, OUTPUT

Look = Callable[[str], Any]
SANSHUI = 440607


def test_the_sentence_says_the_score_its_change_and_what_moved_it(look: Look, context: RequestContext) -> None:
    lead = OverviewQueries(context).lead(View())
    page = look("/")

    assert lead.change is not None
    said = re.search(
        r"佛山市总体(平稳|需关注|偏离)：(\d+)分，[\d-]+较[\d-]+([+−][\d.]+)，", page.words.replace(" ", "")
    )
    assert said, page.words[:400]
    assert int(said[2]) == round(lead.score.value or 0)
    assert float(said[3].replace("−", "-")) == lead.change
    if lead.driver is not None:
        assert np.sign(lead.driver.change) == np.sign(lead.change)
        assert {lead.driver.href, *(href for _, href in lead.driver.causes)} <= set(page.links)


def test_what_the_functions_did_adds_up_to_the_change(context: RequestContext) -> None:
    shown = OverviewQueries(context).score(View())

    assert shown.change is not None
    assert round(sum(one.moved or 0.0 for one in shown.functions), 1) == shown.change


def test_a_district_chosen_filters_sentence_score_list_and_map(look: Look, ask: Callable[..., Any]) -> None:
    page = look(f"/?district={SANSHUI}")
    answer = ask(OUTPUT, "overview-address", {"address": f"/?district={SANSHUI}"})

    assert set(answer) == set(NAMES)
    assert "三水区总体" in page.words.replace(" ", "")
    assert "三水区总体" in re.sub("<[^>]+>", "", answer["overview-lead"]["html"])
    places = {int(one["data-region"]) for one in page.numbers if one["data-indicator"].startswith(("I", "S", "D"))}
    assert places
    assert all(code == SANSHUI or code // 1000 == SANSHUI for code in places)


@pytest.mark.parametrize("layer", ["score", "I108"])
def test_every_region_of_the_map_has_the_class_of_its_status(look: Look, layer: str) -> None:
    html = look(f"/?map={layer}").html

    shapes = re.findall(r'class="region region-(\w+)"', html)
    legend = re.search(r'<ul class="legend">(.*?)</ul>', html, re.DOTALL)
    assert len(shapes) == 5
    assert set(shapes) <= {"off_track", "watch", "on_track", "unknown"}
    assert legend
    counted = re.findall(r'region-(\w+)".*?<b[^>]*>(\d+)</b>', legend[1], re.DOTALL)
    assert {kind: int(count) for kind, count in counted if count != "0"} == {s: shapes.count(s) for s in shapes}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ["，", "乙", " 较 ", "丙", " ", "甲"]), ("en", [", ", "甲", " in ", "乙", " against ", "丙"])],
)
def test_a_message_is_woven_in_the_order_of_its_language(lang: Lang, words: list[str]) -> None:
    assert interpolated(View(lang=lang), "lead.moved", change="甲", newest="乙", before="丙") == words
