"""The map of thousands of things in a real browser: it takes the picture's place unnoticed, and only colours change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyproj
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Position, expect

from components.maps.plane import MapPlane
from data.core.scope import Scope
from data.geography.grids import centre, load_grids
from data.geography.shapes import load_shapes
from tests.browser.map_page import HOSTILE, Scene, served
from tests.browser.test_every_page import LEVELS
from tests.browser.watching import FACTS, Seen, follow, settled, weigh

MAP = "cockpit.maps.of('city')"
ORACLE = pyproj.Transformer.from_crs("EPSG:4490", "+proj=tmerc +lon_0=113 +ellps=GRS80", always_xy=True)
WHERE = f"() => [{MAP}.leaflet.getCenter().lat, {MAP}.leaflet.getCenter().lng, {MAP}.leaflet.getZoom()]"
PAINTED = "() => document.querySelector('.big-map canvas').toDataURL()"


@dataclass
class Opened:
    """A map page, what it shows, and what it did."""

    page: Page
    scene: Scene
    seen: Seen
    url: str

    def ask(self, script: str, *arguments: Any) -> Any:
        return self.page.evaluate(script, *arguments)

    def where(self) -> list[float]:
        return list(self.ask(WHERE))

    def spot(self, lon: float, lat: float) -> Position:
        """Where a place lies inside the map's box, in pixels."""
        point = self.ask(f"([lon, lat]) => {MAP}.leaflet.latLngToContainerPoint([lat, lon])", [lon, lat])
        return {"x": point["x"], "y": point["y"]}

    def beat(self) -> None:
        """Something has changed: wait until the page has taken it."""
        element = self.page.locator(".big-map-values").element_handle()
        self.scene.beat()
        self.page.wait_for_function("e => !e.isConnected", arg=element)
        drawn(self.page)


def drawn(page: Page) -> None:
    """Wait until the canvas shows all layers."""
    page.wait_for_selector(".big-map[data-drawn=all]", timeout=30_000)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def enter(page: Page) -> None:
    """Press Enter on the map until something has been opened: groups open up first."""
    page.locator(".big-map-canvas").focus()
    for _ in range(8):
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        if page.locator(".leaflet-popup").count():
            break
    expect(page.locator(".leaflet-popup")).to_be_visible()


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


@pytest.fixture(scope="module")
def maps(city_home: Path, scene: Scene) -> Iterator[str]:
    """The address of the page; who is signed in at the cockpit is so here, too: both stand over one city."""
    with served(city_home, scene) as url:
        yield url


@pytest.fixture
def opened(page: Page, maps: str, scene: Scene) -> Opened:
    scene.begin_again()
    seen = follow(page, maps)
    page.goto(maps + "/")
    drawn(page)
    return Opened(page, scene, seen, maps)


@pytest.fixture
def many(page: Page, city_home: Path) -> Iterator[Opened]:
    """Twenty thousand devices."""
    scene = Scene(devices=20_000)
    with served(city_home, scene) as url:
        seen = follow(page, url)
        page.goto(url + "/")
        drawn(page)
        yield Opened(page, scene, seen, url)


def test_the_canvas_comes_without_a_word_another_host_or_a_refusal(opened: Opened) -> None:
    names = [request.rsplit("/", 1)[1].split(".")[0] for request in opened.seen.requests]

    assert opened.seen.clean()
    assert opened.ask("() => noted.refused") == []
    assert sorted(names) == ["", "cockpit", "cockpit", "grids", "maps", "stream"]
    assert opened.page.locator(".big-map canvas").count() == 1
    assert opened.page.locator(".big-map img, .big-map-picture").count() == 0


def test_a_page_without_a_big_map_asks_for_nothing_of_it(page: Page, maps: str) -> None:
    seen = follow(page, maps)
    page.goto(maps + "/plain")
    settled(page)
    page.wait_for_timeout(300)

    assert not [request for request in seen.requests if "maps." in request or "/map/" in request]
    assert page.evaluate("typeof L") == "undefined"


def test_the_map_script_and_the_geometry_come_once_and_stay(page: Page, maps: str) -> None:
    page.goto(maps + "/")
    drawn(page)
    again = Seen()
    weigh(page, again)

    page.goto(maps + "/?theme=light")
    drawn(page)
    page.wait_for_timeout(300)

    assert len([size for size in again.sizes if size]) == 1, "what the browser keeps counts nothing"


def test_the_canvas_stands_exactly_where_the_picture_stood(page: Page, maps: str) -> None:
    page.add_init_script(
        """document.addEventListener('DOMContentLoaded', () => {
          const box = document.querySelector('.big-map-box').getBoundingClientRect();
          window.before = [...document.querySelectorAll('.big-map-picture text')].map(name => {
            const at = name.ownerSVGElement.createSVGPoint();
            at.x = +name.getAttribute('x'); at.y = +name.getAttribute('y');
            const on = at.matrixTransform(name.getScreenCTM());
            return [at.x, at.y, on.x - box.x, on.y - box.y];
          });
        });"""
    )
    page.goto(maps + "/")
    drawn(page)

    apart = page.evaluate(
        f"""() => before.map(([x, y, left, top]) => {{
          const map = {MAP}, now = map.leaflet.latLngToContainerPoint(map.at(x, y));
          return Math.max(Math.abs(now.x - left), Math.abs(now.y - top));
        }})"""
    )

    assert len(apart) == 37
    assert max(apart) <= 1


def test_nothing_moves_and_no_word_changes_when_the_canvas_comes(page: Page, maps: str) -> None:
    boxes = """() => [...document.querySelectorAll('.big-map, .big-map-box, figcaption, .big-map-now > *')]
      .map(e => e.getBoundingClientRect()).map(box => [box.left, box.top, box.width, box.height])"""
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', () => {{ window.boxes = ({boxes})(); }});")
    follow(page, maps)
    page.goto(maps + "/")
    drawn(page)
    facts = page.evaluate(FACTS)

    assert len(page.evaluate("window.boxes")) >= 6
    assert page.evaluate(boxes) == page.evaluate("window.boxes")
    assert facts["before"] == facts["after"]
    assert (facts["overflow"], facts["loose"]) == (0, [])


def test_places_lie_where_an_independent_projection_puts_them(opened: Opened) -> None:
    shapes = load_shapes(None)
    for lon, lat in ((112.5, 22.7), (113.0, 23.0), (113.4, 23.6)):
        east, north = ORACLE.transform(lon, lat)
        x, y = (east - shapes.origin[0]) / shapes.metres, (shapes.origin[1] - north) / shapes.metres

        there = opened.ask(f"([lon, lat]) => {MAP}.crs.latLngToPoint({{lng: lon, lat: lat}}, 0)", [lon, lat])
        back = opened.ask(f"([x, y]) => {MAP}.at(x, y)", [x, y])

        assert (there["x"], there["y"]) == pytest.approx((x, y), abs=1e-5)  # a millimetre
        assert (back["lng"], back["lat"]) == pytest.approx((lon, lat), abs=1e-8)


def test_the_browser_finds_each_grid_where_the_server_does(opened: Opened) -> None:
    shapes = load_shapes(None)
    plane = MapPlane(shapes.metres, shapes.origin)
    grids = list(load_grids(None).visible(Scope.everything()))[::97]

    found = opened.ask(
        f"spots => spots.map(([x, y]) => {MAP}.grids.about({MAP}.grids.at(x, y)))",
        [list(plane.at(*centre(grid))) for grid in grids],
    )

    assert [(one["key"], one["code"], one["town"]) for one in found] == [(g.number, g.code, g.town) for g in grids]


def test_new_values_change_colours_and_nothing_else(opened: Opened) -> None:
    page = opened.page
    page.locator(".big-map-canvas").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(500)
    page.locator(".big-map-canvas").click(position=opened.spot(112.75, 22.90))
    expect(page.locator(".leaflet-popup")).to_contain_text("7.62 m")
    page.locator(".twin summary").click()
    opened.ask("() => { window.kept = document.querySelector('.big-map canvas'); noted.shifts.length = 0; }")
    before, where, asked = opened.ask(PAINTED), opened.where(), len(opened.seen.requests)

    opened.scene.shift, opened.scene.texts, opened.scene.levels = 5, {0: "8.40 m"}, {0: "red"}
    opened.beat()

    expect(page.locator(".leaflet-popup")).to_contain_text("8.40 m")
    expect(page.locator(".leaflet-popup")).to_contain_text("红色")
    expect(page.locator(".big-map-sentence")).to_contain_text("红色 1")
    assert opened.ask(PAINTED) != before
    assert opened.where() == where
    assert opened.ask("() => kept.isConnected && kept === document.querySelector('.big-map canvas')")
    assert [urlsplit(request).path for request in opened.seen.requests[asked:]] == ["/_dash-update-component"]
    assert page.locator(".big-map-now details").get_attribute("open") is not None
    assert opened.seen.clean()


def test_a_new_set_of_places_is_fetched_and_the_view_stays(page: Page, city_home: Path) -> None:
    scene = Scene(devices=300)
    with served(city_home, scene) as url:
        opened = Opened(page, scene, follow(page, url), url)
        page.goto(url + "/")
        drawn(page)
        where = opened.where()

        scene.devices = 400
        opened.beat()
        page.wait_for_function(f"() => {MAP}.places.count === 400")

        assert opened.where() == where
        assert opened.seen.clean()
        assert len([request for request in opened.seen.requests if "/map/places." in request]) == 2


def test_keys_move_zoom_open_and_close(opened: Opened) -> None:
    page = opened.page
    page.locator(".skip").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className").startswith("big-map-canvas"):
            break
    expect(page.locator(".big-map-canvas")).to_be_focused()
    _, lng, zoom = opened.where()

    page.keyboard.press("+")
    page.wait_for_timeout(500)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert opened.where()[2] == pytest.approx(zoom + 1)
    assert opened.where()[1] > lng

    page.keyboard.press("-")
    page.wait_for_timeout(500)
    assert opened.where()[2] == pytest.approx(zoom)

    enter(page)
    expect(page.locator(".leaflet-popup a, .leaflet-popup button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator(".big-map-canvas")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".big-map-close").press("Enter")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator(".big-map-canvas")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".big-map-buttons button").first).to_be_focused()


def test_the_list_follows_what_is_in_view_and_is_told_aloud(opened: Opened) -> None:
    page = opened.page
    page.locator(".twin summary").click()
    listed = page.locator('[data-list="points"]')
    whole = listed.locator(".note").inner_text()

    opened.ask(f"() => {MAP}.leaflet.setView([22.90, 112.75], 3, {{animate: false}})")

    expect(listed.locator(".note")).not_to_have_text(whole)
    expect(listed.locator("tbody tr")).to_have_count(1)
    expect(listed.locator("tbody th")).to_have_text(HOSTILE)
    expect(page.locator(".big-map [aria-live]")).to_contain_text("视野内")
    grids = page.locator('[data-list="grids"] tbody tr')
    expect(grids.first).to_contain_text("22 件")

    page.locator(".big-map-buttons button").last.click()
    expect(listed.locator(".note")).to_have_text(whole)


def test_a_name_from_data_is_text_in_the_popup_and_in_the_list(opened: Opened) -> None:
    page = opened.page
    title = page.title()

    page.locator(".big-map-canvas").click(position=opened.spot(112.75, 22.90))

    popup = page.locator(".leaflet-popup")
    expect(popup.locator("a").first).to_have_text(HOSTILE)
    expect(popup.locator("a").first).to_have_attribute("href", "/devices/0")
    assert popup.locator("img").count() == 0
    assert page.title() == title
    for mark in ("data-sign", "data-region", "data-period", "data-status", "data-basis"):
        assert popup.locator(f"[{mark}]").count() == 1


def test_a_grid_says_its_code_town_and_value_and_leads_to_its_page(opened: Opened) -> None:
    grid = load_grids(None).inside(Scope.everything(), 440607106)[3]

    opened.page.locator(".big-map-canvas").click(position=opened.spot(*centre(grid)))

    popup = opened.page.locator(".leaflet-popup")
    expect(popup).to_contain_text(f"{grid.code} · 南山镇")
    expect(popup).to_contain_text(f"{grid.number * 7 % 23} 件")
    expect(popup.locator("a")).to_have_attribute("href", f"/grids/{grid.number}")


def test_a_group_shows_its_worst_level_and_opens_up(many: Opened) -> None:
    many.scene.levels = {**dict.fromkeys(range(500, 520), "yellow"), 700: "red"}
    many.beat()
    marks = many.ask(f"() => {MAP}.places.drawn().map(m => [m.level, m.count, m.x, m.y, m.group])")
    red = [mark for mark in marks if mark[0] == 6]

    assert len(red) == 1
    assert red[0][1] > 1
    assert sum(mark[1] for mark in marks) <= 20_000
    zoom = many.where()[2]

    spot = many.ask(f"([x, y]) => {MAP}.leaflet.latLngToContainerPoint({MAP}.at(x, y))", red[0][2:4])
    many.page.locator(".big-map-canvas").click(position={"x": spot["x"], "y": spot["y"]})
    many.page.wait_for_timeout(600)

    assert many.where()[2] > zoom
    assert many.seen.clean()


def test_twenty_thousand_points_leave_the_page_small(many: Opened) -> None:
    nodes = many.ask("() => document.querySelector('.big-map-panel').querySelectorAll('*').length")
    whole = many.ask("() => document.querySelectorAll('*').length")
    bounds = f"() => {MAP}.places.drawn().length"

    assert nodes < 600
    assert whole < 1000
    assert many.ask(bounds) < 600
    for zoom in (1, 3, 5, 7):
        many.ask(f"zoom => {MAP}.leaflet.setView([23.02, 113.12], zoom, {{animate: false}})", zoom)
        many.page.wait_for_timeout(300)
        assert many.ask(bounds) < 1500
        assert many.ask("() => document.querySelectorAll('*').length") < 1000
    assert many.seen.clean()


def test_a_map_that_is_drawn_anew_lets_the_old_one_go(opened: Opened) -> None:
    opened.ask(
        """async () => {
          const text = await (await fetch('/')).text();
          window.fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.big-map-panel').outerHTML;
          window.holder = document.querySelector('.big-map-panel').parentElement;
        }"""
    )
    counts = """() => [document.querySelectorAll('canvas').length, document.querySelectorAll('*').length]"""
    seen = []

    for _ in range(4):
        opened.ask("() => { document.querySelector('.big-map-panel').outerHTML = fresh; }")
        drawn(opened.page)
        opened.page.wait_for_timeout(200)
        seen.append(opened.ask(counts))

    assert [canvases for canvases, _ in seen] == [1] * 4
    assert len({nodes for _, nodes in seen}) == 1
    assert opened.seen.clean()


@pytest.mark.parametrize("clustered", [True, False])
def test_the_worst_lies_on_top_alone_or_in_groups(page: Page, city_home: Path, clustered: bool) -> None:
    scene = Scene(devices=120, levels=dict.fromkeys(range(50, 55), "red"), clustered=clustered)
    with served(city_home, scene) as url:
        page.goto(url + "/")
        drawn(page)
        marks = page.evaluate(f"() => {MAP}.places.drawn().map(mark => [mark.level, mark.count])")

    levels = [level for level, _ in marks]
    assert levels == sorted(levels)
    assert levels[-1] == 6
    assert (len(marks) < sum(count for _, count in marks)) == clustered


def test_one_finger_scrolls_the_page_and_two_move_the_map(chromium: Browser, maps: str, signed_in: Any) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, storage_state=signed_in
    )
    page = context.new_page()
    seen = follow(page, maps)
    page.goto(maps + "/")
    drawn(page)
    wire = context.new_cdp_session(page)
    box = page.locator(".big-map-box").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(*fingers: tuple[float, float, float, float]) -> None:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            ways = enumerate(fingers)
            points = [{"x": a + (c - a) * share, "y": b + (d - b) * share, "id": n} for n, (a, b, c, d) in ways]
            kind = "touchMove" if share else "touchStart"
            wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            page.wait_for_timeout(40)
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(500)

    where = page.evaluate(WHERE)
    drag((x, y, x, y - 200))
    assert page.evaluate("scrollY") > 50
    assert page.evaluate(WHERE) == where

    page.evaluate("scrollTo(0, 0)")
    drag((x - 30, y, x - 90, y - 40), (x + 30, y, x + 90, y - 40))
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(WHERE)[2] > where[2]
    assert seen.clean()
    context.close()


def test_who_asks_for_less_motion_gets_none(chromium: Browser, maps: str, signed_in: Any) -> None:
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, reduced_motion="reduce", storage_state=signed_in
    )
    page = context.new_page()
    page.goto(maps + "/")
    drawn(page)
    page.locator(".big-map-canvas").focus()
    before = page.evaluate(WHERE)

    after = page.evaluate(
        f"""() => {{
          const press = key => document.dispatchEvent(new KeyboardEvent('keydown', {{keyCode: key, bubbles: true}}));
          press(187); press(39);
          const map = {MAP}.leaflet;
          return [map.getCenter().lat, map.getCenter().lng, map.getZoom(), !!map._animatingZoom];
        }}"""
    )

    assert after[2] == before[2] + 1
    assert after[1] > before[1]
    assert after[3] is False
    context.close()


def test_without_a_script_the_map_is_whole(chromium: Browser, maps: str, signed_in: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto(maps + "/")

    assert page.locator(".big-map-picture .region-district").count() == 5
    assert page.locator(".big-map-marks .mark-orange").count() == 1
    expect(page.locator(".big-map-ring")).to_be_visible()
    expect(page.locator(".big-map figcaption")).to_contain_text("示意")
    page.locator(".twin summary").click()
    expect(page.locator('[data-list="points"] tbody th').first).to_have_text(HOSTILE)
    context.close()


def test_a_window_of_another_size_shows_the_same_extent(opened: Opened) -> None:
    def corners() -> list[float]:
        return list(opened.ask(f"() => {MAP}.seen()"))

    opened.page.set_viewport_size({"width": 3840, "height": 2160})
    opened.page.wait_for_timeout(400)
    large = corners()
    opened.page.set_viewport_size({"width": 390, "height": 844})
    opened.page.wait_for_timeout(400)
    small = corners()

    for left, top, right, bottom in (large, small):  # all of the city, and nothing cut off
        assert left <= 1
        assert top <= 1
        assert right >= 999
        assert bottom >= 1000
    assert opened.page.locator(".big-map canvas").count() == 1


@pytest.mark.parametrize("way", ["?lang=zh&theme=dark", "?lang=en&theme=light"])
def test_axe_finds_no_violation_with_list_and_popup_open(page: Page, maps: str, way: str) -> None:
    page.goto(maps + "/" + way)
    drawn(page)
    page.locator(".twin summary").click()
    enter(page)

    options = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]

    assert [f"{v['id']}: {[n['target'] for n in v['nodes']][:4]}" for v in found] == []
