"""A page that looks back shows nothing of the present: no later value, number or time, nothing live, nothing that acts.

Every page there is, with what it leads to, on the demonstration city with its tasks, at a day and at a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Column, select

from data.core.actor import Actor
from data.core.clock import parse_moment, to_epoch
from data.operations.alerts.alert_tables import alert, incident
from data.operations.supervision.supervision_tables import matter, matter_milestone
from data.operations.tasks.task_tables import task
from pages import PAGES
from queries.local_time import local
from runtime.container import Container
from tests.lived_city import lived_city
from tests.visitors import Visitor, entered

MOMENTS = ("2025-06-20", "2025-06-30T06:30")
STARTS = (
    *("/", "/plan", "/alerts", "/alerts?state=closed", "/tasks", "/tasks/new", "/supervision", "/voice", "/vitals"),
    *("/vitals/environment", "/devices", "/devices/x", "/indicators", "/notices", "/account", "/wall", "/wall/flood"),
    *("/tasks?view=board", "/tasks?view=load", "/tasks?view=map", "/history", "/supervision/bulletins/2025-06-20"),
    *("/data", "/forecast"),
    *("/regions/440604", "/regions/440604011", "/functions/services", "/topics/safety", "/indicators/I108"),
)
EACH = 4  # pages of a kind that are looked at
NUMBERED = {"tasks": task.c.created_at, "alerts": alert.c.raised_at, "incidents": incident.c.opened_at}
AHEAD = (task.c.due_accept, task.c.due_feedback, task.c.due_close, task.c.resume_at, matter_milestone.c.due)


@dataclass(frozen=True)
class City:
    """The city, a visitor of it, and what of it is known."""

    container: Container
    leader: Visitor

    def get(self, address: str, as_of: str) -> str:
        """The page at an address as it was; computed first where nobody asked for it before."""
        asked = f"{address}{'&' if '?' in address else '?'}as_of={as_of}"
        if self.leader.get(asked).status_code == 202:
            while self.container.look_backs.work_off_one(self.container.look_back):
                pass
        answer = self.leader.get(asked)
        assert answer.status_code == 200, (asked, answer.status)
        return answer.text

    def numbers_after(self, column: Column[int], moment: int) -> set[str]:
        """The numbers of what came later."""
        with self.container.operations.reading() as connection:
            query = select(column.table.c.id).where(column > moment)
            return {str(number) for number in connection.execute(query).scalars()}

    def days_ahead(self, moment: int) -> set[str]:
        """Days that lie ahead of a moment as deadlines that were known then: `2025-07-03`, `07-03`."""
        with self.container.context(
            Actor.cockpit(), local(moment).strftime("%Y-%m-%dT%H:%M")
        ).operations.reading() as then:
            known = [one for column in AHEAD for one in then.execute(select(column).where(column > moment)).scalars()]
            known += then.execute(select(matter.c.answer_by)).scalars()
        return {words for one in known for words in (f"{local(one):%Y-%m-%d}", f"{local(one):%m-%d}")}


@dataclass
class Walk:
    """Every page that can be reached at a moment, at most EACH of a kind, as it was then."""

    city: City
    as_of: str
    pages: dict[str, str] = field(default_factory=dict)

    def go(self) -> dict[str, str]:
        waiting = list(STARTS)
        while waiting:
            address = waiting.pop(0)
            if address in self.pages or self._enough(address):
                continue
            self.pages[address] = page = self.city.get(address, self.as_of)
            found = {urlsplit(unescape(href)).path for href in re.findall(r'href="(/[^"]*)"', _main(page))}
            waiting += sorted(one for one in found if one.split("/")[1] in NUMBERED | {"supervision": 0, "regions": 0})
        return self.pages

    def _enough(self, address: str) -> bool:
        kind = _kind(address)
        return address not in STARTS and sum(_kind(one) == kind for one in self.pages) >= EACH


def _kind(address: str) -> str:
    return "/".join(urlsplit(address).path.split("/")[:3][:-1])


def _main(page: str) -> str:
    return page[page.find("<main") : page.find("</main>")]


@pytest.fixture(scope="module")
def city(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    container, server = lived_city(built_city, tmp_path_factory.mktemp("looking-back") / "home")
    yield City(container, entered(server))
    container.dispose()


@pytest.fixture(scope="module", params=MOMENTS)
def walk(request: pytest.FixtureRequest, city: City) -> Walk:
    found = Walk(city, request.param)
    found.go()
    return found


def of_the_present(page: str, city: City, as_of: str) -> list[str]:
    """What of a page was not there at a moment: the measure is how many there are."""
    then = parse_moment(as_of)
    assert then is not None
    moment = to_epoch(then)
    day, minute, month = f"{then:%Y-%m-%d}", f"{then:%m-%d %H:%M}", f"{then:%Y-%m}"
    ahead, main = city.days_ahead(moment), _main(page)
    found = [f"live: {one}" for one in re.findall(r"data-(?:live|age)=\"[^\"]*\"", page)]
    found += [f"period: {one}" for one in re.findall(r'data-period="(\d{4}-\d{2})', page) if one > month]
    for name, column in NUMBERED.items():
        later = city.numbers_after(column, moment)
        found += [f"{name}: {one}" for one in re.findall(rf'href="/{name}/(\d+)', page) if one in later]
    found += [f"day: {one}" for one in re.findall(r"\b(\d{4}-\d{2}-\d{2})\b", main) if one > day and one not in ahead]
    times = re.findall(r"\b(\d{2}-\d{2} \d{2}:\d{2})\b", main)
    found += [f"time: {one}" for one in times if one > minute and one[:5] not in ahead]
    acts = re.findall(r"<form[^>]*>", main)
    found += [f"acts: {one}" for one in acts if 'method="post"' in one]
    return found + [f"acts: {one}" for one in re.findall(r'href="(/tasks/new[^"]*)"', main)]


def test_no_part_of_any_page_shows_the_present(walk: Walk, city: City) -> None:
    found = {address: of_the_present(page, city, walk.as_of) for address, page in walk.pages.items()}

    ends_of_weeks = {"/supervision/bulletins/2025-06-20": ["day: 2025-06-22"]}
    assert {name: parts for name, parts in found.items() if parts and parts != ends_of_weeks.get(name)} == {}


def test_the_walk_came_to_every_page(walk: Walk) -> None:
    reached = {urlsplit(address).path.split("/")[1] for address in walk.pages}

    unreached = {page.rule.split("/")[1] for page in PAGES} - reached
    assert unreached <= {"admin", *(() if "T" in walk.as_of else ("alerts", "incidents"))}, "no alert is that old"


def test_the_measure_sees_the_present_where_it_is(city: City) -> None:
    counted = {address: len(of_the_present(city.leader.get(address).text, city, MOMENTS[0])) for address in STARTS}

    assert all(counted[address] for address in ("/", "/tasks", "/alerts", "/vitals", "/supervision", "/plan"))


def test_every_page_that_looks_back_says_so_and_leads_back(walk: Walk) -> None:
    for address, page in walk.pages.items():
        now = re.search(r'<a [^>]*class="button past-now"[^>]*>', page)
        assert 'data-past="1"' in page, address
        assert now, address
        assert "as_of=" not in now[0], address


def test_what_is_not_kept_says_so_in_its_place_and_the_rest_is_there(walk: Walk) -> None:
    whole = {name for name, page in walk.pages.items() if 'data-not-kept="' in page and len(_main(page)) < 1000}
    part = {name for name, page in walk.pages.items() if 'data-not-kept="signs"' in page} - whole

    assert whole == {
        *("/vitals", "/vitals/environment", "/devices", "/devices/x"),
        *("/tasks/new", "/notices", "/account", "/wall", "/wall/flood", "/history", "/forecast"),
    }
    assert {"/", "/regions/440604", "/regions/440604011"} <= part


def test_the_clock_of_the_plan_is_that_of_the_day(city: City) -> None:
    then = city.get("/plan", "2025-06-20")

    assert "今天 2025-06-20" in re.sub(r"<[^>]+>", " ", then).replace("  ", " ")
    assert "规划期已过 89%" in then
    assert "规划期已过 90%" in city.leader.get("/plan").text


def test_a_month_whose_data_had_not_come_is_named_and_not_compared(city: City) -> None:
    then = city.get("/", "2025-06-20")

    assert "2025-06 的数据尚未到齐" in then
    assert "2025-05 较 2025-04" in then
    assert "2025-06 较 2025-05" not in then


def test_a_form_that_was_on_a_page_of_the_past_is_refused(city: City) -> None:
    number = min(city.numbers_after(alert.c.raised_at, 0), key=int)
    form = {"csrf": city.leader.token() or "", "alert": number}
    where = "/alerts/1?as_of=2025-06-30T06:30"

    by_address = city.leader.post("/act/alert.acknowledge?as_of=2025-06-30", data=form)
    by_way_back = city.leader.post("/act/alert.acknowledge", data={**form, "back": where})
    by_referrer = city.leader.post("/act/alert.acknowledge", data=form, headers={"Referer": f"http://localhost{where}"})
    for answer in (by_address, by_way_back, by_referrer):
        assert answer.status_code in (403, 409), answer.status


def test_the_calendar_marks_loads_and_leads_each_past_day_to_the_page_it_was_opened_on(city: City) -> None:
    page = city.leader.get("/history?of=/plan&at=2025-06-20&lang=en").text

    days = {tag for tag in re.findall(r"<a [^>]*load-day[^>]*>", page) if 'href="/plan?lang=en&amp;as_of=' in tag}
    assert [tag for tag in days if "as_of=2025-06-18" in tag and "has-loads" in tag]
    assert [tag for tag in days if "as_of=2025-06-20" in tag and 'aria-current="date"' in tag]
    assert "as_of=2025-06-30" not in page, "today is not over"
    loaded = re.findall(r"<li><a [^>]*>(\d{4}-\d{2}-\d{2})</a>", page)
    assert loaded
    assert loaded == sorted(loaded, reverse=True)


def test_the_chip_leads_to_the_calendar_for_this_page(city: City) -> None:
    then = city.get("/plan", "2025-06-20")

    chip = re.search(r'<a [^>]*data-sheet="loads"[^>]*>', then)
    assert chip
    assert 'href="/history?of=%2Fplan&amp;at=2025-06-20"' in chip[0]
