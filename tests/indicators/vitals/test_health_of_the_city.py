"""Health: bounded, monotone, explained to the tenth, without what nobody knows, and with the worst kind in sight."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.vitals import KindHealth, Level, Vitals, city_health, kind_health

COSTS = {Level.NORMAL: 0, Level.WHITE: 0, Level.BLUE: 5, Level.YELLOW: 15, Level.ORANGE: 35, Level.RED: 60}
SAFETY = [f"V7{n}" for n in range(1, 9)]
WEIGHTS = {"V71": 1.5, "V76": 1.5, "V77": 1.5, "V78": 1.5}  # of safety; the rest weigh 1
colours = st.sampled_from([Level.NORMAL, Level.BLUE, Level.YELLOW, Level.ORANGE, Level.RED])
known_or_not = st.dictionaries(st.sampled_from(SAFETY), st.none() | colours)
healths = st.lists(st.integers(0, 1000).map(lambda tenths: tenths / 10), min_size=1, max_size=9)


def kinds(values: list[float]) -> list[KindHealth]:
    return [KindHealth(f"k{n}", value, (), 1, ()) for n, value in enumerate(values)]


def all_at(level: Level) -> Mapping[str, Level | None]:
    return dict.fromkeys(SAFETY, level)


@pytest.mark.parametrize(
    ("levels", "value"),
    [
        (all_at(Level.NORMAL), 100),
        ({**all_at(Level.NORMAL), "V72": Level.BLUE}, 95),
        ({**all_at(Level.NORMAL), "V72": Level.RED}, 40),
        ({**all_at(Level.NORMAL), "V71": Level.RED}, 10),
        ({**all_at(Level.NORMAL), "V71": Level.BLUE, "V72": Level.YELLOW, "V75": Level.ORANGE}, 42.5),
        (all_at(Level.BLUE), 50),
        (all_at(Level.RED), 0),
        ({"V72": Level.YELLOW}, 85),
    ],
)
def test_levels_cost_by_weight(vitals: Vitals, levels: Mapping[str, Level | None], value: float) -> None:
    assert kind_health(vitals, "safety", levels).value == value


def test_the_weights_of_this_test_are_those_of_the_catalogue(vitals: Vitals) -> None:
    assert {name: vitals.signs[name].weight for name in SAFETY} == {name: WEIGHTS.get(name, 1) for name in SAFETY}


def test_what_nobody_knows_is_left_out_and_named(vitals: Vitals) -> None:
    found = kind_health(vitals, "safety", {"V71": Level.RED, "V72": None, "V11": Level.RED})
    assert (found.value, found.known) == (10, 1)
    assert found.unknown == tuple(SAFETY[1:])


@pytest.mark.parametrize("levels", [{}, dict.fromkeys(SAFETY, None), {"V11": Level.NORMAL}])
def test_a_kind_of_which_nothing_is_known_has_no_health(vitals: Vitals, levels: Mapping[str, Level | None]) -> None:
    found = kind_health(vitals, "safety", levels)
    assert (found.value, found.parts, found.known, found.unknown) == (None, (), 0, tuple(SAFETY))


def test_parts_say_which_sign_costs_what(vitals: Vitals) -> None:
    found = kind_health(vitals, "safety", {**all_at(Level.NORMAL), "V71": Level.BLUE, "V72": Level.YELLOW})
    assert [(part.sign, part.level, part.points) for part in found.parts] == [
        ("V71", Level.BLUE, 7.5),
        ("V72", Level.YELLOW, 15),
    ]


def test_rain_costs_what_its_own_set_says(vitals: Vitals) -> None:
    assert kind_health(vitals, "environment", {"V27": Level.YELLOW}).value == 100 - 1.5 * 15
    assert kind_health(vitals, "environment", {"V27": Level.BLUE}).value == 100  # rain has no blue


@given(known_or_not)
def test_the_health_of_a_kind_is_bounded_and_adds_up(vitals: Vitals, levels: Mapping[str, Level | None]) -> None:
    found = kind_health(vitals, "safety", levels)
    assert found.known + len(found.unknown) == 8
    if found.value is None:
        assert not any(level is not None for level in levels.values())
        return
    assert 0 <= found.value <= 100
    assert round(100 - sum(part.points for part in found.parts), 9) == found.value
    exact = 100 - sum(COSTS[level] * WEIGHTS.get(name, 1) for name, level in levels.items() if level is not None)
    assert found.value == pytest.approx(max(exact, 0), abs=0.051)


@given(st.fixed_dictionaries(dict.fromkeys(SAFETY, colours)), st.sampled_from(SAFETY), colours)
def test_a_worse_level_never_makes_a_kind_healthier(
    vitals: Vitals, levels: Mapping[str, Level], name: str, other: Level
) -> None:
    worse = {**levels, name: max(levels[name], other)}
    before, after = (kind_health(vitals, "safety", at).value for at in (levels, worse))
    assert before is not None
    assert after is not None
    assert after <= before


def test_half_of_the_city_is_its_worst_kind() -> None:
    found = city_health(kinds([100, 100, 40, 100]))
    assert found.value == 85 / 2 + 40 / 2
    assert found.worst == "k2"
    assert [(part.id, part.health, part.points) for part in found.parts] == [
        ("k0", 100, 12.5),
        ("k1", 100, 12.5),
        ("k2", 40, 5),
        ("k3", 100, 12.5),
        ("lowest", 40, 20),
    ]


def test_one_red_sign_is_visible_in_the_city(vitals: Vitals) -> None:
    calm: dict[str, Level | None] = dict.fromkeys(vitals.signs, Level.NORMAL)
    assert city_health([kind_health(vitals, kind, calm) for kind in vitals.kinds]).value == 100
    for name, sign in vitals.signs.items():
        troubled = {**calm, name: Level.RED}
        city = city_health([kind_health(vitals, kind, troubled) for kind in vitals.kinds])
        assert city.worst == sign.kind
        assert city.value is not None
        assert city.value <= 100 - 60 * sign.weight * (1 / 2 + 1 / 18) + 0.1


def test_what_falls_silent_goes_on_costing_what_it_cost(vitals: Vitals) -> None:
    silent = dict.fromkeys(SAFETY)
    found = kind_health(vitals, "safety", silent, {"V72": Level.RED, "V73": Level.NORMAL})
    assert (found.value, found.known, found.unknown) == (40, 0, tuple(SAFETY))
    beside = kind_health(vitals, "safety", {**all_at(Level.NORMAL), "V72": Level.BLUE}, {"V72": Level.RED})
    assert (beside.value, beside.known, beside.unknown) == (40, 8, ())
    assert kind_health(vitals, "safety", silent, dict.fromkeys(SAFETY, Level.NORMAL)).value is None


@given(st.data())
def test_no_health_rises_because_signs_fall_silent(vitals: Vitals, data: st.DataObject) -> None:
    levels = {name: data.draw(colours) for name in vitals.signs}
    silent = data.draw(st.sets(st.sampled_from(sorted(levels))))
    heard = {name: None if name in silent else level for name, level in levels.items()}
    unseen = {name: levels[name] for name in silent}
    before = [kind_health(vitals, kind, levels) for kind in vitals.kinds]
    after = [kind_health(vitals, kind, heard, unseen) for kind in vitals.kinds]
    values = [[*(kind.value for kind in kinds), city_health(kinds).value] for kinds in (before, after)]
    for then, now in zip(*values, strict=True):
        assert then is not None
        assert now is None or now <= then


def test_kinds_that_nobody_knows_are_left_out_and_named() -> None:
    found = city_health([KindHealth("space", None, (), 0, ("V11",)), *kinds([80, 60])])
    assert (found.value, found.worst, found.unknown) == (65, "k1", ("space",))
    nothing = city_health([KindHealth("space", None, (), 0, ())])
    assert (nothing.value, nothing.worst, nothing.parts, nothing.unknown) == (None, None, (), ("space",))
    assert city_health([]).value is None


@given(healths)
def test_the_health_of_the_city_is_bounded_and_adds_up(values: list[float]) -> None:
    found = city_health(kinds(values))
    assert found.value is not None
    assert round(sum(part.points for part in found.parts), 9) == found.value
    exact = sum(values) / len(values) / 2 + min(values) / 2
    assert found.value == pytest.approx(exact, abs=0.051)
    assert min(values) - 0.051 <= found.value <= (100 + min(values)) / 2 + 0.051


@given(healths, st.integers(0, 8), st.floats(0, 100))
def test_a_worse_kind_never_makes_the_city_healthier(values: list[float], at: int, other: float) -> None:
    assume(at < len(values))
    worse = [min(value, round(other, 1)) if n == at else value for n, value in enumerate(values)]
    before, after = (city_health(kinds(each)).value for each in (values, worse))
    assert before is not None
    assert after is not None
    assert after <= before
