"""What a sign is in a region: the worst, the mean, the sum, the share of the sums; and what nobody can see."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from indicators.vitals import AnnotatedValue, Level, PlaceState, Sample, Sign, advance, aggregate, place_state, value_at
from tests.indicators.vitals.conftest import Make
from tests.indicators.vitals.readings import HERE, NOW, followed

levels = st.sampled_from(list(Level))
places = st.lists(
    st.tuples(st.floats(0, 100), levels, st.booleans(), st.floats(0.5, 1000)), min_size=1, max_size=12
).map(lambda many: [PlaceState(f"p{n}", *one) for n, one in enumerate(many)])


def now(place: str, value: float | None, level: Level = Level.NORMAL, stale: bool = False) -> PlaceState:
    return PlaceState(place, value, level, stale)


def test_the_worst_place_makes_the_region(signs: Mapping[str, Sign]) -> None:
    found = aggregate(
        signs["V11"],
        [now("a", 3), now("b", 16, Level.YELLOW), now("c", 14.5, Level.YELLOW), now("d", 30, Level.BLUE), now("e", 6)],
    )
    assert (found.value, found.level, found.worst) == (16, Level.YELLOW, "b")
    assert (found.counted, found.stale, found.unseen) == (5, 0, Level.NORMAL)
    assert found.levels == {Level.NORMAL: 2, Level.BLUE: 1, Level.YELLOW: 2}


def test_the_worst_pressure_is_the_lowest(signs: Mapping[str, Sign]) -> None:
    found = aggregate(signs["V91"], [now("a", 0.3), now("b", 0.22), now("c", 0.25)])
    assert (found.value, found.worst, found.level) == (0.22, "b", Level.NORMAL)


def test_of_equals_the_first_by_name_is_named(signs: Mapping[str, Sign]) -> None:
    assert aggregate(signs["V11"], [now("b", 3), now("a", 3)]).worst == "a"


def test_outages_add_up(signs: Mapping[str, Sign]) -> None:
    found = aggregate(signs["V85"], [now("a", 600), now("b", 500), now("c", 0)])
    assert (found.value, found.level, found.worst) == (1100, Level.BLUE, "a")


def test_road_indices_are_averaged(signs: Mapping[str, Sign]) -> None:
    found = aggregate(signs["V61"], [now("a", 3), now("b", 9.5), now("c", 7)])
    assert (found.value, found.level, found.worst) == (6.5, Level.YELLOW, "b")


def test_a_share_is_that_of_the_sums(signs: Mapping[str, Sign]) -> None:
    def cameras(online: float, total: float) -> float | None:
        history = {"cameras_online": [Sample(NOW, online)], "cameras_total": [Sample(NOW, total)]}
        return value_at(signs["V96"], history, NOW, HERE)

    found = aggregate(signs["V96"], [now("big", cameras(990, 1000)), now("small", cameras(5, 10))])
    assert found.value is not None
    assert round(found.value, 9) == round(100 * 995 / 1010, 9)
    assert isinstance(found.value, AnnotatedValue)
    assert found.value.weight == 1010
    assert (found.level, found.worst) == (Level.NORMAL, "small")


def test_a_weight_that_is_given_stands(signs: Mapping[str, Sign]) -> None:
    given_ones = [PlaceState("a", 100.0, Level.NORMAL, False, 3), PlaceState("b", 50.0, Level.NORMAL, False, 1)]
    assert aggregate(signs["V96"], given_ones).value == 87.5
    unweighted = [now("a", 100.0), now("b", 50.0)]
    assert aggregate(signs["V96"], unweighted).value == 75
    nothing = [PlaceState("a", 100.0, Level.NORMAL, False, 0)]
    assert (aggregate(signs["V96"], nothing).value, aggregate(signs["V96"], nothing).level) == (None, None)


def test_places_that_fell_silent_are_left_out_and_counted(signs: Mapping[str, Sign]) -> None:
    found = aggregate(signs["V11"], [now("a", 3), now("b", 50, Level.RED, True), now("c", None)])
    assert (found.value, found.level, found.counted, found.stale) == (3, Level.NORMAL, 1, 2)
    assert found.unseen is Level.RED
    assert found.levels == {Level.NORMAL: 1}


def test_a_region_of_which_nothing_is_known_has_no_level(signs: Mapping[str, Sign]) -> None:
    for known in ([], [now("a", 3, stale=True)], [now("a", None)]):
        for name in ("V11", "V61", "V85", "V96"):
            found = aggregate(signs[name], known)
            assert (found.value, found.level, found.worst, found.counted) == (None, None, None, 0)


def test_a_region_as_a_whole_is_judged_with_its_silent_places_at_their_last_where_that_is_worse(
    signs: Mapping[str, Sign],
) -> None:
    jam, free = now("a", 9.5, stale=True), now("b", 1.5)
    found = aggregate(signs["V61"], [jam, free])
    assert (found.value, found.held) == (1.5, 5.5)
    assert aggregate(signs["V61"], [now("a", 0.5, stale=True), free]).held == 1.5
    assert aggregate(signs["V61"], [jam]).held is None


@given(places)
def test_no_place_that_falls_silent_makes_a_region_better(
    signs: Mapping[str, Sign], everywhere: list[PlaceState]
) -> None:
    heard = [PlaceState(p.place, p.value, p.level, False, p.weight) for p in everywhere]
    for name in ("V61", "V85", "V96"):
        whole, some = aggregate(signs[name], heard).held, aggregate(signs[name], everywhere).held
        if some is not None:
            assert whole is not None
            assert some * signs[name].ladder.turn >= whole * signs[name].ladder.turn - 1e-9


@given(places)
def test_what_is_stale_is_never_green(signs: Mapping[str, Sign], everywhere: list[PlaceState]) -> None:
    for name in ("V11", "V61", "V85", "V96"):
        silent = [PlaceState(p.place, p.value, p.level, True, p.weight) for p in everywhere]
        assert aggregate(signs[name], silent).level is None
        found = aggregate(signs[name], everywhere)
        assert found.counted + found.stale == len(everywhere)
        assert sum(found.levels.values()) == found.counted
        assert (found.level is None) == (found.counted == 0)


@given(places, st.permutations(range(12)))
def test_the_order_of_places_does_not_matter(
    signs: Mapping[str, Sign], everywhere: list[PlaceState], order: list[int]
) -> None:
    shuffled = [everywhere[n] for n in order if n < len(everywhere)]
    for name in ("V11", "V61", "V85", "V96"):
        assert aggregate(signs[name], shuffled) == aggregate(signs[name], everywhere)


@given(places)
def test_a_mean_or_share_lies_between_its_places(signs: Mapping[str, Sign], everywhere: list[PlaceState]) -> None:
    values = [p.value for p in everywhere if not p.stale and p.value is not None]
    for name in ("V61", "V96"):
        found = aggregate(signs[name], everywhere).value
        if found is not None:
            assert min(values) - 1e-9 <= found <= max(values) + 1e-9


def test_a_place_stands_as_its_signal_says(signs: Mapping[str, Sign]) -> None:
    signal = followed(signs["V11"], [20.0] * 3)[-1]
    fresh, late = (place_state(signs["V11"], "gauge", signal, NOW + 120 + age) for age in (0, 2701))
    assert fresh == PlaceState("gauge", 20, Level.YELLOW, False)
    assert late == PlaceState("gauge", 20, Level.YELLOW, True)
    assert place_state(signs["V11"], "gauge", None, NOW) == PlaceState("gauge", None, Level.NORMAL, True)


def test_a_region_is_followed_over_time_like_a_place(signs: Mapping[str, Sign]) -> None:
    cameras, signal = signs["V96"], None
    for n in range(3):
        region = aggregate(cameras, [now("a", 70.0), now("b", 85.0)])
        signal = advance(cameras, signal, NOW + n * 300, region.value)
    assert signal is not None
    assert signal.level is Level.RED


def test_places_are_judged_where_the_worst_counts(signs: Mapping[str, Sign]) -> None:
    for name, sign in signs.items():
        assert sign.judged_by_place == (sign.across == "worst"), name


def test_places_may_be_judged_and_averaged(made: Make) -> None:
    sign = made(across="mean", judged="place")
    found = aggregate(sign, [now("a", 3), now("b", 50, Level.RED)])
    assert (found.value, found.level) == (26.5, Level.RED)
