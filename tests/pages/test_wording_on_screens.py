"""A figure that its source gives only as a limit is never shown as if it were exact."""

from datetime import datetime
from pathlib import Path

import pytest

from components.framework.markup import to_html
from components.framework.view import View
from components.indicators.history_panel import draw_history
from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE, FixedClock
from data.core.qualifier import Qualifier
from data.core.settings import Settings
from data.snapshots.refresh import refresh
from data.warehouse.facts import NewFacts, append_facts
from demo.container import DemoContainer
from pages.indicators import detail_drawer
from pages.indicators import indicator as screen
from queries.indicators import IndicatorQueries
from queries.request_context import RequestContext

CITY = 440600
ROBOTS, CHANCHENG_PER_HEAD = "I015", "S006"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> RequestContext:
    """A city of its own that holds the published figures and a limit for a district, in the summer of 2022."""
    home: Path = tmp_path_factory.mktemp("own")
    settings = Settings.from_environment({"COCKPIT_HOME": str(home), "COCKPIT_CITY": "own"})
    container = DemoContainer(settings, FixedClock(datetime(2022, 7, 1, 10, tzinfo=BUSINESS_ZONE)))
    container.prepare()
    limit = NewFacts.of(["gdp"], [440604], [202140], [2000.0], basis=1, wording=int(Qualifier.MORE_THAN))
    append_facts(container.engine, container.catalogue, "district", "gdp.csv", limit, container.clock.now())
    refresh(container.engine, container.catalogue, container.clock)
    return container.context(Actor.cockpit())


@pytest.fixture(params=["zh", "en"])
def view(request: pytest.FixtureRequest) -> View:
    return View(path="/", lang=request.param)


def looked(view: View, context: RequestContext, name: str, region: int = CITY) -> str:
    there = View(path=f"/indicators/{name}", lang=view.lang, options={"region": str(region)})
    return to_html(screen.layout(there, context, name).content)


def test_the_card_shows_the_sign_and_says_in_a_sentence_what_the_value_rests_on(
    view: View, published: RequestContext
) -> None:
    html = looked(view, published, ROBOTS)
    assert "<b>&gt;10,000</b>" in html
    assert 'data-wording="more_than"' in html
    said = "来源未给出确数，只说“超过 10,000 台”。" if view.lang == "zh" else "only “more than 10,000 robots”."
    assert said in html


def test_origin_and_vintages_repeat_the_words_of_the_source(view: View, published: RequestContext) -> None:
    html = looked(view, published, ROBOTS)
    assert ("来源表述为“超过 10,000 台”" if view.lang == "zh" else "stated as “more than 10,000 robots”") in html
    vintages = html.split("indicator-vintages")[1]
    assert ("&gt;10,000 台" if view.lang == "zh" else "&gt;10,000 robots") in vintages


def test_the_table_twin_has_the_sign_too(view: View, published: RequestContext) -> None:
    there = View(path=f"/indicators/{ROBOTS}", lang=view.lang)
    twin = draw_history(there, IndicatorQueries(published).history(there, ROBOTS)).twin
    assert "<b>&gt;10,000</b>" in twin


def test_a_ratio_says_which_of_its_measures_is_a_limit(view: View, published: RequestContext) -> None:
    html = looked(view, published, CHANCHENG_PER_HEAD, 440604)
    assert 'data-number="numerator">&gt;2,000</b>' in html or '<b data-number="numerator">&gt;2,000' in html
    gdp = published.catalogue.measures["gdp"].name
    assert (
        f"{view.localise(gdp)}{'表述为“超过 2,000' if view.lang == 'zh' else ' is stated as “more than 2,000'}" in html
    )


def test_the_sheet_shows_sign_and_sentence(view: View, published: RequestContext) -> None:
    asked = {"indicator": ROBOTS, "region": str(CITY), "period": "2020"}
    html = to_html(detail_drawer.content(view, published, asked))
    assert "<b>&gt;10,000</b>" in html
    assert "caution" in html


def test_exact_figures_carry_no_sign(view: View, published: RequestContext) -> None:
    html = looked(view, published, "I001")
    assert "data-wording" not in html
    assert "caution" not in html
