"""On labelled series, from seeds: hardly an event is missed and hardly an alert is false. Loose bounds on counts."""

from collections.abc import Mapping

import pytest

from indicators.alerts import AlertRules
from tests.performance.alarms import Outcome, outcomes

EDGES = {
    ("step", "level shift to the step"),
    ("band", "level shift of 4 σ"),
    ("sudden", "level shift of 6 σ"),
}  # too small
SENSORS = 3


@pytest.fixture(scope="module")
def found(rules: AlertRules) -> Mapping[tuple[str, str], Outcome]:
    """Three sensors of every kind, four weeks each."""
    return {(each.trigger, each.series): each for each in outcomes(SENSORS, rules)}


def test_events_of_a_size_that_matters_are_found(found: Mapping[tuple[str, str], Outcome]) -> None:
    events = [each for name, each in found.items() if each.events and name not in EDGES]

    assert len(events) >= 15
    assert {each.trigger: each.missed for each in events if each.missed > 0.1 * each.events} == {}


def test_false_alerts_are_rare_everywhere(found: Mapping[tuple[str, str], Outcome]) -> None:
    assert {name: each.false for name, each in found.items() if each.false > 2 * SENSORS} == {}
    assert sum(each.false for each in found.values()) <= 0.5 * SENSORS * len(found)


def test_what_is_plainly_normal_raises_nothing(found: Mapping[tuple[str, str], Outcome]) -> None:
    plain = [
        ("step", "even noise 3 σ below the step"),
        ("step", "spikes in 1 % of samples"),
        ("band", "weekday rhythm alone"),
        ("band", "rhythm, spikes in 1 % of samples"),
        ("sudden", "weekday rhythm alone"),
        ("stale", "a fifth of the samples lost"),
    ]

    assert sum(found[name].false for name in plain) <= 2


@pytest.mark.parametrize(("trigger", "minutes"), [("step", 30), ("band", 60), ("sudden", 60), ("stale", 60)])
def test_what_comes_at_once_is_found_soon(trigger: str, minutes: int, found: Mapping[tuple[str, str], Outcome]) -> None:
    at_once = ("level shift", "noon", "outages")
    delays = [
        each.delay
        for name, each in found.items()
        if name[0] == trigger and name[1].startswith(at_once) and name not in EDGES
    ]

    assert delays
    assert all(delay is not None and delay <= minutes for delay in delays)


def test_one_event_is_one_alert(found: Mapping[tuple[str, str], Outcome]) -> None:
    """A noisy event may flap; it returns as the same alert."""
    for name, each in found.items():
        if each.events and name not in EDGES:
            assert each.flaps <= each.events


def test_the_same_seeds_make_the_same_numbers(found: Mapping[tuple[str, str], Outcome], rules: AlertRules) -> None:
    again = {(each.trigger, each.series): each for each in outcomes(SENSORS, rules, only="stale")}

    assert again == {name: each for name, each in found.items() if name[0] == "stale"}
