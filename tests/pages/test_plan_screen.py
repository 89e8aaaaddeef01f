"""The screen of the plan, read as a visitor reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indicators.scoring.status import Status
from queries.request_context import RequestContext
from tests.visitors import Visitor

Look = Callable[[str], Any]


def test_each_goal_has_its_place_and_shows_every_indicator_it_has(look: Look, context: RequestContext) -> None:
    page = look("/plan")
    assert [name for name in page.ids if name in context.catalogue.plan.goals] == list(context.catalogue.plan.goals)
    shown = {number["data-indicator"] for number in page.numbers}
    city = context.catalogue.regions.city.code
    wanted = {
        cell.indicator
        for cell in context.reader.cells(context.scope, context.version, city)
        if context.catalogue.indicators[cell.indicator].goal or context.catalogue.indicators[cell.indicator].pillar
    }
    assert wanted <= shown


def test_only_goals_off_track_are_unfolded(look: Look, context: RequestContext) -> None:
    goals = {
        score.subject: score.latest
        for score in context.reader.scores(context.scope, context.version, context.catalogue.regions.city.code, "goal")
    }
    folds = look("/plan").html.split("<details ")[1:]
    for goal, latest in goals.items():
        (mine,) = [fold for fold in folds if f'id="{goal}"' in fold]
        assert ("open" in mine.split(">")[0].split()) == (latest is not None and latest < 60)


def test_the_counts_in_the_sentence_are_those_of_the_cells(look: Look, context: RequestContext) -> None:
    city = context.catalogue.regions.city.code
    inside = [
        cell
        for cell in context.reader.cells(context.scope, context.version, city)
        if context.catalogue.indicators[cell.indicator].goal or context.catalogue.indicators[cell.indicator].pillar
    ]
    off = sum(cell.status == Status.OFF_TRACK for cell in inside)
    assert f"Of its {len(inside)} indicators" in look("/plan?lang=en").words
    assert f"{off} off track." in look("/plan?lang=en").words


def test_figures_of_the_plan_keep_their_qualifier_section_and_mark(look: Look) -> None:
    page = look("/plan")
    assert ">200" in page.words
    assert "≈50,000" in page.words
    assert "≤1" in page.words
    planned = [number for number in page.numbers if number["data-basis"] == "plan"]
    assert len(planned) == 69
    assert "load-targets" in page.words


def test_every_sub_item_is_listed(look: Look, context: RequestContext) -> None:
    words = look("/plan").words
    assert all(section.id in words for section in context.catalogue.plan.sections)


def test_every_number_carries_its_marks_in_both_languages(look: Look) -> None:
    for address in ("/plan", "/plan?lang=en"):
        for number in look(address).numbers:
            assert {"data-region", "data-period", "data-status", "data-basis"} <= set(number)


def test_the_links_of_the_plan_lead_somewhere(look: Look, visitor: Visitor) -> None:
    links = sorted({link for link in look("/plan").links if link.startswith("/indicators/")})
    assert links
    for link in links[::25]:
        assert visitor.get(link).status_code == 200
