"""The steward's screens over the small city: what is overdue, reminding of it, and who may."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from components.framework.markup import to_html
from components.framework.page import NoSuchScreen
from components.framework.view import View
from data.core.actor import Actor
from data.core.scope import Scope
from data.core.settings import Settings
from data.ingest.load_measures import load_file
from demo.container import DemoContainer
from pages.data import calendar, source
from queries.data import DeliveryQueries
from queries.request_context import RequestContext
from tests.visitors import entered, fields_of


@pytest.fixture(scope="module")
def container(small_city: Settings) -> DemoContainer:
    """The data side of the city that these tests' server shows."""
    return DemoContainer(small_city)


@pytest.fixture(scope="module")
def context(container: DemoContainer) -> RequestContext:
    return container.context(Actor.cockpit())


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


def test_looking_back_shows_the_calendar_of_then(container: DemoContainer) -> None:
    now = container.context(Actor.cockpit())
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


def test_a_source_names_every_indicator_that_would_fall_silent_and_its_score_is_the_mean_of_its_parts(
    context: RequestContext,
) -> None:
    name = "industry-it-bureau.industrial-economy-platform"
    html = to_html(source.layout(View(f"/data/sources/{name}"), context, name).content)
    owed = {promise.measure for one in DeliveryQueries(context).sources if one.id == name for promise in one.promises}
    needing = {one for one in context.catalogue.indicators if owed & set(context.catalogue.measures_of(one))}

    assert set(re.findall(r'href="/indicators/(\w+)"', html)) == needing
    parts = [float(text) for text in re.findall(r'data-number="part">([\d.]+)%<', html)]
    (score,) = (float(text) for text in re.findall(r'data-number="quality">([\d.]+)<', html))
    assert len(parts) == 6
    assert score == pytest.approx(sum(parts) / 6, abs=0.15)
    assert "缺" in html
    with pytest.raises(NoSuchScreen):
        source.layout(View("/data/sources/x"), context, "x")


@pytest.fixture
def refused_file(container: DemoContainer, tmp_path: Path) -> int:
    """The batch of a file with a formula for a value and a measure that does not exist."""
    file = tmp_path / f"{uuid4().hex}.csv"
    rows = ['data_centre_racks,禅城区,2025-04,"=HYPERLINK(1)"', f"{uuid4().hex},禅城区,2025-04,5"]
    file.write_text("\n".join(["measure,region,period,value", *rows]), encoding="utf-8")
    report = load_file(container.engine, container.catalogue, file, container.clock, source_id="platform")
    assert len(report.refused) == 2
    return report.batch


def test_a_steward_corrects_a_row_beside_its_fault_and_rejects_another_with_a_reason(
    cockpit: Flask, refused_file: int
) -> None:
    steward = entered(cockpit, "steward")
    page = steward.get(f"/data/quarantine?batch={refused_file}&row=1").get_data(as_text=True)
    form = fields_of(page, "/act/data.correct")
    assert re.search(r'class="at-fault">value[^<]*<code>=HYPERLINK', page)

    bad = steward.post("/act/data.correct", data=form | {"column.value": "-1"})
    good = steward.post("/act/data.correct", data=form | {"column.value": "120"})
    other = fields_of(
        steward.get(f"/data/quarantine?batch={refused_file}&row=2").get_data(as_text=True), "/act/data.reject"
    )
    rejected = steward.post("/act/data.reject", data=other | {"reason": "查无此项"})

    assert (bad.status_code, good.status_code, rejected.status_code) == (422, 303, 303)
    after = steward.get(f"/data/quarantine?batch={refused_file}").get_data(as_text=True)
    assert "查无此项" in after
    assert re.search(r"改正，入第 \d+ 批", after)
    audit = entered(cockpit, "audit-admin").get("/admin/audit").get_data(as_text=True)
    assert f"batch:{refused_file} row:1 in batch:" in audit


def test_quarantine_is_the_stewards_and_its_table_runs_in_no_spreadsheet(cockpit: Flask, refused_file: int) -> None:
    steward, leader = entered(cockpit, "steward"), entered(cockpit)
    table = steward.get(f"/data/quarantine.csv?batch={refused_file}").get_data().decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in table
    assert ",=HYPERLINK" not in table
    form = {"batch": str(refused_file), "row": "1", "reason": "x", "csrf": leader.token()}
    for address in ("/data/quarantine", f"/data/quarantine.csv?batch={refused_file}"):
        assert leader.get(address).status_code == 403
    assert leader.post("/act/data.reject", data=form).status_code == 403
    assert "/data/quarantine" in steward.get("/data").get_data(as_text=True)
