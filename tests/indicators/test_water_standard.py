"""Water classes held against the printed table of GB 3838-2002, typed here a second time."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import CATALOGUE
from indicators.standards.loader import load_standards
from indicators.standards.model import StandardError, WaterClasses
from indicators.standards.water import section_class

WATER = load_standards(CATALOGUE / "standards").of(WaterClasses)
DAY = date(2025, 6, 30)
AT_MOST = {
    "permanganate_index": (2, 4, 6, 10, 15),
    "cod": (15, 15, 20, 30, 40),
    "bod5": (3, 3, 4, 6, 10),
    "ammonia_nitrogen": (0.15, 0.5, 1.0, 1.5, 2.0),
    "total_phosphorus": (0.02, 0.1, 0.2, 0.3, 0.4),
    "petroleum": (0.05, 0.05, 0.05, 0.5, 1.0),
}
LAKE = {
    "total_phosphorus": (0.01, 0.025, 0.05, 0.1, 0.2),
    "total_nitrogen": (0.2, 0.5, 1.0, 1.5, 2.0),
    "faecal_coliform": (200, 2000, 10000, 20000, 40000),
}
OXYGEN = (7.5, 6, 5, 3, 2)
CLEAN: dict[str, float | None] = {"ph": 7.0, "dissolved_oxygen": 9.0, **dict.fromkeys(AT_MOST, 0.0)}


def grade(body: Any = "river", **changes: float | None) -> int | None:
    """The class of clean water with some values changed."""
    return section_class(WATER, CLEAN | changes, DAY, body).grade


@pytest.mark.parametrize(("item", "limits"), [*AT_MOST.items()])
def test_a_limit_still_belongs_to_its_class_and_more_does_not(item: str, limits: tuple[float, ...]) -> None:
    for limit in limits:
        assert grade(**{item: limit}) == 1 + limits.index(limit)
        assert grade(**{item: limit + 0.001}) == 1 + sum(limit >= other for other in limits)


def test_less_oxygen_is_worse() -> None:
    for n, limit in enumerate(OXYGEN, 1):
        assert grade(dissolved_oxygen=limit) == n
        assert grade(dissolved_oxygen=limit - 0.001) == n + 1


def test_nine_tenths_of_saturation_suffice_for_the_first_class() -> None:
    assert grade(dissolved_oxygen=6.5, oxygen_saturation=90) == 1
    assert grade(dissolved_oxygen=6.5, oxygen_saturation=89.9) == 2


@pytest.mark.parametrize(("value", "expected"), [(5.9, 6), (6, 1), (9, 1), (9.1, 6)])
def test_water_outside_the_range_of_ph_is_worse_than_the_fifth_class(value: float, expected: int) -> None:
    assert grade(ph=value) == expected


def test_the_worst_single_item_decides() -> None:
    found = section_class(WATER, CLEAN | {"cod": 25, "ammonia_nitrogen": 1.2, "bod5": 3.5}, DAY)
    assert found.name is not None
    assert (found.grade, found.name.zh, set(found.worst)) == (4, "Ⅳ类", {"cod", "ammonia_nitrogen"})
    assert found.grades["bod5"] == 3
    assert found.good is False


def test_worse_than_the_fifth_class_has_its_own_name() -> None:
    found = section_class(WATER, CLEAN | {"ammonia_nitrogen": 2.1}, DAY)
    assert found.name is not None
    assert (found.grade, found.name.zh, found.worst) == (6, "劣Ⅴ类", ("ammonia_nitrogen",))


def test_total_nitrogen_and_faecal_coliform_do_not_count_for_rivers() -> None:
    dirty = CLEAN | {"total_nitrogen": 9.0, "faecal_coliform": 90_000}
    river, lake = (section_class(WATER, dirty, DAY, body) for body in ("river", "lake"))
    assert (river.grade, set(river.left_out)) == (1, {"total_nitrogen", "faecal_coliform"})
    assert (lake.grade, lake.left_out) == (6, ())
    assert set(lake.worst) == {"total_nitrogen", "faecal_coliform"}


@pytest.mark.parametrize(("item", "limits"), [*LAKE.items()])
def test_lakes_have_limits_of_their_own(item: str, limits: tuple[float, ...]) -> None:
    clean = dict.fromkeys(LAKE, 0.0)
    for n, limit in enumerate(limits, 1):
        assert grade("lake", **(clean | {item: limit})) == n
        assert grade("lake", **(clean | {item: limit * 1.01})) == n + 1


def test_missing_items_are_named_and_do_not_count_as_clean() -> None:
    found = section_class(WATER, {"cod": 18, "ph": None, "bod5": math.nan}, DAY)
    assert (found.grade, found.grades) == (3, {"cod": 3})
    assert {"ph", "bod5", "dissolved_oxygen", "total_phosphorus"} <= set(found.missing)
    assert not set(found.missing) & {"cod", "total_nitrogen", "faecal_coliform"}
    nothing = section_class(WATER, {}, DAY)
    assert (nothing.grade, nothing.name, nothing.good, nothing.worst) == (None, None, None, ())


def test_what_the_standard_does_not_know_is_refused() -> None:
    with pytest.raises(StandardError, match="no item turbidity"):
        section_class(WATER, {"turbidity": 1.0}, DAY)
    with pytest.raises(StandardError, match="no possible value of cod"):
        section_class(WATER, {"cod": -1.0}, DAY)
    with pytest.raises(StandardError, match="2002-05-31"):
        section_class(WATER, CLEAN, date(2002, 5, 31))


VALUES = st.dictionaries(st.sampled_from(sorted(CLEAN)), st.floats(0, 50))


@given(VALUES, st.sampled_from(sorted(AT_MOST)), st.floats(0, 50))
def test_more_of_what_pollutes_never_gives_a_better_class(readings: Any, item: str, more: float) -> None:
    before = section_class(WATER, {**readings, item: readings.get(item, 0.0)}, DAY).grade
    after = section_class(WATER, {**readings, item: readings.get(item, 0.0) + more}, DAY).grade
    assert before is not None
    assert after is not None
    assert 1 <= before <= after <= 6


@given(VALUES)
def test_the_class_is_that_of_every_worst_item_and_no_item_is_worse(readings: Any) -> None:
    found = section_class(WATER, readings, DAY)
    assert found.grade == max(found.grades.values(), default=None)
    assert set(found.worst) == {item for item, own in found.grades.items() if own == found.grade}
    assert set(found.grades) | set(found.missing) == set(CLEAN)
