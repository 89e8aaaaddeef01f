"""Tasks from sight to closed, through the screens and without a script; supervision; what was told about the past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app import create_server, tell_demonstration
from components.messages import message
from components.tasks.task_fields import MOVES
from data.core.clock import to_epoch
from data.core.scope import Scope
from data.core.settings import Settings
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import how_many, tasks
from demo.container import DemoContainer
from indicators.tasks.model import NumberOutcome
from indicators.tasks.states import OPEN, SETTLED, TaskState
from tasks import TaskTransition
from tests.visitors import Visitor, entered, fields_of
from web.security.rate_limits import RATES, RateLimits

EVERYTHING = Scope.everything()


@pytest.fixture(scope="module")
def container(small_city: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoContainer]:
    """The small city with tasks of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('operations') / 'operations.db'}"
    opened = DemoContainer(replace(small_city, operations_url=url))
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def server(container: DemoContainer) -> Flask:
    """Its cockpit, with the demonstration's tasks."""
    often = RateLimits({name: "1000000/minute" if name != "note" else rate for name, rate in RATES.items()})
    made = create_server(container=container, limits=often)
    tell_demonstration(container)
    return made


def page(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return str(answer.get_data(as_text=True).split('<script id="boot"', 1)[0])


def do(visitor: Visitor, markup: str, action: str, **given: Any) -> Any:
    """Send a form of a page as a browser would."""
    return visitor.post(action, data={**fields_of(markup, action), **given}, content_type="multipart/form-data")


def sent(server: Flask, unit: str = "water-bureau") -> int:
    """A task that the leader has just sent about a place; returns its number."""
    leader = entered(server)
    form = page(leader, "/tasks/new?place=440607103&where=test")
    answer = do(leader, form, "/act/task.send", title="排涝", unit=unit, urgency="urgent")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:500]
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def photo() -> tuple[BytesIO, str]:
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    made.seek(0)
    return made, "现场.jpg"


def test_a_red_row_opens_a_task_that_is_filled_in_and_the_second_step_sends_it_once(server: Flask) -> None:
    leader = entered(server)
    buttons = [tag for tag in re.findall(r"<a [^>]*>", page(leader, "/")) if 'class="dispatch"' in tag]
    link = re.search(r'href="([^"]+)"', buttons[0])
    assert link
    form = page(leader, link[1].replace("&amp;", "&"))
    fields = fields_of(form, "/act/task.send")
    title = re.search(r'name="title" value="([^"]+)"', form)
    unit = re.search(r'<option value="([^"]+)" selected>', form)
    assert title
    assert unit
    said = {**fields, "title": title[1], "unit": unit[1], "urgency": "important"}

    answers = [leader.post("/act/task.send", data=said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    number = answers[0].headers["Location"].rsplit("/", 1)[1]
    assert f'data-task="{number}"' in page(leader, "/")


def test_from_dispatch_over_a_photo_to_the_rating(server: Flask, container: DemoContainer) -> None:
    number = sent(server)
    unit, supervisor, leader = (entered(server, who) for who in ("water-bureau", "supervisor", "leader"))
    way = f"/tasks/{number}"
    assert do(unit, page(unit, way), "/act/task.accept").status_code == 303
    refused = do(unit, page(unit, way), "/act/task.report", text="已排干")
    assert refused.status_code == 422
    assert "佐证材料" in refused.get_data(as_text=True)
    assert do(unit, page(unit, way), "/act/task.report", text="已排干", files=photo()).status_code == 303
    assert do(supervisor, page(supervisor, way), "/act/task.verify").status_code == 303
    assert do(supervisor, page(supervisor, way), "/act/task.close").status_code == 303
    assert do(leader, page(leader, way), "/act/task.rate", stars="5").status_code == 303

    told = page(leader, way)

    for words in ("下达", "签收", "反馈结果", "核实通过", "办结", "评价", "已排干", "★★★★★"):
        assert words in told
    picture = re.search(r'src="(/evidence/\d+)"', told)
    assert picture
    shown = leader.get(picture[1])
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert entered(server, "city-management-bureau").get(picture[1]).status_code == 404


def test_who_comes_second_is_told_who_was_quicker(server: Flask) -> None:
    number = sent(server)
    first, second = entered(server, "water-bureau"), entered(server, "water-bureau")
    form = page(second, f"/tasks/{number}")
    do(first, page(first, f"/tasks/{number}"), "/act/task.accept")

    late = do(second, form, "/act/task.accept")

    assert late.status_code == 409
    assert "已先行办理" in late.get_data(as_text=True)


def test_no_other_unit_sees_a_task_and_who_may_not_send_is_refused(server: Flask) -> None:
    number = sent(server)
    other, analyst = entered(server, "city-management-bureau"), entered(server, "analyst")

    assert other.get(f"/tasks/{number}").status_code == 404
    assert analyst.get("/tasks/new?place=440607103").status_code == 403
    assert 'action="/act/' not in page(analyst, f"/tasks/{number}").split('class="task"')[1]


def test_notices_are_counted_and_can_be_read(server: Flask) -> None:
    sent(server)
    unit = entered(server, "water-bureau")
    markup = page(unit, "/notices")
    assert re.search(r'data-number="notices">[1-9]', markup)

    form = fields_of(markup, "/act/notice.read")
    unit.post("/act/notice.read", data={name: form[name] for name in ("csrf", "once", "back")})

    assert 'data-number="notices"></b>' in page(unit, "/notices")


def test_what_was_told_about_the_past_stands_in_every_state_and_is_told_once(
    server: Flask, container: DemoContainer
) -> None:
    now = to_epoch(container.clock.now())
    with container.operations.reading() as connection:
        for state in OPEN:
            assert how_many(connection, EVERYTHING, TaskFilter(states=frozenset({state})), now), state
        before = how_many(connection, EVERYTHING, TaskFilter(), now)
        late = how_many(connection, EVERYTHING, TaskFilter(late=True), now)
        settled = tasks(connection, EVERYTHING, TaskFilter(states=SETTLED), now, 1000)

    tell_demonstration(container)

    with container.operations.reading() as connection:
        assert how_many(connection, EVERYTHING, TaskFilter(), now) == before
    assert late >= 4
    assert len(settled) > 150
    assert all(task.verifier not in (None, task.reporter) for task in settled)


def test_lists_have_their_views_and_filters(server: Flask) -> None:
    supervisor = entered(server, "supervisor")
    for view in ("table", "board", "load", "map"):
        assert "data-number" in page(supervisor, f"/tasks?list=all&view={view}")

    found = page(supervisor, "/tasks?list=all&state=reported")

    states = set(re.findall(r'data-state="([^"]+)"', found))
    assert states == {TaskState.REPORTED}
    assert "756" in page(supervisor, "/tasks?list=all&q=756")


def test_lights_follow_from_milestones_and_weights_stay_on_record(server: Flask) -> None:
    supervisor = entered(server, "supervisor")
    markup = page(supervisor, "/supervision")
    assert {"light-red", "light-yellow", "light-green"} <= set(re.findall(r"light-\w+", markup))
    assert "样本不足" in markup

    answer = do(supervisor, markup, "/act/appraisal.weigh", w1="20", w2="40", w3="40", reason="强化群众评价")

    assert answer.status_code == 303
    assert "强化群众评价" in page(supervisor, "/supervision")
    leader = entered(server)
    fields = {**fields_of(page(leader, "/"), "/sign-out"), "score": "three_rates", "w1": "1", "reason": "x"}
    assert leader.post("/act/appraisal.weigh", data=fields).status_code == 403


def test_a_milestone_is_reported_with_evidence_and_confirmed_by_another(server: Flask) -> None:
    unit, supervisor = entered(server, "water-bureau"), entered(server, "supervisor")
    found = r'href="(/supervision/\d+)"[^>]*><small>[^<]*</small> 完成 30 处'
    listed = re.search(found, page(unit, "/supervision"))
    assert listed
    way = listed[1]
    reported = do(unit, page(unit, way), "/act/matter.report", text="完成 25 处", files=photo())
    assert reported.status_code == 303, reported.get_data(as_text=True)[:400]

    assert do(supervisor, page(supervisor, way), "/act/matter.confirm").status_code == 303

    assert "2. 完成 25 处" in page(supervisor, way)
    assert supervisor.get(re.findall(r'src="(/evidence/matters/\d+)"', page(supervisor, way))[-1]).status_code == 200


def test_a_matter_says_in_its_own_words_why_not(server: Flask) -> None:
    supervisor, other = entered(server, "supervisor"), entered(server, "supervisor")
    found = re.search(r'href="(/supervision/\d+)"', page(supervisor, "/supervision"))
    assert found
    before = page(other, found[1])
    fields = {name: text for name, text in fields_of(before, "/act/matter.note").items() if name != "text"}

    closed = other.post("/act/matter.reopen", data={**fields, "reason": "x"}, content_type="multipart/form-data")
    do(supervisor, page(supervisor, found[1]), "/act/matter.add", text="复查", until="2025-12-30")
    late = do(other, before, "/act/matter.add", text="再复查", until="2025-12-30")

    assert closed.status_code == late.status_code == 409
    assert "现为“督查中”，此时不能重新督查" in closed.get_data(as_text=True)
    assert "已先行办理：增加节点" in late.get_data(as_text=True)


def test_the_bulletin_and_how_a_rate_came_about_can_be_opened(server: Flask) -> None:
    supervisor = entered(server, "supervisor")

    assert "share(done_on_time, due)" in page(supervisor, "/supervision/appraisal/water-bureau?months=12")
    made = page(supervisor, "/supervision/bulletins/2025-06-25?unit=water-bureau")
    assert "督查通报" in made
    assert re.search(r"完成 30 处内涝积水点整治.*?\d / 3", made, re.DOTALL), "how many of its milestones are confirmed"
    assert supervisor.get("/supervision/bulletins/soon").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_and_file_has_its_words(lang: str) -> None:
    for key in (
        *(f"task.helped.{helped}" for helped in NumberOutcome),
        *(f"task.file.{code}" for code in ("empty", "type", "damaged", "too-heavy", "busy")),
    ):
        assert message(lang, key)
    for code in ("too-large", "too-many-pixels"):
        assert "24" in message(lang, f"task.file.{code}", limit=24, value="30.0")


def test_every_move_of_a_person_has_a_form() -> None:
    elsewhere = {
        TaskTransition.EDIT,
        TaskTransition.SEND,
        TaskTransition.SPLIT,
        TaskTransition.LATE,
        TaskTransition.MEASURE,
    }

    assert set(MOVES) == {str(move) for move in TaskTransition if move not in elsewhere}


def test_evidence_lies_under_its_hash_alone(small_city: Settings, server: Flask) -> None:
    files = [file for file in (Path(small_city.home) / "evidence").rglob("*") if file.is_file()]

    assert files
    assert all(re.fullmatch(r"[0-9a-f]{64}", file.name) for file in files)


def test_the_form_tells_the_deadline_that_each_urgency_gets(server: Flask) -> None:
    leader = entered(server)
    for urgency in ("ordinary", "important", "urgent", "critical"):
        form = page(leader, "/tasks/new?place=440607103&where=test")
        told = re.search(rf'due-{urgency}">[^<]*?办结 ([\d-]+ [\d:]+)', form)
        assert told, urgency

        answer = do(leader, form, "/act/task.send", title=f"排涝 {urgency}", unit="water-bureau", urgency=urgency)

        task = page(leader, answer.headers["Location"])
        assert told[1] in task, (urgency, told[1])
