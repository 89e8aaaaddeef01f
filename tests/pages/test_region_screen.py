"""The screen of a district or town, read as a visitor reads it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from queries.request_context import RequestContext
from tests.visitors import Visitor

Look = Callable[[str], Any]
CITY, DISTRICT, TOWN = 440600, 440605, 440605124


@pytest.mark.parametrize("region", [CITY, DISTRICT, TOWN])
def test_it_names_the_region_and_leads_to_its_neighbours(look: Look, context: RequestContext, region: int) -> None:
    page = look(f"/regions/{region}")
    regions = context.catalogue.regions
    assert page.headings[0] == ("h1", regions[region].name.zh)
    shown = regions.children(region) or regions.children(regions[region].parent or region)
    assert {f"/regions/{code}" for code in shown} <= set(page.links)


@pytest.mark.parametrize("region", [CITY, DISTRICT, TOWN])
def test_headings_go_down_one_level_at_a_time(look: Look, region: int) -> None:
    levels = [int(tag[1]) for tag, _ in look(f"/regions/{region}").headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_place_of_a_district_is_that_of_its_score(look: Look, context: RequestContext) -> None:
    scores = {
        score.region: score.latest
        for score in context.reader.scores(context.scope, context.version, subject_kind="city", subject="city")
        if score.region in context.catalogue.regions.at("district") and score.latest is not None
    }
    ordered = sorted(scores, key=lambda code: -scores[code])
    for code in ordered:
        better = sum(scores[other] > scores[code] for other in ordered)
        assert f"{better + 1} of {len(ordered)} districts" in look(f"/regions/{code}?lang=en").words


def test_a_town_shows_its_five_functions_beside_its_siblings(look: Look, context: RequestContext) -> None:
    html = look(f"/regions/{TOWN}").html
    siblings = len(context.catalogue.regions.children(DISTRICT)) - 1
    assert html.count('class="multiple"') == len(context.catalogue.plan.functions)
    assert html.count('class="peer"') == siblings * len(context.catalogue.plan.functions)


def test_size_is_shown_with_its_basis_and_with_what_is_published(look: Look) -> None:
    page = look(f"/regions/{DISTRICT}")
    size = [number for number in page.numbers if number["data-indicator"] == "S015"]
    assert len(size) == 3
    assert {number["data-basis"] for number in size} <= {"demo", "published"}
    assert "371.93" in page.words


@pytest.mark.parametrize("region", [CITY, DISTRICT, TOWN])
def test_every_number_carries_its_marks(look: Look, region: int) -> None:
    for number in look(f"/regions/{region}?lang=en").numbers:
        assert {"data-region", "data-period", "data-status", "data-basis"} <= set(number)


@pytest.mark.parametrize("code", ["1", "abc", "440605999", "-440605", "４４０６０５"])
def test_an_unknown_region_is_not_found(visitor: Visitor, code: str) -> None:
    assert visitor.get(f"/regions/{code}").status_code == 404


def test_every_region_of_the_city_has_a_screen(visitor: Visitor, context: RequestContext) -> None:
    assert {visitor.get(f"/regions/{code}").status_code for code in context.catalogue.regions.codes} == {200}
