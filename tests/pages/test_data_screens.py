"""The steward's screens over the small city: what is overdue, reminding of it, and who may."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from components.framework.markup import to_html
from components.framework.view import View
from data.core.actor import Actor
from data.core.scope import Scope
from pages.data import calendar
from queries.data import DeliveryQueries
from queries.request_context import RequestContext
from runtime.container import Container
from tests.visitors import entered, fields_of


@pytest.fixture(scope="module")
def context(city_office: Container) -> RequestContext:
    return city_office.context(Actor.cockpit())


def test_the_calendar_has_a_row_a_source_and_begins_with_what_is_overdue_the_longest(context: RequestContext) -> None:
    shown = DeliveryQueries(context).calendar(View("/data"))
    html = to_html(calendar.layout(View("/data"), context).content)

    days = [row.days for row in shown.overdue]
    assert days == sorted(days, reverse=True)
    assert days
    assert [row.id for row in shown.rows][: len(days)] == [row.id for row in shown.overdue]
    assert html.count("<tr>") == len(shown.rows) + 1
    assert all(len(row.cells) == 18 for row in shown.rows)
    states = {cell.state for row in shown.rows for cell in row.cells}
    assert {"on_time", "partial", "corrected", None} <= states


def test_an_open_month_is_never_counted_as_kept(context: RequestContext) -> None:
    queries = DeliveryQueries(context)
    overdue = next(one for one in queries.sources if queries.open_of(one.id))
    row = next(row for row in queries.calendar(View("/data")).rows if row.id == overdue.id)

    assert row.share != "100%"


def test_looking_back_shows_the_calendar_of_then(city_office: Container) -> None:
    now = city_office.context(Actor.cockpit())
    items = now.deliveries.items(now.scope, now.today, now.clock.now().replace(year=2024))

    assert all(item.state in {"missing", "partial", "not_due", "early"} for one in items.values() for item in one[-3:])


def test_a_unit_sees_what_it_owes_itself(context: RequestContext) -> None:
    theirs = replace(context, actor=replace(context.actor, scope=Scope(None, frozenset({"transport-bureau"}))))

    assert {one.unit for one in DeliveryQueries(theirs).sources} == {"transport-bureau"}


def test_a_steward_reminds_a_unit_with_one_click_and_the_unit_finds_it_among_its_notices(cockpit: Flask) -> None:
    steward = entered(cockpit, "steward")
    page = steward.get("/data").get_data(as_text=True)
    form = fields_of(page, "/act/data.remind")

    assert steward.post("/act/data.remind", data=form).status_code == 303

    again = steward.get("/data").get_data(as_text=True)
    assert "已催报" in again
    unit = form["source"].partition(".")[0]
    audit = entered(cockpit, "audit-admin").get("/admin/audit").get_data(as_text=True)
    assert "data.remind" in audit
    assert form["source"] in audit
    assert unit


def test_nobody_else_reminds_and_nobody_of_what_is_not_overdue(cockpit: Flask) -> None:
    steward, leader = entered(cockpit, "steward"), entered(cockpit)
    page = steward.get("/data").get_data(as_text=True)
    form = fields_of(page, "/act/data.remind")
    kept = next(one for one in re.findall(r'href="/data/sources/([^"?]+)"', page)[::-1] if f'value="{one}"' not in page)

    assert "/act/data.remind" not in leader.get("/data").get_data(as_text=True)
    assert leader.post("/act/data.remind", data=form | {"csrf": leader.token()}).status_code == 403
    assert steward.post("/act/data.remind", data=form | {"source": kept, "once": ""}).status_code == 409
    assert steward.post("/act/data.remind", data=form | {"source": "nobody.nothing", "once": ""}).status_code == 403
