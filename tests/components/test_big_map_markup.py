"""What the server draws of a big map: complete without a script, honest about its lines, safe with any names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from components.framework.markup import to_html
from components.framework.page import LiveFragment
from components.framework.view import View
from components.maps.big_map import Highlight, MapPoints, MapSpec, ShadedGrids, big_map, map_now
from components.maps.big_map_lists import LISTED
from components.maps.colour_scale import graded
from components.maps.levels import AROUND, LEVELS, SHAPES, packed, rank
from components.maps.places import STEPS, Place, columns, places_file
from data.geography.shapes import load_shapes

HOSTILE = '</script><img src=x onerror=alert(1)> & "x"'
SHAPES_OF_CITY = load_shapes(None)
MARKS = {"data-sign": "V61", "data-period": "2025-06-30", "data-basis": "demo"}


@dataclass(frozen=True)
class File:
    """Five grids of two towns."""

    name: str = "grids.0123456789ab.json"
    numbers: tuple[int, ...] = (1, 2, 3, 4, 5)
    codes: tuple[str, ...] = ("a1", "a2", "a3", "b1", "b2")
    towns: tuple[int, ...] = (440604010, 440604010, 440604010, 440605124, 440605124)


class Read(HTMLParser):
    """Reads markup back: the tags in order, and the texts of rows."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.rows: list[str] = []
        self.inside = False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1] += data


def points(*levels: str, **more: object) -> MapPoints:
    places = [Place(113.1 + n / 1000, 23.0, f"站 {n}", f"/devices/{n}", 440604010) for n in range(len(levels))]
    return MapPoints(places, levels, "设备", marks=MARKS, **more)  # type: ignore[arg-type]


def grids(*values: float | None, **more: object) -> ShadedGrids:
    return ShadedGrids(File(), values, graded(values), "事件", " 件", "/grids/{number}", MARKS, **more)  # type: ignore[arg-type]


def spec(**layers: object) -> MapSpec:
    return MapSpec("city", "佛山", SHAPES_OF_CITY, **layers)  # type: ignore[arg-type]


def drawn(given: MapSpec, view: View | None = None) -> str:
    return to_html(big_map(view or View(), given))


def data(markup: str, kind: str) -> dict[str, object]:
    """What the script is given, read as a browser would: up to the first end of the element."""
    found = re.search(rf'<script type="application/json" class="{kind}">(.*?)</script>', markup, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_districts_stand_with_lines_and_names_and_towns_only_on_demand() -> None:
    plain, towns = drawn(spec()), drawn(spec(towns=True))

    assert plain.count("region-line region-district") == towns.count("region-line region-district") == 5
    assert (plain.count("region-town"), towns.count("region-line region-town")) == (0, 32)
    for name in ("禅城区", "南海区", "顺德区", "高明区", "三水区"):
        assert f">{name}</text>" in plain


def test_no_two_names_that_show_lie_over_each_other() -> None:
    shown = re.findall(
        r'<text class="name-(\w+)" x="([\d.]+)" y="([\d.]+)" data-width="[\d.]+" style="--letter:([\d.]+)px">([^<]+)<',
        drawn(spec(towns=True)),
    )
    boxes = [
        (float(x) - float(s) * len(t) / 2, float(y) - float(s), float(x) + float(s) * len(t) / 2, float(y))
        for _, x, y, s, t in shown
    ]

    assert len(boxes) >= 10
    for n, (x0, y0, x1, y1) in enumerate(boxes):
        assert all(x1 <= a or c <= x0 or y1 <= b or d <= y0 for a, b, c, d in boxes[:n])


def test_the_map_says_whose_lines_these_are_and_that_they_are_approximate() -> None:
    assert "示意图，非法定界线" in drawn(spec(towns=True))
    assert "示意图，非法定界线" not in drawn(spec())
    assert "GeoNames" in drawn(spec())
    assert "网格：示意" in drawn(spec(grids=grids(1.0, 2.0, 3.0, 4.0, 5.0, note="网格：示意")))


def test_alerts_and_the_ring_are_there_before_any_script_the_worst_on_top() -> None:
    ring = Highlight(113.1, 23.0, "乐平镇", "red")
    markup = drawn(spec(points=points("normal", "red", "blue", "unknown"), highlight=ring))

    assert re.findall(r'class="mark-(\w+)"', markup) == ["blue", "red"]
    assert 'class="big-map-ring ring-red"' in markup
    assert "圈出：乐平镇。" in markup


def test_a_sentence_counts_by_level_and_gives_the_range_of_the_grids() -> None:
    markup = drawn(spec(points=points("normal", "red", "red"), grids=grids(0.0, 2.0, None, 4.0, 12.0)))

    assert "设备 3 处：红色 2、正常 1。" in markup
    assert "5 个网格按事件着色，0 至 12 件。" in markup


def test_the_list_is_worst_first_and_capped_with_a_count() -> None:
    levels = ["normal"] * 40 + ["yellow", "red", "unknown"]
    rows = Read(to_html(map_now(View(), spec(points=points(*levels))))).rows[1:]

    assert len(rows) == LISTED
    assert ["红色" in rows[0], "黄色" in rows[1], "无数据" in rows[2], "正常" in rows[3]] == [True] * 4
    assert "视野内 43 处，按严重程度列出前 20 处" in drawn(spec(points=points(*levels)))


def test_grids_are_listed_from_the_value_that_stands_out() -> None:
    def named(**more: object) -> list[str]:
        rows = Read(to_html(map_now(View(), spec(grids=grids(3.0, None, 1.0, 9.0, 2.0, **more))))).rows[1:]
        return [row.split(" ")[0] for row in rows]

    assert named() == ["b1", "a1", "b2", "a3"]
    assert named(low_stands_out=True) == ["a3", "b2", "a1", "b1"]


def test_values_carry_their_marks() -> None:
    markup = drawn(spec(points=points("red", texts={0: "7.62 m"}), grids=grids(1.0, 2.0, 3.0, 4.0, 5.0)))

    for value in ("7.62 m", "5 件"):
        tag = re.search(rf"<span ([^>]+)>{value}</span>", markup)
        assert tag
        for mark in ("data-sign", "data-region", "data-period", "data-status", "data-basis"):
            assert f'{mark}="' in tag[1]


def test_names_from_data_stay_text() -> None:
    places = [Place(113.1, 23.0, HOSTILE, "/x", 440604010)]
    ring = Highlight(113.1, 23.0, HOSTILE, "red")
    given = MapSpec(
        "city", HOSTILE, SHAPES_OF_CITY, points=MapPoints(places, ["red"], HOSTILE, {0: HOSTILE}), highlight=ring
    )

    markup = drawn(given)

    assert "img" not in Read(markup).tags
    assert data(markup, "big-map-values")["points"]["places"]["name"] == [HOSTILE]  # type: ignore[index]
    assert data(markup, "big-map-setup")["label"] == HOSTILE


def test_few_places_stand_in_the_page_and_many_in_a_file() -> None:
    few = points("red")
    file = places_file(few.places)
    many = points("red", file=file)

    assert "places" in data(drawn(spec(points=few)), "big-map-values")["points"]  # type: ignore[operator]
    said = data(drawn(spec(points=many)), "big-map-values")["points"]
    assert said["url"] == f"/map/{file.name}"  # type: ignore[index]
    assert "places" not in said  # type: ignore[operator]


def test_what_changes_stands_in_the_live_part_alone() -> None:
    part = LiveFragment("now", lambda view, context: None, frozenset({"signs"}))
    markup = to_html(big_map(View(), spec(points=points("red")), part))

    figure, _, live = markup.partition("</figure>")
    assert 'data-live="signs"' in live
    assert "big-map-setup" in figure
    assert "big-map-values" not in figure
    assert "big-map-values" in live


def test_colours_and_levels_travel_as_a_sign_each() -> None:
    said = data(drawn(spec(points=points("normal", "red"), grids=grids(0.0, None, 1.0, 2.0, 3.0))), "big-map-values")

    assert said["points"]["levels"] == "06"  # type: ignore[index]
    assert len(said["grids"]["colours"]) == 5  # type: ignore[index]
    assert said["grids"]["colours"][1] == "-"  # type: ignore[index]
    assert said["grids"]["values"] == [0, None, 1, 2, 3]  # type: ignore[index]


def test_links_keep_language_and_theme() -> None:
    markup = drawn(spec(points=points("red")), View(lang="en", theme="light"))

    assert 'href="/devices/0?lang=en&amp;theme=light"' in markup
    assert data(markup, "big-map-setup")["query"] == "?lang=en&theme=light"


def test_every_level_has_a_shape_of_its_own_and_unknown_is_worse_than_normal() -> None:
    assert len(set(SHAPES.values())) == len(LEVELS) == len(AROUND)
    assert (
        rank("normal") < rank("unknown") < rank("white") < rank("blue") < rank("yellow") < rank("orange") < rank("red")
    )
    assert packed(LEVELS) == "0123456"


def test_places_travel_as_columns_a_metre_exact() -> None:
    places = [Place(113.123456, 23.0, "甲", "/a", 1), Place(112.5, 22.75, "乙", "/b", 2)]

    told = columns(places)

    assert [lon / STEPS for lon in told["lon"]] == pytest.approx([113.12346, 112.5])
    assert (told["name"], told["href"], told["region"]) == (["甲", "乙"], ["/a", "/b"], [1, 2])


def test_a_file_of_places_is_named_by_its_content_and_kind() -> None:
    one, other = [Place(113.1, 23.0, "甲", "/a", 1)], [Place(113.1, 23.0, "乙", "/a", 1)]

    assert places_file(one) == places_file(one)
    assert places_file(one).name != places_file(other).name
    assert places_file(one, "devices").url.startswith("/map/devices.")
