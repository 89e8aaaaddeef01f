"""The big map in a real browser without a graphics card: when it stands, how long new colours take, how it moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.entering import state_of
from tests.browser.map_page import Scene, served
from tests.browser.watching import FLAGS, Seen, weigh
from tests.needs import browser
from tests.performance.report import Line
from tests.performance.timing import say

SMALL_CITY = 0.02  # times the events: a map does not care how many there were
POINTS = 20_000
SIZE = {"width": 1920, "height": 1080}
MAP = "cockpit.maps.of('city')"
WATCH = """
window.stood = null;
document.addEventListener('cockpit-map', () => {
  if (stood === null && document.querySelector('.big-map').dataset.drawn === 'all') stood = performance.now();
});
"""
# Painted: the canvas has been filled, and reading a pixel has made the browser really do it.
PAINTED = """
const painted = map => new Promise(done => {
  document.addEventListener('cockpit-map', () => {
    map.canvas.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1);
    done(performance.now());
  }, {once: true});
  map.redraw();
});
"""
GRIDS = """async () => {
  const map = MAP, file = await (await fetch(map.said.grids.url)).json();
  PAINTED
  const began = performance.now();
  map.grids = cockpit.maps.grids(file, map.crs, map.look);
  map.grids.say(map.said.grids);
  return await painted(map) - began;
}"""
RECOLOUR = """async turn => {
  const map = MAP, said = map.said.grids;
  PAINTED
  const colours = [...said.colours].map(c => c === '-' ? c : String((+c + turn) % 5)).join('');
  const began = performance.now();
  map.grids.say({...said, colours: colours});
  return await painted(map) - began;
}"""
PLACES = """async () => {
  const map = MAP, file = await (await fetch(map.said.points.url)).json();
  PAINTED
  const began = performance.now();
  map.places = cockpit.maps.places(file, map.setup, map.crs, map.look);
  map.places.say(map.said.points);
  return await painted(map) - began;
}"""
RELEVEL = """async turn => {
  const map = MAP, said = map.said.points;
  PAINTED
  const levels = [...said.levels].map((level, i) => String((i + turn) % 50 ? 0 : i % 7)).join('');
  const began = performance.now();
  map.places.say({...said, levels: levels});
  return await painted(map) - began;
}"""
RECORD = """() => {
  window.frames = []; window.recording = true;
  (function note(now) { frames.push(now); if (recording) requestAnimationFrame(note); })(performance.now());
}"""
FRAMES = """() => { recording = false; return frames.slice(2).map((at, i) => at - frames[i + 1]); }"""


def measure(home: Path, runs: int) -> list[Line]:
    """Grids alone, then twenty thousand devices besides."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=[*FLAGS, "--disable-gpu"])
        lines = [*_standing(chromium, home, runs), *_colours(chromium, home, runs), *_points(chromium, home, runs)]
        chromium.close()
    return lines


def _standing(chromium: Browser, home: Path, runs: int) -> list[Line]:
    say(f"a page with 5,817 grids and 60 devices ({runs} × cold)")
    picture, canvas, size = [], [], []
    with served(home, Scene()) as url:
        for _ in range(runs + 1):  # the first draws the page; afterwards it is kept
            with opened(chromium, url) as (page, seen):
                paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
                picture.append(float(page.evaluate(paint)))
                canvas.append(float(page.evaluate("stood")))
                page.wait_for_load_state("load")
                page.wait_for_timeout(300)
                size.append(seen.bytes / 1000)
    group = "Big map, cold"
    return [
        Line(group, "first paint: the server's map", median(picture[1:]), "ms"),
        Line(group, "canvas with grids and devices", median(canvas[1:]), "ms"),
        Line(group, "kB over the network, all of the page", median(size[1:]), "kB", 2000),
    ]


def _colours(chromium: Browser, home: Path, runs: int) -> list[Line]:
    say(f"grids drawn and coloured anew ({runs} ×)")
    with served(home, Scene()) as url, opened(chromium, url) as (page, _):
        drawn = [_run(page, GRIDS) for _ in range(runs)]
        anew = [_run(page, RECOLOUR, turn + 1) for turn in range(runs)]
    group = "Big map, 5,817 grids"
    return [
        Line(group, "unpacked, coloured, painted", median(drawn), "ms", 500),
        Line(group, "coloured anew", median(anew), "ms", 100),
    ]


def _points(chromium: Browser, home: Path, runs: int) -> list[Line]:
    say(f"{POINTS:,} devices in groups: drawn, levels changed, moved, zoomed ({runs} ×)")
    group = f"Big map, {POINTS:,} devices over the grids"
    with served(home, Scene(devices=POINTS)) as url, opened(chromium, url) as (page, seen):
        page.wait_for_timeout(500)
        lines = [
            Line(group, "grouped and painted", median(_run(page, PLACES) for _ in range(runs)), "ms", 500),
            Line(group, "levels changed", median(_run(page, RELEVEL, n + 1) for n in range(runs)), "ms"),
        ]
        for what, act in (("moving", _drag), ("zooming", _zoom)):
            frames = sorted(frame for turn in range(runs) for frame in _frames(page, act, turn))
            rate, slow = 1000 * len(frames) / sum(frames), frames[int(0.95 * len(frames))]
            lines.append(Line(group, f"{what}: frames a second", rate, "", None, "at least 30 asked for"))
            lines.append(Line(group, f"{what}: 95 of 100 frames within", slow, "ms"))
        lines.append(Line(group, "kB over the network, all of the page", seen.bytes / 1000, "kB", 2000))
    return lines


@contextmanager
def opened(chromium: Browser, url: str) -> Iterator[tuple[Page, Seen]]:
    """A new visitor's look at the page, when its canvas shows all."""
    state = state_of(chromium, url)
    visitor = chromium.new_context(viewport=SIZE, locale="zh-CN", storage_state=state)  # type: ignore[arg-type]
    page, seen = visitor.new_page(), Seen()
    weigh(page, seen)
    page.add_init_script(WATCH)
    page.goto(url + "/")
    page.wait_for_selector(".big-map[data-drawn=all]", timeout=60_000)
    yield page, seen
    visitor.close()


def _run(page: Page, script: str, *arguments: Any) -> float:
    return float(page.evaluate(script.replace("PAINTED", PAINTED).replace("MAP", MAP), *arguments))


def _frames(page: Page, act: Callable[[Page, int], None], turn: int) -> list[float]:
    """Milliseconds between the frames while something is done."""
    page.evaluate(RECORD)
    act(page, turn)
    return [float(frame) for frame in page.evaluate(FRAMES)]


def _drag(page: Page, turn: int) -> None:
    """Drag the map to and fro by the mouse, and let go."""
    box = page.locator(".big-map-canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x + 6 * step * (-1) ** turn, y + 2 * step * (-1) ** turn)
    page.mouse.up()
    page.wait_for_timeout(300)


def _zoom(page: Page, turn: int) -> None:
    """One step in or out, with its animation and the new groups."""
    page.locator(".big-map-canvas").focus()
    page.keyboard.press("-" if turn % 2 else "+")
    page.wait_for_timeout(600)
