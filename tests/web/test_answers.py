"""What every answer carries, how it is packed and kept, and what is said when there is nothing to say."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask, Response

from data.snapshots.result_types import Freshness
from data.status.service_status import ProcessStatus, ServiceStatus
from indicators.liveness import Liveness, LivenessPart
from tests.visitors import Visitor, stranger
from web.health import register_health
from web.rendering.compression import Compression

PATHS = ["/", "/no/such/page", "/api/v1/indicators", "/api/v1/nothing", "/health", "/assets/none.css", "/favicon.ico"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy_whatever_its_status(path: str, leader: Visitor) -> None:
    headers = leader.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Cache-Control" in headers


def test_pages_are_not_kept_and_what_is_named_by_content_is_kept_for_ever(leader: Visitor) -> None:
    page = leader.get("/")
    script = page.get_data(as_text=True).split('<script defer src="')[1].split('"')[0]

    assert page.headers["Cache-Control"] == "no-store"
    assert "immutable" in leader.get(script).headers["Cache-Control"]
    assert "immutable" not in leader.get(script.replace(".js", "0.js")).headers["Cache-Control"]


@pytest.mark.parametrize(("asked", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_packed_page_is_the_page(asked: str, unpack: object, leader: Visitor) -> None:
    plain = leader.get("/plan")
    packed = leader.get("/plan", headers={"Accept-Encoding": asked})

    assert packed.headers["Content-Encoding"] == asked
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 4
    assert len(unpack(packed.data)) == pytest.approx(len(plain.data), abs=8)  # type: ignore[operator]  # the clock


@pytest.mark.parametrize("asked", ["", "identity", "br;q=0, gzip;q=0"])
def test_who_cannot_unpack_gets_it_plain(asked: str, leader: Visitor) -> None:
    assert "Content-Encoding" not in leader.get("/", headers={"Accept-Encoding": asked}).headers


def test_one_visitors_answer_is_never_packed_for_another() -> None:
    server = Flask("x")
    Compression(server)
    bodies = iter(["a" * 2000, "b" * 2000])
    server.add_url_rule("/assets/x", view_func=lambda: Response(next(bodies), mimetype="text/plain"))
    visitor = server.test_client()

    found = [brotli.decompress(visitor.get("/assets/x", headers={"Accept-Encoding": "br"}).data)[:1] for _ in range(2)]

    assert found == [b"a", b"b"]


@pytest.mark.parametrize(
    "path", ["/no/such/page", "/functions/none", "/indicators/none", "/regions/1", "/topics/%3Cb%3E"]
)
@pytest.mark.parametrize(("lang", "words"), [("zh", "没有这个页面"), ("en", "no such page")])
def test_a_missing_page_is_a_404_with_a_sentence(path: str, lang: str, words: str, leader: Visitor) -> None:
    answer = leader.get(f"{path}?lang={lang}")

    assert answer.status_code == 404
    assert words in answer.get_data(as_text=True).lower()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1999-01-01", "那一天还没有任何记录"),
        ("0001-01-01", "那一天还没有任何记录"),
        ("2025-13-45", "地址中的回看时刻无法识别"),
        ("yesterday", "地址中的回看时刻无法识别"),
        ("2025-06-30", "这一时刻还没有到来，或那一天还没有结束"),
        ("9999-12-31", "这一时刻还没有到来"),
    ],
)
def test_a_day_that_cannot_be_looked_back_to_is_answered_with_a_sentence_and_the_way_to_now(
    day: str, words: str, leader: Visitor
) -> None:
    answer = leader.get(f"/tasks?as_of={day}&list=all&theme=light")

    assert answer.status_code == 404
    assert words in answer.text
    assert 'href="/tasks?theme=light&amp;list=all"' in answer.text
    assert "回到现在" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/_dash-component-suites/none/x.js", 404), ("/_dash-component-suites/dash/../../app.py", 404), ("/x.map", 404)],
)
def test_strange_files_are_not_there(path: str, status: int, leader: Visitor) -> None:
    answer = leader.get(path)

    assert answer.status_code == status
    assert b"Traceback" not in answer.data


SOUND = ServiceStatus({}, {"warehouse": "ok"}, 2**40)


WELL = Liveness((LivenessPart("monitor", "live"),))


def answer_of(
    state: str, insider: bool = True, status: ServiceStatus = SOUND, alive: Liveness = WELL
) -> tuple[int, dict[str, object]]:
    """Status and answer of /ready for a warehouse in `state`."""
    server = Flask("x")
    freshness = Freshness(state, ("a-reason",), 1, None, 1)  # type: ignore[arg-type]
    register_health(server, lambda: freshness, lambda: insider, lambda: status, lambda: alive)
    answer = server.test_client().get("/ready")
    assert answer.json is not None
    return answer.status_code, answer.json


def test_ready_tells_up_stale_and_degraded_apart() -> None:
    found = [answer_of(state) for state in ("up", "stale", "degraded")]
    assert [(status, said["state"]) for status, said in found] == [
        (200, "up"),
        (200, "stale"),
        (503, "degraded"),
    ]


@pytest.mark.parametrize(
    ("alive", "code", "state", "reasons"),
    [
        (WELL, 200, "up", []),
        (Liveness((LivenessPart("feeds", "late", 5, ("rivers",)),)), 200, "stale", ["liveness:feeds:late"]),
        (
            Liveness((LivenessPart("monitor", "live"), LivenessPart("feeds", "dead", 5, ("rivers",)))),
            503,
            "degraded",
            ["liveness:feeds:dead"],
        ),
        (Liveness((LivenessPart("monitor", "dead", 5),)), 503, "degraded", ["liveness:monitor:dead"]),
        (Liveness((LivenessPart("feeds", "unknown"),)), 200, "stale", ["liveness:feeds:unknown"]),
    ],
)
def test_ready_follows_the_badge_of_the_screens(alive: Liveness, code: int, state: str, reasons: list[str]) -> None:
    status, told = answer_of("up", alive=alive)

    assert (status, told["state"], told["reasons"]) == (code, state, ["a-reason", *reasons])
    assert told["liveness"]["state"] == alive.state  # type: ignore[index]


def test_the_reasons_are_for_insiders_only() -> None:
    told = answer_of("stale", insider=True)[1]
    assert (told["state"], told["reasons"], told["version"]) == ("stale", ["a-reason"], 1)
    assert answer_of("stale", insider=False)[1] == {"state": "stale"}


LATE = ProcessStatus("late", 500, 2, "OperationalError")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (ServiceStatus({"monitor": LATE}, {}, 2**40), "process:monitor:late"),
        (ServiceStatus({"web": ProcessStatus("unknown")}, {}, 2**40), "process:web:unknown"),
        (ServiceStatus({}, {"readings": "full"}, 2**40), "storage:readings:full"),
        (ServiceStatus({}, {}, 2**20), "disk:full"),
    ],
)
def test_a_part_that_fails_makes_it_degraded_and_insiders_are_told_which(status: ServiceStatus, reason: str) -> None:
    code, told = answer_of("up", status=status)

    assert (code, told["state"]) == (503, "degraded")
    assert told["reasons"] == ["a-reason", reason]
    assert answer_of("up", insider=False, status=status)[1] == {"state": "degraded"}


def test_a_process_that_waits_for_another_server_or_tries_again_is_no_fault() -> None:
    parts = {"monitor": ProcessStatus("standby", 1), "refresher": ProcessStatus("failing", 3, 0, "OperationalError")}

    assert answer_of("up", status=ServiceStatus(parts, {"warehouse": "busy"}, 2**40))[0] == 200


def test_health_and_ready_answer_strangers(cockpit: Flask) -> None:
    assert stranger(cockpit).get("/health").json == {"state": "alive"}
    assert set(stranger(cockpit).get("/ready").json or {}) == {"state"}
