"""How often alerts are false or missing, on labelled series: the real rules and life cycle, made-up sensors."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from indicators.alerts import (
    Alert,
    AlertKey,
    AlertRules,
    SignReading,
    change_point_score,
    confirmed,
    expected,
    heard_from,
    learn_profile,
    levels_of,
    load_alert_definitions,
    observe,
    outside,
)
from indicators.alerts.rules import NofM
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.vitals import Sign, Signal, advance, level_of
from tests.performance.alarm_series import HOUR, LEARN, LIMIT, SERIES, STEP, Labelled, Make
from tests.performance.report import Line

SUBJECT = AlertKey("V55", "people", "440600", 440600, "voice")
GRACE = HOUR  # an alert so long after an event is none of its own
Levels = Iterator[tuple[int, int | None, float | None]]  # moment, level, value


@dataclass(frozen=True)
class Outcome:
    """What came of one kind of series: events and how many were missed, false alerts, returns, delays in minutes."""

    trigger: str
    series: str
    months: int
    events: int
    missed: int
    false: int
    flaps: int
    delay: float | None

    @property
    def missed_share(self) -> float:
        """Percent of the events."""
        return 100 * self.missed / self.events if self.events else 0.0


def by_step(series: Labelled, rules: AlertRules) -> Levels:
    """A fixed limit, as a sign of the catalogue has it: n of m samples to raise, margin and time to release."""
    sign = _sign()
    unit = _blue(sign) / (LIMIT - 100)  # the series in the sign's own unit
    signal: Signal | None = None
    for at, value in _samples(series.tested):
        if value is None:
            yield at, None, None
            continue
        signal = advance(sign, signal, at, (value - 100) * unit)
        yield at, int(signal.level), value


@cache
def _sign() -> Sign:
    """A sign that is sampled every five minutes and judged by steps alone."""
    return load_catalogue(CATALOGUE).vitals.signs["V61"]


def _blue(sign: Sign) -> float:
    """Where its mildest level begins."""
    return next(step / 100 for step in range(1001) if level_of(sign, step / 100))


def by_band(series: Labelled, rules: AlertRules) -> Levels:
    """Out of the expected band for the hour of the week."""
    baseline, tested = learn_profile(series.past.at, series.past.values, rules.bands), series.tested
    levels = levels_of(outside(baseline, tested.at, tested.values), rules.bands.steps)
    return _believed(tested, levels.tolist(), rules.bands.confirm)


def by_sudden(series: Labelled, rules: AlertRules) -> Levels:
    """A step in what is left when the usual is taken away."""
    baseline = learn_profile(series.past.at, series.past.values, rules.bands)
    rest = series.values - expected(baseline, series.at)
    width = rules.sudden.before + rules.sudden.after
    windows = np.lib.stride_tricks.sliding_window_view(rest, width)[LEARN - width + 1 :]
    levels = levels_of(change_point_score(windows, rules.sudden), rules.sudden.steps)
    return _believed(series.tested, levels.tolist(), rules.sudden.confirm)


def by_silence(series: Labelled, rules: AlertRules) -> Levels:
    """Nothing came for a while."""
    last = int(series.at[LEARN]) - STEP
    for at, value in _samples(series.tested):
        last = at if value is not None else last
        yield at, heard_from(SUBJECT, at - last, at, STEP, rules.stale).level, None


DETECTORS: Mapping[str, Callable[[Labelled, AlertRules], Levels]] = {
    "step": by_step,
    "band": by_band,
    "sudden": by_sudden,
    "stale": by_silence,
}


def outcomes(sensors: int, rules: AlertRules | None = None, only: str | None = None) -> list[Outcome]:
    """Every kind of series (of one trigger or all) with so many sensors, four weeks each; seeds are fixed."""
    rules = rules or load_alert_definitions(CATALOGUE).rules
    return [
        _outcome(trigger, name, make, sensors, rules)
        for trigger, kinds in SERIES.items()
        if only in (None, trigger)
        for name, make in kinds.items()
    ]


def shown(found: list[Outcome]) -> str:
    """The table, ready for docs/benchmarks.md."""
    rows = ["| | events | missed | found after | false alerts | returns |", "|---|--:|--:|--:|--:|--:|"]
    trigger = ""
    for each in found:
        if each.trigger != trigger:
            trigger = each.trigger
            rows.append(f"| **{trigger}** | | | | a sensor and month | a sensor and month |")
        caught = f"{each.missed_share:.1f} % | {each.delay:.0f} min" if each.delay is not None else " | "
        events, false, returns = each.events or "", each.false / each.months, each.flaps / each.months
        rows.append(f"| {each.series} | {events} | {caught} | {false:.2f} | {returns:.2f} |")
    return "\n".join(rows)


def lines(found: list[Outcome]) -> list[Line]:
    """Missed events in percent and false alerts a sensor and month, to be kept."""
    kept = []
    for each in found:
        group = f"Alerts by {each.trigger}"
        if each.events:
            kept.append(Line(group, f"{each.series}: missed", each.missed_share, "%", note=f"of {each.events}"))
        kept.append(Line(group, f"{each.series}: false alerts a month", each.false / each.months, ""))
    return kept


def _outcome(trigger: str, name: str, make: Make, sensors: int, rules: AlertRules) -> Outcome:
    events = missed = false = flaps = 0
    delays: list[float] = []
    for sensor in range(sensors):
        series = make(np.random.default_rng([sensor, *name.encode()]))
        spans, returns = _lives(trigger, DETECTORS[trigger](series, rules), rules)
        found = [_found(window, spans) for window in series.events]
        events += len(found)
        missed += found.count(None)
        delays += [delay / 60 for delay in found if delay is not None]
        false += sum(not any(_belongs(span, window) for window in series.events) for span in spans)
        flaps += returns
    return Outcome(trigger, name, sensors, events, missed, false, flaps, statistics.median(delays) if delays else None)


def _lives(trigger: str, levels: Levels, rules: AlertRules) -> tuple[list[tuple[int, int]], int]:
    """From when to when alerts were live, as the life cycle made them, and how often one returned."""
    alert: Alert | None = None
    spans: list[tuple[int, int]] = []
    flaps = 0
    for at, level, value in levels:
        if alert is None and not level:
            continue
        alert, events = observe(alert, SignReading(SUBJECT, at, trigger, level, value), rules)  # type: ignore[arg-type]
        kinds = [event.kind for event in events]
        flaps += kinds.count("reopened")
        if "raised" in kinds:
            spans.append((at, at))
        if alert is not None and alert.live:
            spans[-1] = (spans[-1][0], at)
        elif alert is not None and at - spans[-1][1] > rules.flapping.minutes * 60:
            alert = None  # long over: the next trouble is another alert
    return spans, flaps


def _found(window: tuple[int, int], spans: list[tuple[int, int]]) -> float | None:
    """Seconds until an event was found; None when it was not."""
    begins = [max(first - window[0], 0) for first, last in spans if first <= window[1] and last >= window[0]]
    return min(begins) if begins else None


def _belongs(span: tuple[int, int], window: tuple[int, int]) -> bool:
    """What begins a little after an event is its echo: no false alert, though the event does not count as found."""
    return span[0] <= window[1] + GRACE and span[1] >= window[0]


def _believed(series: Labelled, levels: list[int], rule: NofM) -> Levels:
    recent: tuple[int, ...] = ()
    for (at, value), level in zip(_samples(series), levels, strict=True):
        if value is None:
            yield at, None, None
            continue
        recent, sure = confirmed(recent, level, rule)
        yield at, sure, value


def _samples(series: Labelled) -> Iterator[tuple[int, float | None]]:
    for at, value in zip(series.at.tolist(), series.values.tolist(), strict=True):
        yield at, None if np.isnan(value) else value
