"""Acts: forms that hold what they should, done once however often the button was pressed, answered without a script."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from components.framework.action import Action, ActionResult, Field, Form, OneTimeResult, Redirect, Rejected
from components.framework.page import Page, Screen
from data.core.actor import Actor
from data.core.settings import Settings
from data.operations.audit import audit
from demo.container import DemoContainer
from tests.visitors import Visitor, entered
from web.actions.fields import BadForm, checked
from web.actions.reach import own

FIELDS = (
    Field("title", longest=10),
    Field("why", "long", required=False),
    Field("level", "choice", choices=("red", "blue")),
    Field("count", "number", required=False),
    Field("urgent", "flag", required=False),
    Field("units", "many", required=False, choices=("a", "b")),
    Field("photo", "file", required=False),
)
GOOD = {"title": "x", "level": "red"}


def handler(actor: object, form: Form) -> ActionResult:
    return Redirect()


ACT = Action("try", "", handler, FIELDS, reach=own)


def sent(pairs: Any) -> MultiDict[str, str]:
    return MultiDict(pairs)


def fault(pairs: Any) -> tuple[str, str]:
    """Code and field of the refusal of a form."""
    with pytest.raises(BadForm) as refused:
        checked(ACT, sent(pairs), MultiDict(), "zh")
    return refused.value.code, refused.value.field


def test_a_good_form_is_read_as_its_fields_say() -> None:
    pairs = [*GOOD.items(), ("count", "-12"), ("urgent", "on"), ("units", "a"), ("units", "b"), ("why", "a\nb")]
    photo = FileStorage(BytesIO(b"picture"), "C:\\x\\photo.jpg", content_type="image/jpeg")

    form = checked(ACT, sent(pairs), MultiDict([("photo", photo)]), "en")

    assert (form.text("title"), form.number("count"), form.flag("urgent")) == ("x", -12, True)
    assert (form.lists["units"], form.text("why"), form.lang) == (("a", "b"), "a\nb", "en")
    assert [(file.name, file.content) for file in form.files["photo"]] == [("C:\\x\\photo.jpg", b"picture")]


class Untouched(BytesIO):
    """A file that must not be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("read before it was counted")


def test_files_are_counted_before_one_is_read_and_read_no_further_than_one_may_have() -> None:
    many = MultiDict([("photo", FileStorage(Untouched(b"x"), f"{n}.jpg")) for n in range(7)])
    with pytest.raises(BadForm) as refused:
        checked(ACT, sent(GOOD), many, "zh")
    assert (refused.value.code, refused.value.facts) == (
        "too-many-files",
        {"field": "photo", "limit": 6, "value": 7},
    )

    large = MultiDict([("photo", FileStorage(BytesIO(b"x" * 10_000_100), "a.jpg"))])
    assert len(checked(ACT, sent(GOOD), large, "zh").files["photo"][0].content) == 10_000_001


def test_what_was_left_out_is_empty() -> None:
    form = checked(ACT, sent(GOOD), MultiDict(), "zh")

    assert (form.text("why"), form.number("count"), form.flag("urgent"), form.lists["units"]) == ("", None, False, ())
    assert form.files["photo"] == ()


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({"level": "red"}, ("missing-field", "title")),
        ({**GOOD, "title": "   "}, ("missing-field", "title")),
        ({**GOOD, "title": "x" * 11}, ("too-long", "title")),
        ({**GOOD, "title": "a\x00b"}, ("bad-field", "title")),
        ({**GOOD, "title": "a\nb"}, ("bad-field", "title")),
        ({**GOOD, "title": "\u202eabc"}, ("bad-field", "title")),
        ({**GOOD, "level": "green"}, ("bad-field", "level")),
        ({**GOOD, "count": "1.5"}, ("bad-field", "count")),
        ({**GOOD, "count": "١٢"}, ("bad-field", "count")),
        ({**GOOD, "count": "1" * 16}, ("too-long", "count")),
        ({**GOOD, "why": "x" * 4001}, ("too-long", "why")),
        ({**GOOD, "why": "a\x1bb"}, ("bad-field", "why")),
        ({**GOOD, "units": "c"}, ("bad-field", "units")),
        ({**GOOD, "colour": "red"}, ("unknown-field", "colour")),
        ([*GOOD.items(), ("title", "y")], ("repeated-field", "title")),
        ([*GOOD.items(), ("once", "a"), ("once", "b")], ("repeated-field", "once")),
        ({**GOOD, "once": "x" * 81}, ("too-long", "once")),
    ],
)
def test_a_form_of_another_shape_is_refused_by_name(pairs: Any, expected: tuple[str, str]) -> None:
    assert fault(pairs) == expected


def test_a_file_where_none_is_expected_is_refused() -> None:
    with pytest.raises(BadForm, match="unknown-field"):
        checked(ACT, sent(GOOD), MultiDict([("shell", FileStorage(BytesIO(b"x"), "x.php"))]), "zh")


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=4))
def test_whatever_is_sent_is_read_or_refused(pairs: dict[str, str]) -> None:
    try:
        form = checked(ACT, sent({**GOOD, **pairs}), MultiDict(), "zh")
    except BadForm:
        return

    assert set(form.values) | set(form.lists) | set(form.files) == {field.name for field in FIELDS}


class Bench:
    """A server with acts of ours, counting what is done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def acts(self) -> tuple[Action, ...]:
        title = (Field("title", longest=40),)
        return (
            Action("bench.do", "", self.do, title, reach=own),
            Action(
                "bench.refuse", "", lambda actor, form: Rejected("no-right", 409, about="thing:1"), title, reach=own
            ),
            Action("bench.break", "", self.broken, title, reach=own),
            Action("bench.show", "", lambda actor, form: OneTimeResult("Told once", ["a token"]), title, reach=own),
            Action("bench.dispatch", "task.dispatch", self.do, title, reach=own),
            Action("bench.file", "", self.keep, (Field("photo", "file"),), largest=200_000, reach=own),
        )

    def do(self, actor: Actor, form: Form) -> ActionResult:
        self.gate.wait(5)
        self.done.append(f"{actor.role}: {form.text('title')}")
        return Redirect("/plan", about="thing:7")

    def keep(self, actor: Actor, form: Form) -> ActionResult:
        self.done.append(str(len(form.files["photo"][0].content)))
        return Redirect()

    def broken(self, actor: Actor, form: Form) -> ActionResult:
        raise ZeroDivisionError


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


@pytest.fixture(scope="module")
def server(city_home: Path, bench: Bench) -> Flask:
    """The cockpit over the small city, with the bench's acts instead of its own."""
    from access.authentication.startup_checks import open_auth
    from demo.demo_accounts import prepare
    from web.security.auth_middleware import actor
    from web.server import Screens, equip

    container = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(city_home)}))
    auth = open_auth(container.settings, container.operations, container.catalogue)
    prepare(auth)
    made = Flask("bench", static_folder=None)
    pages = [Page("one", "/", lambda view, context: Screen("one", ["hello"]))]
    screens = Screens(pages, lambda view: Screen("", []), (), bench.acts())
    equip(
        made,
        screens,
        auth,
        container.settings,
        lambda view: container.context(actor(), view.as_of),
        container.freshness,
        container.pulse,
    )
    return made


@pytest.fixture
def visitor(server: Flask, bench: Bench) -> Visitor:
    bench.done.clear()
    return entered(server)


def noted(server: Flask) -> list[tuple[str, str, str, str]]:
    with server.extensions["doors"].operations.reading() as connection:
        found = audit.read(connection, audit.AuditFilter(), None, 3)
    return [(one.entry.event, one.entry.object, one.entry.outcome, one.entry.reason) for one in found]


def test_an_act_is_done_and_leads_on_and_is_noted(visitor: Visitor, bench: Bench, server: Flask) -> None:
    answer = visitor.post("/act/bench.do", data={"title": "send it"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/plan")
    assert bench.done == ["leader: send it"]
    assert noted(server)[0] == ("bench.do", "thing:7", "done", "")


def test_a_form_sent_in_english_leads_on_in_english(visitor: Visitor) -> None:
    answer = visitor.post("/act/bench.do?lang=en&theme=light", data={"title": "send it"})

    assert answer.headers["Location"] == "/plan?lang=en&theme=light"


def test_a_script_is_told_where_it_would_have_been_led(visitor: Visitor) -> None:
    answer = visitor.post("/act/bench.do", data={"title": "x"}, headers={"Accept": "application/json"})

    assert answer.json == {"done": True, "to": "/plan"}


def test_the_same_form_sent_twice_is_done_once_and_leads_to_the_same(visitor: Visitor, bench: Bench) -> None:
    answers = [visitor.post("/act/bench.do", data={"title": "x", "once": "k1"}) for _ in range(3)]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(303, "/plan")] * 3
    assert len(bench.done) == 1


def test_another_content_under_the_same_key_is_another_act(visitor: Visitor, bench: Bench) -> None:
    for title in ("first", "second"):
        visitor.post("/act/bench.do", data={"title": title, "once": "k2"})

    assert bench.done == ["leader: first", "leader: second"]


def test_the_same_key_of_another_person_is_another_act(visitor: Visitor, server: Flask, bench: Bench) -> None:
    for person in (visitor, entered(server, "analyst")):
        person.post("/act/bench.do", data={"title": "x", "once": "k3"})

    assert bench.done == ["leader: x", "analyst: x"]


def test_a_double_click_waits_for_the_first_and_is_done_once(visitor: Visitor, server: Flask, bench: Bench) -> None:
    bench.gate.clear()
    token = visitor.token()

    def click(_: int) -> tuple[int, str]:
        twin = Visitor(server, server.response_class)
        twin._cookies = dict(visitor._cookies or {})  # the same browser, twice at once
        answer = twin.post("/act/bench.do", data={"title": "x", "once": "k4", "csrf": token})
        return answer.status_code, answer.headers["Location"]

    with ThreadPoolExecutor(2) as clicks:
        both = [clicks.submit(click, n) for n in range(2)]
        time.sleep(0.1)
        bench.gate.set()
        found = [one.result() for one in both]

    assert found == [(303, "/plan")] * 2
    assert bench.done == ["leader: x"]


def test_a_refused_act_says_why_and_may_be_tried_again(visitor: Visitor, server: Flask) -> None:
    for _ in range(2):
        answer = visitor.post("/act/bench.refuse?lang=en", data={"title": "x", "once": "k5", "back": "/plan?lang=en"})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Your role does not allow this" in page
        assert 'href="/plan?lang=en"' in page
    assert noted(server)[0] == ("bench.refuse", "thing:1", "refused", "no-right")


def test_an_act_that_breaks_says_no_more_than_that_and_may_be_tried_again(visitor: Visitor, server: Flask) -> None:
    for _ in range(2):
        answer = visitor.post("/act/bench.break", data={"title": "x", "once": "k6"})
        assert answer.status_code == 500
        assert b"ZeroDivision" not in answer.data
    assert noted(server)[0] == ("bench.break", "", "failed", "error")


def test_what_is_shown_once_is_not_shown_again(visitor: Visitor) -> None:
    first, second = (visitor.post("/act/bench.show", data={"title": "x", "once": "k7"}) for _ in range(2))

    assert "a token" in first.get_data(as_text=True)
    assert first.headers["Cache-Control"] == "no-store"
    assert (second.status_code, "a token" in second.get_data(as_text=True)) == (409, False)


def test_an_act_needs_its_right(server: Flask, bench: Bench) -> None:
    bench.done.clear()

    answers = [
        entered(server, login).post("/act/bench.dispatch", data={"title": "x"}) for login in ("analyst", "leader")
    ]

    assert [answer.status_code for answer in answers] == [403, 303]
    assert bench.done == ["leader: x"]


def test_a_bad_form_is_told_in_words_and_in_json(visitor: Visitor, server: Flask) -> None:
    plain = visitor.post("/act/bench.do?lang=en", data={"title": "x", "colour": "red"})
    script = visitor.post("/act/bench.do", data={"title": ""}, headers={"Accept": "application/json"})

    assert plain.status_code == script.status_code == 422
    assert "something unknown: colour" in plain.get_data(as_text=True)
    assert script.json == {"error": "missing-field", "reason": "请填写：title"}


def test_files_come_within_the_bounds_of_their_act(visitor: Visitor, bench: Bench) -> None:
    def send(size: int) -> int:
        photo = (BytesIO(b"x" * size), "photo.jpg")
        status: int = visitor.post("/act/bench.file", data={"photo": photo}).status_code
        return status

    assert send(100_000) == 303
    assert send(300_000) == 413
    assert bench.done == ["100000"]


def test_an_act_is_a_post(visitor: Visitor) -> None:
    assert visitor.get("/act/bench.do").status_code in {404, 405}


def test_two_acts_cannot_have_one_name() -> None:
    from web.actions.endpoint import by_name

    with pytest.raises(ValueError, match="same name"):
        by_name([ACT, ACT])
