"""The screens of functions and topics, read as a visitor reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from queries.request_context import RequestContext
from tests.visitors import Visitor

Look = Callable[[str], Any]


@pytest.mark.parametrize("kind", ["function", "topic"])
def test_each_group_has_a_screen_with_all_its_indicators(look: Look, context: RequestContext, kind: str) -> None:
    city = context.catalogue.regions.city.code
    there = {cell.indicator for cell in context.reader.cells(context.scope, context.version, city)}
    for name in getattr(context.catalogue.plan, f"{kind}s"):
        page = look(f"/{kind}s/{name}")
        members = {key for key, one in context.catalogue.indicators.items() if getattr(one, kind) == name}
        assert members & there <= {number["data-indicator"] for number in page.numbers}


def test_the_parts_that_are_named_and_the_rest_add_up_to_the_score(context: RequestContext) -> None:
    city = context.catalogue.regions.city.code
    for score in context.reader.scores(context.scope, context.version, city, "function"):
        assert score.latest is not None
        assert sum(round(part.points * 10) for part in score.parts) == round(score.latest * 10)


def test_the_districts_are_compared(look: Look, context: RequestContext) -> None:
    page = look("/functions/economy")
    assert {f"/regions/{code}" for code in context.catalogue.regions.at("district")} <= set(page.links)


@pytest.mark.parametrize("address", ["/functions/nothing", "/topics/nothing", "/functions/ecology/more"])
def test_an_unknown_group_is_not_found(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_english_has_english_names(look: Look, context: RequestContext) -> None:
    for name, entry in context.catalogue.plan.functions.items():
        assert look(f"/functions/{name}?lang=en").headings[0] == ("h1", entry.name.en)
