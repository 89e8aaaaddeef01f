"""Neighbours by the drawn map are neighbours by the layer it was drawn from, with another library's arithmetic."""

import json
from itertools import combinations

import shapely

from data.geography.neighbours import neighbours
from data.geography.shapes import SHIPPED, load_shapes


def touching() -> dict[int, set[int]]:
    """Districts whose outlines run along one another for half a kilometre, by the shipped layer."""
    layer = json.loads((SHIPPED / load_shapes(None).layers["district"]).read_text("utf-8"))
    areas = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in layer["features"]}
    found: dict[int, set[int]] = {code: set() for code in areas}
    for one, other in combinations(areas, 2):
        if areas[one].buffer(0.002).intersection(areas[other].boundary).length > 0.005:
            found[one].add(other)
            found[other].add(one)
    return found


def test_the_map_tells_which_districts_lie_side_by_side() -> None:
    assert neighbours(load_shapes(None)) == touching()


def test_the_five_districts_lie_as_everybody_knows() -> None:
    chancheng, nanhai, shunde, sanshui, gaoming = 440604, 440605, 440606, 440607, 440608

    found = neighbours(load_shapes(None))

    assert found[nanhai] == {chancheng, shunde, sanshui, gaoming}
    assert found[chancheng] == {nanhai, shunde}
    assert sanshui not in found[shunde]
