"""A wall's map: the worst on top, names that are needed and no others, a ring that covers none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.framework.view import View
from components.maps.levels import SHAPES, LevelMark
from components.wall.wall_map import MapMark, WallViewport, wall_map
from data.geography.shapes import load_shapes

GROUND = load_shapes(None)
CITY = (0.0, 0.0, GROUND.width, GROUND.height)
SANSHUI, LEPING = 440607, 440607101
TOWN = GROUND.shapes[LEPING].label


def drawn(marks: Sequence[MapMark] = (), ring: MapMark | None = None, towns: bool = False, lang: str = "zh") -> str:
    view = View(lang="en") if lang == "en" else View()
    return str(wall_map(view, GROUND, WallViewport("佛山", CITY, marks, ring, towns)).html)


def names(picture: str, level: str) -> list[str]:
    """The names drawn of a level."""
    return re.findall(rf'<text class="name-{level}"[^>]*>([^<]+)<', picture)


def at(*levels: LevelMark) -> list[MapMark]:
    return [MapMark((100.0 * n, 100.0), level) for n, level in enumerate(levels)]


def test_the_worst_marks_lie_on_top() -> None:
    order = re.findall(r'<path class="mark-(\w+)"', drawn(at("red", "normal", "unknown", "orange", "blue")))

    assert order[-1] == "red"
    assert order[0] == "normal"
    assert order.index("blue") < order.index("orange")


def test_every_mark_has_the_shape_of_its_level() -> None:
    for level in ("unknown", "yellow", "red"):
        assert f'd="{SHAPES[level]}"' in drawn(at(level))


def test_the_five_districts_are_named_and_towns_only_near_the_ring() -> None:
    ring = MapMark(TOWN, "red")

    assert len(names(drawn(), "district")) == 5
    assert names(drawn(towns=True), "town") == []
    assert names(drawn(ring=ring), "town") == []
    near = names(drawn(ring=ring, towns=True), "town")
    assert GROUND.shapes[LEPING].name_zh in near


def test_only_what_is_in_view_is_named() -> None:
    x, y = GROUND.shapes[SANSHUI].label
    part = WallViewport("三水", (x - 20, y - 20, x + 20, y + 20))

    assert names(wall_map(View(), GROUND, part).html, "district") == [GROUND.shapes[SANSHUI].name_zh]


def test_a_name_under_the_ring_is_moved_below_it() -> None:
    label = GROUND.shapes[SANSHUI].label

    def place(picture: str) -> float:
        name = GROUND.shapes[SANSHUI].name_zh
        found = re.search(rf'translate\([\d.]+ ([\d.]+)\) scale\([\d.]+\)" font-size="\d+">{name}<', picture)
        assert found is not None
        return float(found[1])

    radius = re.search(r'class="wall-ring ring-red"[^>]* r="([\d.]+)"', drawn(ring=MapMark(label, "red")))
    assert radius is not None
    assert place(drawn(ring=MapMark(label, "red"))) > label[1] + float(radius[1])
    assert place(drawn()) < label[1] + float(radius[1])


def test_names_follow_the_language_and_words_from_data_stay_text() -> None:
    english = drawn(lang="en")

    assert GROUND.shapes[SANSHUI].name_en in names(english, "district")
    assert "&lt;b&gt;" in drawn([MapMark((10.0, 10.0), "red", "<b>")])
    assert "<b>" not in drawn([MapMark((10.0, 10.0), "red", "<b>")])
