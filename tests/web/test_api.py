"""The numbers for programs: the forms they come in, and what is said to a wrong question."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from data.operations.audit import audit
from runtime.container import Container
from tests.visitors import Visitor, entered

VALUES = "/api/v1/indicators/I108/values"


@pytest.fixture(scope="module")
def visitor(leader: Visitor) -> FlaskClient:
    return leader


def periods(visitor: FlaskClient, query: str) -> list[str]:
    answer = visitor.get(f"{VALUES}?{query}")
    assert answer.json is not None, answer.data
    return [value["period"] for value in answer.json["values"]]


def test_every_indicator_is_listed_and_leads_to_its_definition(visitor: FlaskClient) -> None:
    listed = visitor.get("/api/v1/indicators").json
    assert listed is not None
    assert len(listed["indicators"]) >= 60

    one = visitor.get(listed["indicators"][0]["href"]).json
    assert one is not None
    assert one["id"] == listed["indicators"][0]["id"]
    assert {"definition", "formula", "targets", "newest"} <= set(one)


def test_from_and_to_bound_the_periods_both_included(visitor: FlaskClient) -> None:
    assert periods(visitor, "from=2024-03&to=2024-05") == ["2024-03", "2024-04", "2024-05"]


def test_a_bound_may_be_longer_than_the_periods(visitor: FlaskClient) -> None:
    assert periods(visitor, "from=2024&to=2024") == [f"2024-{month:02d}" for month in range(1, 13)]
    assert periods(visitor, "grain=quarter&from=2024-04&to=2024Q3") == ["2024Q2", "2024Q3"]


@pytest.mark.parametrize("how", [{"headers": {"Accept": "text/csv"}}, {"query_string": "format=csv"}])
def test_csv_comes_by_accept_or_by_format_and_holds_the_same_numbers(how: dict[str, Any], visitor: FlaskClient) -> None:
    answer = visitor.get(VALUES, **how)
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    told = visitor.get(VALUES).json

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert told is not None
    assert [(row["period"], float(row["value"])) for row in rows] == [
        (value["period"], value["value"]) for value in told["values"]
    ]


def test_excel_reads_what_comes_as_excel(visitor: FlaskClient) -> None:
    sheet = load_workbook(io.BytesIO(visitor.get(f"{VALUES}?format=xlsx").data)).active

    assert sheet is not None
    assert sheet["A1"].value == "indicator"
    assert sheet["A2"].value == "I108"


def test_as_of_is_computed_beside_the_server_and_then_tells_what_was_known(
    visitor: FlaskClient, city_office: Container
) -> None:
    asked = visitor.get(f"{VALUES}?as_of=2024-03-03")

    assert (asked.status_code, asked.headers["Retry-After"]) == (202, "2")
    assert asked.json == {"state": "being-computed", "done": 0, "total": 0, "before": 0}
    while city_office.look_backs.work_off_one(city_office.look_back):
        pass
    first = visitor.get(f"{VALUES}?as_of=2024-03-03").json
    assert first is not None
    assert max(value["period"] for value in first["values"]) <= "2024-02"


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/v1/indicators/none", 404, "unknown-indicator"),
        ("/api/v1/indicators/none/values", 404, "unknown-indicator"),
        (f"{VALUES}?region=1", 400, "unknown-region"),
        (f"{VALUES}?region=٤٤٠٦٠٠", 400, "unknown-region"),
        (f"{VALUES}?region=" + "9" * 5000, 400, "unknown-region"),
        (f"{VALUES}?grain=century", 400, "bad-grain"),
        (f"{VALUES}?format=pdf", 400, "bad-format"),
        (f"{VALUES}?from=2024-13", 400, "bad-period"),
        (f"{VALUES}?from=1900-01R12", 400, "bad-period"),
        (f"{VALUES}?from=2025&to=2024", 422, "from-after-to"),
        (f"{VALUES}?as_of=2025-02-30", 400, "bad-as-of"),
        (f"{VALUES}?as_of=1999-01-01", 404, "nothing-known"),
        (f"{VALUES}?as_of=0001-01-01T00:00", 404, "nothing-known"),
        (f"{VALUES}?colour=red", 400, "unknown-parameter"),
        (f"{VALUES}?region=440600&region=440605", 400, "repeated-parameter"),
        ("/api/v1/nothing", 404, "not-found"),
    ],
)
def test_a_wrong_question_gets_a_code_and_a_reason(path: str, status: int, error: str, visitor: FlaskClient) -> None:
    answer = visitor.get(path)

    assert answer.status_code == status
    assert answer.json is not None
    assert set(answer.json) == {"error", "reason"}
    assert answer.json["error"] == error


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_with_those_that_are_not(method: str, visitor: FlaskClient) -> None:
    answer = visitor.open(VALUES, method=method)

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json is not None
    assert answer.json["error"] == "not-allowed"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_is_taken_away_by_those_who_may_and_each_is_noted(form: str, cockpit: Flask) -> None:
    unit, analyst = entered(cockpit, "water-bureau"), entered(cockpit, "analyst")

    answer = unit.get(f"{VALUES}?format={form}")
    assert (answer.status_code, (answer.json or {})["error"]) == (403, "no-right")
    assert unit.get(VALUES).status_code == 200
    assert "format=csv" not in unit.get("/indicators/I108").get_data(as_text=True)

    assert analyst.get(f"{VALUES}?format={form}").status_code == 200
    with cockpit.extensions["doors"].operations.reading() as connection:
        entry = audit.read(connection, audit.AuditFilter(event="export"), None, 1)[0].entry
    assert (entry.role, entry.object, entry.outcome) == ("analyst", f"I108 440600 {form}", "done")
