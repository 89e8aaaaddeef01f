"""Believing a trouble only when n of the last m samples show it, and silence only when it lasts."""

from __future__ import annotations

from indicators.alerts.alert import FEED, AlertKey, SignReading
from indicators.alerts.levels import level_number
from indicators.alerts.rules import NofM, StaleRules

Recent = tuple[int, ...]


def confirmed(recent: Recent, level: int, rule: NofM) -> tuple[Recent, int]:
    """The last m levels with this one, and the highest level that n of them reach; 0 when none is.

    A missing sample is left out by the caller: it says nothing for either side.
    """
    kept = (*recent, level)[-rule.m :]
    return kept, sorted(kept, reverse=True)[rule.n - 1] if len(kept) >= rule.n else 0


def heard_from(subject: AlertKey, quiet: float | None, now: int, sampling: int, rules: StaleRules) -> SignReading:
    """Whether the source of a subject speaks: a reading of its silence, with a cause of its own.

    `quiet`: so many seconds in which samples were expected have passed since its newest one (None: never heard of);
    `sampling`: seconds between samples.
    """
    patience = max(rules.samplings * sampling, rules.minutes * 60)
    silent = quiet is None or quiet > patience
    of_silence = AlertKey(subject.sign, subject.kind, subject.place, subject.region, rules.cause, subject.worse)
    return SignReading(of_silence, now, "stale", level_number(rules.level) if silent else 0)


def feed_lost(feed: str, city: int, level: int, now: int, rules: StaleRules) -> SignReading:
    """Whether a feed speaks (level 0), as a reading of the whole city: what it brings may lie anywhere."""
    return SignReading(AlertKey(FEED, FEED, feed, city, rules.feed_cause), now, "stale", level)
