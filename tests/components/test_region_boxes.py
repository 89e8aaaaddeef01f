"""Boxes to tick: each region once, under its own, and a folded title that names what is ticked."""

from __future__ import annotations

import re

from components.forms.region_boxes import CheckboxOption, boxes, region_boxes
from components.framework.markup import to_html
from components.framework.view import View
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue

REGIONS = load_catalogue(CATALOGUE).regions
SANSHUI, LEPING = 440607, 440607101


def ticked(drawn: str) -> set[str]:
    """The values of the boxes that are ticked."""
    found = re.findall(r"<input[^>]*>", drawn)
    return {re.findall(r'value="([^"]*)"', box)[0] for box in found if "checked" in box}


def test_every_region_has_one_box_and_those_held_are_ticked() -> None:
    drawn = to_html(region_boxes(View(), REGIONS, [SANSHUI, LEPING]))

    assert sorted(re.findall(r'value="(\d+)"', drawn)) == sorted(str(code) for code in REGIONS.codes)
    assert ticked(drawn) == {str(SANSHUI), str(LEPING)}


def test_a_town_stands_after_its_district_and_before_the_next() -> None:
    order = [int(code) for code in re.findall(r'value="(\d+)"', to_html(region_boxes(View(), REGIONS, [])))]

    assert order[0] == REGIONS.city.code
    district = 0
    for code in order[1:]:
        if code in REGIONS.at("district"):
            district = code
        else:
            assert code in REGIONS.children(district)


def test_the_tree_is_open_where_nothing_is_held_and_else_says_what_is() -> None:
    none, some = to_html(region_boxes(View(), REGIONS, [])), to_html(region_boxes(View(), REGIONS, [SANSHUI]))

    assert re.search(r"<details[^>]* open", none)
    assert not re.search(r"<details[^>]* open", some)
    assert REGIONS[SANSHUI].name.zh in re.findall(r"<summary>(.*?)</summary>", some)[0]
    english = to_html(region_boxes(View(lang="en"), REGIONS, [SANSHUI]))
    assert "：" not in english
    assert f": {REGIONS[SANSHUI].name.en}" in re.findall(r"<summary>(.*?)</summary>", english)[0]


def test_folded_boxes_name_in_their_title_what_is_ticked() -> None:
    choices = [CheckboxOption("a", "水利局", True), CheckboxOption("b", "交通局"), CheckboxOption("c", "住建局", True)]

    drawn = to_html(boxes(View(), "单位", "units", choices, folded=True))

    assert re.findall(r"<summary>(.*?)</summary>", drawn) == ["单位：水利局和住建局"]
    assert ticked(drawn) == {"a", "c"}
    assert "<summary>" not in to_html(boxes(View(), "单位", "units", choices))
