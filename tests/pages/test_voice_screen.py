"""The barometer's screen, read as a visitor reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from components.framework.markup import to_html
from components.framework.view import View
from components.hotline.cards import cards
from data.core.actor import Actor
from data.core.settings import Settings
from demo.container import DemoContainer
from indicators.hotline import Finding, SeriesWithBand
from queries.hotline import HotlineQueries
from queries.request_context import RequestContext
from runtime.past_contexts import moment_of
from tests.visitors import entered

Look = Callable[[str], Any]
TOWN = 440607103  # where the demonstration's requests about the environment have lasted for weeks


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_leads_with_the_needle_and_shows_three_lists(look: Look, context: RequestContext, lang: str) -> None:
    page = look(f"/voice?lang={lang}")
    titles = [words for _, words in page.headings]
    assert titles[0] in {"民情晴雨表", "The citizens' barometer"}
    assert 'data-number="voice-mood"' in page.html
    for kind in ("rising", "lasting", "everywhere"):
        assert f'data-number="voice-{kind}"' in page.html


FINDING = Finding(
    "rising",
    "noise",
    TOWN,
    168,
    1240,
    610.4,
    9.1,
    0.001,
    1.0,
    0,
    (),
    0,
    SeriesWithBand("day", (3, 9), (1.0, 1.0), (5.0, 5.0)),
)


def test_a_listed_topic_says_why_and_is_sent_by_a_filled_in_task(context: RequestContext) -> None:
    view = View(lang="en")
    sender = Actor(7, "a leader", "leader", context.scope, frozenset({"view.screens", "task.dispatch"}))
    [card] = HotlineQueries(replace(context, actor=sender)).cards(view, [FINDING])
    html = to_html(cards(view, "rising", [card]))
    assert "1,240 in the last 7 days where about 610 are usual" in html
    assert f"/tasks/new?lang=en&amp;topic=noise&amp;region={TOWN}&amp;count=1240&amp;usual=610.4" in html
    assert "strong signal" in html
    assert "Leping" in html


def test_who_may_not_dispatch_is_offered_nothing_to_send(cockpit: Flask) -> None:
    html = entered(cockpit, "analyst").get("/voice").get_data(as_text=True)
    assert "/tasks/new" not in html


def test_rates_stand_beside_their_volume_and_too_few_is_said(look: Look, context: RequestContext) -> None:
    run = context.voice.run_of(context.scope, context.version)
    assert run is not None
    town = context.voice.region(context.scope, run.run, TOWN)
    assert town is not None
    page = look(f"/voice?region={TOWN}&lang=en")
    few = [one for one in town.topics if one.volume.rated < context.voice_rules.rates.fewest]
    assert few
    assert "too few" in page.words
    assert f"{town.volume.received:,}" in page.words


def test_the_map_follows_topic_days_and_source_in_the_address(look: Look) -> None:
    words = look("/voice?topic=noise&days=7&lang=en").words
    assert "12345 orders, Noise: how many in 7 days" in words
    assert "Grid events, Fire hazards: how many in 28 days" in look("/voice?kind=grid_event&topic=fire&lang=en").words


def test_a_chosen_grid_tells_what_happened_there(look: Look, context: RequestContext) -> None:
    run = context.voice.run_of(context.scope, context.version)
    assert run is not None
    counts = context.voice.by_grid(context.scope, run.run, 1, 0, 28)
    grid = max(counts, key=lambda one: counts[one])
    page = look(f"/voice?grid={grid}&lang=en")
    assert "voice-grid" in page.ids
    assert "In 28 days: " in page.words


@pytest.mark.parametrize("query", ["topic=nothing", "days=x", "kind=none", "grid=99999999999"])
def test_an_address_that_says_nonsense_shows_the_whole_city(look: Look, query: str) -> None:
    assert look(f"/voice?{query}").headings[0][0] == "h1"


def test_the_live_signs_stand_at_the_head_with_their_age(look: Look) -> None:
    html = look("/voice").html
    assert 'id="voice-now"' in html
    assert 'data-sign="V55"' in html


def test_a_time_before_the_analysis_says_so(look: Look, small_city: Settings) -> None:
    city = DemoContainer(small_city)
    city.look_back(moment_of("2024-03-01", city.clock))
    assert "当时还没有晴雨表分析" in look("/voice?as_of=2024-03-01").words


def test_a_district_sees_itself_and_nothing_around_it(cockpit: Flask) -> None:
    sanshui = entered(cockpit, "sanshui")
    own = sanshui.get("/voice?lang=en").get_data(as_text=True)
    assert "Sanshui" in own
    assert sanshui.get("/voice?region=440604").status_code in {403, 404}
    assert "region=440604" not in own
