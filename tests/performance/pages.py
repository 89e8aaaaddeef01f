"""The pages: a real browser, ten clients at once, fresh starts; always the real server as its own processes."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.browser.watching import FLAGS
from tests.needs import browser
from tests.performance.city import City
from tests.performance.clients import Load, ten_clients
from tests.performance.report import Line
from tests.performance.timing import say
from tests.performance.view import Seen, change_layer, look, sign_in
from tests.serving import Running, parts_of_page, serving

OVERVIEW, SCREEN = "/", "/indicators/I108"
STARTS, WORKERS = 3, 4
UNITS = {"requests": "", "kilobytes": "kB", "cpu": "s"}


def measure(city: City, runs: int) -> list[Line]:
    """Start, overview, an indicator's screen, a filter, ten clients, fresh starts."""
    with serving(city.home) as server:
        lines = [Line("Start", "second start until it answers", server.started, "s", 5)]
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser(), args=FLAGS)
            lines += _views(server, chromium, runs)
            chromium.close()
        lines += _load(server)
    return [*lines, *_fresh_starts(city)]


def _views(server: Running, chromium: Browser, runs: int) -> list[Line]:
    say(f"overview in a browser ({runs} × cold, {runs} × warm)")
    cold, warm = _cold_and_warm(server, chromium, OVERVIEW, runs)
    lines = [*_overview("cold", cold, 2500), *_overview("warm", warm, 1000)]
    say(f"another layer on the map ({runs} ×)")
    changes = [change_layer(chromium, server, n) for n in range(runs)]
    lines.append(Line("Filter", "filter: another layer on the map, ms", median(changes), "ms", 100))
    say(f"an indicator's screen, with Plotly ({runs} × cold, {runs} × warm)")
    cold, warm = _cold_and_warm(server, chromium, SCREEN, runs)
    return [*lines, *_screen("cold", cold, 2500), *_screen("warm", warm, 1000)]


def _cold_and_warm(server: Running, chromium: Browser, path: str, runs: int) -> tuple[list[Seen], list[Seen]]:
    """Each run is a new visitor who looks twice: without anything in the cache, then with it."""
    server.get(path)
    cold, warm = [], []
    for _ in range(runs):
        visitor = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        sign_in(visitor, server)
        cold.append(look(visitor, server, path))
        warm.append(look(visitor, server, path))
        visitor.close()
    return cold, warm


def _mid(seen: list[Seen], field: str) -> float:
    return float(median(getattr(one, field) for one in seen))


def _overview(how: str, seen: list[Seen], budget: float) -> list[Line]:
    group, over = f"Overview in a browser, {how}", "over the network"
    requests = f"{how}: requests" if how == "cold" else f"{how}: requests {over}"
    drawn = [one.drawn for one in seen]
    return [
        Line(group, f"{how}: first number, ms", _mid(seen, "first"), "ms"),
        Line(group, f"{how}: all drawn, ms", median(drawn), "ms", budget, f"{min(drawn):.0f} to {max(drawn):.0f}"),
        Line(group, f"{how}: Dash has taken over, ms", _mid(seen, "ready"), "ms", None, "clicks no longer load a page"),
        Line(group, requests, _mid(seen, "requests"), ""),
        Line(group, f"{how}: kB {over}", _mid(seen, "kilobytes"), "kB", 2000 if how == "cold" else None),
        Line(group, f"{how}: script, ms", _mid(seen, "script"), "ms"),
        Line(group, f"{how}: main thread, ms", _mid(seen, "task"), "ms"),
        Line(group, f"{how}: server CPU a view, s", sum(one.cpu for one in seen) / len(seen), "s", None, "mean"),
    ]


def _screen(how: str, seen: list[Seen], budget: float) -> list[Line]:
    group = f"Indicator screen, {how}"
    return [
        Line(group, "numbers drawn", _mid(seen, "first"), "ms"),
        Line(group, "chart alive (Plotly)", _mid(seen, "drawn"), "ms", budget),
        Line(group, "requests over the network", _mid(seen, "requests"), ""),
        Line(group, "kB over the network", _mid(seen, "kilobytes"), "kB", 2000),
        Line(group, "script", _mid(seen, "script"), "ms"),
        Line(group, "main thread", _mid(seen, "task"), "ms"),
    ]


def _load(server: Running) -> list[Line]:
    kept = ten_clients(server, [OVERVIEW])
    layers = ["score", "economy", "market", "society", "services", "ecology", *(f"I{n:03d}" for n in range(1, 160))]
    towns = ["", "440604", "440605", "440606", "440608", "440607"]
    addresses = [
        f"/?map={layer}&district={town}&lang={lang}" for lang in ("zh", "en") for town in towns for layer in layers
    ]
    anew = ten_clients(server, addresses)
    return [*_clients("Ten clients", "ten clients", kept), *_clients("Ten clients, no two views alike", "anew", anew)]


def _clients(group: str, name: str, load: Load) -> list[Line]:
    count = f"{load.views} views, {load.failed} failed"
    return [
        Line(group, f"{name}: views/s", load.rate, "", None, count),
        Line(group, f"{name}: p50, s", load.p50, "s"),
        Line(group, f"{name}: p95, s", load.p95, "s"),
        Line(group, f"{name}: server CPU a view, s", load.cpu, "s", 0.02),
    ]


def _fresh_starts(city: City) -> list[Line]:
    """Page and parts, each on a connection of its own, from workers that have just been born."""
    say(f"{STARTS} fresh starts with {WORKERS} workers")
    bad = total = 0
    for _ in range(STARTS):
        with serving(city.home, workers=WORKERS) as server:
            pages = [server.get("/", "identity") for _ in range(WORKERS * 4)]
            answers = [server.get(part) for part in parts_of_page(pages[0][1].decode()) for _ in range(WORKERS * 4)]
            total += len(pages) + len(answers)
            bad += sum(status != 200 for status, _ in (*pages, *answers))
    return [Line("Start", f"errors in {total} requests after {STARTS} fresh starts", bad, "", 0, f"{WORKERS} workers")]
