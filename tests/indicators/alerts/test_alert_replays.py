"""Noisy series replayed through the rules: few alerts, the same ones each time, none ended by missing data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.alerts import (
    Alert,
    AlertKey,
    AlertLogEntry,
    AlertRules,
    SignReading,
    confirmed,
    load_alert_definitions,
    observe,
)
from indicators.alerts.rules import NofM
from indicators.catalogue.catalogue import CATALOGUE
from tests.indicators.alerts.container import MINUTE, MONDAY_NINE

RULES = load_alert_definitions(CATALOGUE).rules
GAUGE = AlertKey("V26", "environment", "MAKOU", 440607, "flood")
STEPS = (7.0, 7.5, 8.0, 8.4)
LEVELS = st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=40)
TRIGGERS = st.sampled_from(["step", "band", "sudden", "stale"])


def readings(levels: list[int | None], trigger: str, every: int = 300) -> list[SignReading]:
    return [
        SignReading(GAUGE, MONDAY_NINE + n * every, trigger, level, None if level is None else float(level))  # type: ignore[arg-type]
        for n, level in enumerate(levels)
    ]


def replay(series: list[SignReading], rules: AlertRules = RULES) -> tuple[list[Alert], list[AlertLogEntry]]:
    """All alerts and events of a series, in order."""
    alert: Alert | None = None
    alerts: list[Alert] = []
    log: list[AlertLogEntry] = []
    for reading in series:
        alert, events = observe(alert, reading, rules)
        if alert is not None and alert.id == 0:
            alert = replace(alert, id=len(alerts) + 1)
            alerts.append(alert)
        elif alert is not None:
            alerts[alert.id - 1] = alert
        log += events
    return alerts, log


def kinds(log: list[AlertLogEntry]) -> list[str]:
    return [event.kind for event in log]


def flood(seed: int, noise: float) -> list[SignReading]:
    """A flood wave of two days at a gauge that reads every five minutes, with noise, judged by three of five."""
    hours = np.arange(0, 48, 1 / 12)
    stage = 6.4 + 2.2 * np.exp(-(((hours - 20) / 9) ** 2)) + np.random.default_rng(seed).normal(0, noise, len(hours))
    recent: tuple[int, ...] = ()
    found = []
    for n, value in enumerate(stage):
        recent, level = confirmed(recent, (0, 2, 3, 4, 5)[sum(value >= step for step in STEPS)], NofM(n=3, m=5))
        found.append(SignReading(GAUGE, MONDAY_NINE + n * 5 * MINUTE, "step", level, float(value)))
    return found


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("noise", [0.0, 0.02, 0.05])
def test_a_flood_wave_is_one_alert(seed: int, noise: float) -> None:
    alerts, log = replay(flood(seed, noise))

    assert len(alerts) == 1
    assert alerts[0].peak_level == 5
    assert alerts[0].state == "recovered"
    assert alerts[0].value_peak == pytest.approx(8.7, abs=0.2)
    assert kinds(log).count("raised") == 1
    assert kinds(log).count("reopened") <= (0 if noise == 0 else 6)
    assert kinds(log).count("rose") <= (3 if noise == 0 else 20)


def test_without_noise_it_climbs_and_falls_step_by_step() -> None:
    _, log = replay(flood(0, 0.0))

    assert [(event.kind, event.after) for event in log] == [
        ("raised", "blue"),
        ("rose", "yellow"),
        ("rose", "orange"),
        ("rose", "red"),
        ("eased", "orange"),
        ("eased", "yellow"),
        ("eased", "blue"),
        ("recovered", "recovered"),
    ]


@given(LEVELS, TRIGGERS)
def test_a_reading_told_twice_says_nothing_new(levels: list[int | None], trigger: str) -> None:
    once = replay(readings(levels, trigger))
    twice = replay([reading for reading in readings(levels, trigger) for _ in range(2)])

    assert twice == once


@given(LEVELS, TRIGGERS, st.data())
def test_late_readings_change_nothing(levels: list[int | None], trigger: str, data: st.DataObject) -> None:
    series = readings(levels, trigger)
    late = data.draw(st.lists(st.sampled_from(series), max_size=5)) if series else []
    alerts, log = replay(series)
    newest = alerts[-1].seen_at if alerts else 0

    after = replay([*series, *(reading for reading in late if reading.at < newest)])

    assert (after[0], after[1]) == (alerts, log)


@given(LEVELS, TRIGGERS)
def test_nothing_recovers_while_nothing_is_known(levels: list[int | None], trigger: str) -> None:
    series = readings(levels, trigger)
    alert: Alert | None = None
    for reading in series:
        before = alert
        alert, events = observe(alert, reading, RULES)
        if reading.level is None:
            assert events == ()
            assert (alert.state if alert else None) == (before.state if before else None)


@given(LEVELS)
def test_without_settling_unknown_readings_change_no_story(levels: list[int | None]) -> None:
    """A step settles in the sign itself, so that here a gap only delays."""
    series = readings(levels, "step")

    with_gaps = replay(series)
    without = replay([reading for reading in series if reading.level is not None])

    assert with_gaps[1] == without[1]


@given(LEVELS, TRIGGERS)
def test_between_two_alerts_there_is_calm_and_a_close(levels: list[int | None], trigger: str) -> None:
    """Nobody closes anything here, so there is one alert at most, however often the trouble returns."""
    alerts, log = replay(readings(levels, trigger))

    assert len(alerts) == (1 if any(levels) else 0)
    assert kinds(log).count("raised") == len(alerts)
    assert kinds(log).count("recovered") - kinds(log).count("reopened") in (0, 1)
