"""The barometer's table to take away: for whom, of what, and nothing small in it."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import delete

from data.core.scope import OutOfScope, Scope
from data.warehouse.hotline_tables import voice_table
from runtime.container import Container
from tests.visitors import Visitor, entered
from web.api.hotline_table import FORMS


@pytest.fixture(scope="module", autouse=True)
def tables(city_office: Container) -> None:
    """The tables, as the process beside the server makes them."""
    city_office.keep_voice_tables(FORMS)


def table(visitor: Visitor, address: str) -> list[list[str]]:
    answer = visitor.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_no_small_count_is_given_away_and_what_is_given_adds_up(leader: Visitor) -> None:
    heads, *rows, last = table(leader, "/voice/table.csv")
    assert heads[0] == "grid"
    assert rows
    cells = [cell for row in rows for cell in row[2:-1]]
    assert "*" in cells
    assert {int(cell) for cell in cells if cell != "*"} & {1, 2} == set()
    for row in rows:
        if "*" not in row:
            assert sum(map(int, row[2:-1])) == int(row[-1])
        else:
            hidden = row[2:-1].count("*")
            left = int(row[-1]) - sum(int(cell) for cell in row[2:-1] if cell != "*") if row[-1] != "*" else 99
            assert left - (hidden - 1) >= 3, "each of what is suppressed could be three or more"
    assert int(last[-1]) > 0


def test_it_keeps_to_the_region_and_comes_as_a_workbook_too(leader: Visitor) -> None:
    _, *rows, _ = table(leader, "/voice/table.csv?region=440607103&days=7")
    assert {row[1] for row in rows} <= {"乐平镇"}
    book = leader.get("/voice/table.xlsx?region=440607103")
    assert book.get_data()[:2] == b"PK"
    assert 'filename="voice-440607103-20250629-28d.xlsx"' in book.headers["Content-Disposition"]


def test_only_those_who_may_take_tables_away_get_it_and_only_of_their_regions(cockpit: Flask) -> None:
    assert entered(cockpit, "duty-chief").get("/voice/table.csv").status_code == 403
    assert entered(cockpit, "sanshui").get("/voice/table.csv?region=440604").status_code == 403


def test_other_forms_are_not_there(leader: Visitor) -> None:
    assert leader.get("/voice/table.exe").status_code == 404


def test_who_took_it_is_noted(cockpit: Flask, leader: Visitor) -> None:
    leader.get("/voice/table.csv?region=440606")
    page = entered(cockpit, "audit-admin").get("/admin/audit?event=export").get_data(as_text=True)
    assert "voice 440606 28d csv" in page


def test_a_table_is_never_given_to_those_who_may_see_a_part_of_its_region_only(city_office: Container) -> None:
    run = city_office.voice.run_of(Scope.everything(), city_office.reader.version(Scope.everything()))
    assert run is not None

    with pytest.raises(OutOfScope):
        city_office.voice.table(Scope.of_regions([440607]), run.run, 440607, 28, "csv", "any")


def test_until_the_tables_of_a_run_are_made_beside_the_server_the_answer_says_so(
    leader: Visitor, city_office: Container
) -> None:
    made_again = city_office.keep_voice_tables(FORMS)
    with city_office.engine.begin() as connection:
        connection.execute(delete(voice_table))

    waiting = leader.get("/voice/table.csv")

    assert not made_again, "they are made once for a run"
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "2")
