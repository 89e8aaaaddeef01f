"""A day that nobody looked back to before costs a web worker nothing: its page says how far it is, and comes back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import event

from runtime.container import Container
from tests.visitors import Visitor, entered

DAY = "/plan?as_of=2024-09-{:02}"


@pytest.fixture
def leader(cockpit: Flask) -> Visitor:
    return entered(cockpit)


def work_off(container: Container) -> int:
    done = 0
    while container.look_backs.work_off_one(container.look_back):
        done += 1
    return done


def test_the_page_says_so_at_once_refreshes_itself_and_is_there_when_computed(
    leader: Visitor, city_office: Container
) -> None:
    work_off(city_office)  # what earlier tests asked for
    written: list[str] = []
    event.listen(city_office.engine, "begin", lambda connection: written.append("begun"))

    first, english = leader.get(DAY.format(1)), leader.get(f"{DAY.format(1)}&lang=en")

    assert (first.status_code, english.status_code) == (202, 202)
    assert "正在计算当时的数据" in first.text
    assert "being computed" in english.text
    assert '<meta http-equiv="refresh" content="2">' in first.text
    assert "<progress" in first.text
    assert not written, "the web side computes nothing"
    assert work_off(city_office) == 1
    assert leader.get(DAY.format(1)).status_code == 200


def test_a_part_of_a_page_is_told_to_ask_again(leader: Visitor, city_office: Container) -> None:
    version = {"address": DAY.format(2), "version": "-"}
    asked = {
        "output": "fresh.data",
        "outputs": {"id": "fresh", "property": "data"},
        "inputs": [{"id": "live", "property": "data", "value": version}],
        "changedPropIds": ["live.data"],
    }
    answer = leader.post("/_dash-update-component", json=asked)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    work_off(city_office)


def test_past_the_limit_an_account_is_refused_clearly_and_others_are_not(
    cockpit: Flask, leader: Visitor, city_office: Container
) -> None:
    asked = [leader.get(DAY.format(day)) for day in (3, 4, 5, 6)]
    other = entered(cockpit, "analyst").get(DAY.format(7))
    refused = leader.get("/api/v1/indicators/I108/values?as_of=2024-09-06")

    assert [one.status_code for one in asked] == [202, 202, 202, 429]
    assert "待计算的历史时刻过多" in asked[-1].text
    assert other.status_code == 202
    assert refused.status_code == 429
    assert (refused.json or {})["error"] == "too-many-look-backs"
    assert work_off(city_office) == 4
