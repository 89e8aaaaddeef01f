"""One look at a page in a real browser, told by the page's own clock and by the browser's counters."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.stillness import Stillness
from tests.serving import Running

PATIENCE = 20.0  # seconds until a page counts as broken

# A page notes by its own clock (0: navigation began), at every frame, what stands by then.
WATCH = """
window.seen = {};
(function look() {
  const all = (s) => document.querySelectorAll(s).length;
  const note = (name, there) => { if (there && !(name in window.seen)) window.seen[name] = performance.now(); };
  note("first", [...document.querySelectorAll("[data-indicator]")].some((n) => /[0-9]/.test(n.textContent)));
  const overview = () => all(".num") >= 8 && all(".map-value") >= 5 && all(".map path") >= 5
    && all(".spark") >= 6 && all(".goals li") === 10;
  note("drawn", location.pathname === "/" ? overview()
    : all(".js-plotly-plot .main-svg .scatterlayer .trace") >= 1);
  note("ready", document.documentElement && document.documentElement.dataset.ready === "true");
  if (!("drawn" in window.seen && "ready" in window.seen)) requestAnimationFrame(look);
})();
"""
CHANGE = """(turn) => new Promise((done) => {
  const links = [...document.querySelectorAll(".overview-map .chips a")];
  const shown = () => { const m = document.querySelector(".overview-map"); return m ? m.innerHTML : ""; };
  const before = shown(), began = performance.now();
  links[1 + turn % (links.length - 1)].click();
  (function look() {
    if (shown() && shown() !== before) requestAnimationFrame(() => done(performance.now() - began));
    else requestAnimationFrame(look);
  })();
})"""


@dataclass(frozen=True)
class Seen:
    """Milliseconds since navigation until the first number, all drawn, and Dash ready; what it cost."""

    first: float
    drawn: float
    ready: float
    requests: int
    kilobytes: float
    script: float
    task: float
    cpu: float


def sign_in(visitor: BrowserContext, server: Running) -> None:
    """Give a visitor the cookies of somebody who signed in: measured is looking, not signing in."""
    pairs = [cookie.partition("=") for cookie in server.cookie.split("; ")]
    visitor.add_cookies(
        [{"name": name, "value": value, "url": f"http://127.0.0.1:{server.port}"} for name, _, value in pairs]
    )


def look(visitor: BrowserContext, server: Running, path: str) -> Seen:
    """Open a page in a new tab, wait until all of it stands, and count."""
    page = visitor.new_page()
    devtools = visitor.new_cdp_session(page)
    sizes: dict[str, float] = {}
    kept: set[str] = set()
    devtools.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    devtools.on("Network.requestServedFromCache", lambda e: kept.add(e["requestId"]))
    devtools.on("Network.responseReceived", lambda e: _note_kept(e, kept))
    devtools.send("Network.enable")
    devtools.send("Performance.enable")
    page.add_init_script(WATCH)
    still = Stillness(page)
    cpu = server.cpu()
    page.goto(f"http://127.0.0.1:{server.port}{path}", wait_until="commit")
    seen = _all_seen(page)
    still.wait()
    counters = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    used = server.cpu() - cpu
    page.close()
    asked = {name: size for name, size in sizes.items() if name not in kept}
    return Seen(
        seen["first"],
        seen["drawn"],
        seen["ready"],
        len(asked),
        sum(asked.values()) / 1000,
        counters["ScriptDuration"] * 1000,
        counters["TaskDuration"] * 1000,
        used,
    )


def _all_seen(page: Page) -> dict[str, float]:
    """Ask now and then until all stands: the page's policy lets nobody else's code wait inside it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        seen: dict[str, float] = page.evaluate("window.seen || {}")
        if {"first", "drawn", "ready"} <= seen.keys():
            return seen
        page.wait_for_timeout(100)
    raise TimeoutError(f"{page.url} shows only {', '.join(seen) or 'nothing'} after {PATIENCE:g} s")


def _note_kept(told: dict[str, Any], kept: set[str]) -> None:
    answer = told["response"]
    if answer.get("fromDiskCache") or answer["url"].startswith(("data:", "blob:")):
        kept.add(told["requestId"])


def change_layer(chromium: Browser, server: Running, turn: int) -> float:
    """Milliseconds from the click on another layer of the map until the map shows it."""
    visitor = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    sign_in(visitor, server)
    page = visitor.new_page()
    still = Stillness(page)
    page.goto(f"http://127.0.0.1:{server.port}/")
    still.wait()
    took = page.evaluate(CHANGE, turn)
    visitor.close()
    return float(took)
