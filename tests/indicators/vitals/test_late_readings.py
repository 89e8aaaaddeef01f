"""Late and out-of-order readings: put where they belong and replayed, they give what they would have given in time."""

from __future__ import annotations

import random
from bisect import insort
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.vitals import History, Level, Sample, SamplingPlace, Sign, Signal, advance, replay, value_at
from tests.indicators.vitals.conftest import Make
from tests.indicators.vitals.readings import HERE, HOUR, MINUTE, NOW, every

depths = st.sampled_from([0, 4.6, 6, 14.2, 16, 26, 30, 41])
PLACES: Mapping[str, SamplingPlace] = {"V38": SamplingPlace("zone")}


def in_turn(sign: Sign, history: History, place: SamplingPlace, signal: Signal | None = None) -> Signal | None:
    """Every moment of a history, one after another, each knowing only what had come by then."""
    moments = sorted({sample.at for samples in history.values() for sample in samples})
    for at in moments:
        known = {quantity: [s for s in samples if s.at <= at] for quantity, samples in history.items()}
        signal = advance(sign, signal, at, value_at(sign, known, at, place))
    return signal


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 200), depths), max_size=80, unique_by=lambda pair: pair[0]), st.randoms())
def test_the_order_of_arrival_does_not_matter(
    made: Make, readings: list[tuple[int, float]], chance: random.Random
) -> None:
    sign = made()
    expected = in_turn(sign, {"depth": sorted(Sample(NOW + n * 30, value) for n, value in readings)}, HERE)
    arrived: list[Sample] = []
    chance.shuffle(readings)
    for n, value in readings:
        insort(arrived, Sample(NOW + n * 30, value))
    assert replay(sign, {"depth": arrived}, HERE) == expected


@settings(max_examples=60)
@given(st.lists(depths, min_size=2, max_size=80), st.data())
def test_replaying_from_a_kept_signal_gives_the_same(made: Make, values: list[float], data: st.DataObject) -> None:
    sign = made()
    samples = every(MINUTE, values)
    cut = data.draw(st.integers(1, len(samples) - 1))
    kept = replay(sign, {"depth": samples[:cut]}, HERE)
    assert replay(sign, {"depth": samples}, HERE, kept) == replay(sign, {"depth": samples}, HERE)


def test_a_reading_that_was_missing_is_put_where_it_belongs(made: Make) -> None:
    sign, samples = made(), every(MINUTE, [0, 0, 20, 20, 20, 0])
    on_time = [sample for n, sample in enumerate(samples) if n != 3]
    kept = replay(sign, {"depth": samples[:2]}, HERE)
    without = replay(sign, {"depth": on_time}, HERE, kept)
    assert without is not None
    assert without.level is Level.NORMAL
    with_it = replay(sign, {"depth": samples}, HERE, kept)
    assert with_it is not None
    assert with_it.level is Level.YELLOW
    assert with_it.since == samples[4].at


def test_without_new_samples_the_kept_signal_stands(made: Make) -> None:
    sign = made()
    kept = replay(sign, {"depth": every(MINUTE, [20, 20, 20])}, HERE)
    assert replay(sign, {"depth": every(MINUTE, [20, 20, 20])}, HERE, kept) is kept
    assert replay(sign, {}, HERE, kept) is kept
    assert replay(sign, {}, HERE) is None


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=40))
def test_signs_that_look_back_replay_to_the_same(signs: Mapping[str, Sign], states: list[int]) -> None:
    histories: Mapping[str, Mapping[str, Sequence[Sample]]] = {
        "V38": {"metro_zone_alarm": every(600, states)},
        "V42": {"manhole_alarm": every(600, [min(state, 1) for state in states])},
        "V27": {"rainfall": every(300, [4.0 * state for state in states])},
        "V23": {"o3": every(HOUR, [120.0 * state for state in states])},
    }
    for name, history in histories.items():
        place = PLACES.get(name, HERE)
        assert replay(signs[name], history, place) == in_turn(signs[name], history, place), name


def test_quantities_that_arrive_apart_are_one_sample(signs: Mapping[str, Sign]) -> None:
    online = every(300, [80.0, 80.0, 80.0])
    total = [Sample(sample.at + 20, 100.0) for sample in online]
    signal = replay(signs["V96"], {"cameras_online": online, "cameras_total": total}, HERE)
    assert signal is not None
    assert len(signal.recent) == 3
    assert signal.level is Level.ORANGE
