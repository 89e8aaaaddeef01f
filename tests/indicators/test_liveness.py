"""What is called live, late or dead: a table of facts and judgements, and what must hold whatever the facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.liveness import FeedFact, Liveness, LivenessFacts, ProcessFact, judge

NOW = 1_751_248_800
RIVERS, ROADS, LEDGER = FeedFact("rivers", 60, NOW - 30), FeedFact("roads", 5, NOW - 2), FeedFact("ledger", 86_400, NOW)
WELL = LivenessFacts(
    NOW,
    (RIVERS, ROADS, LEDGER),
    NOW - 1,
    {"monitor": ProcessFact(True, NOW), "refresher": ProcessFact(True, NOW)},
    "up",
)


def silent(feed: FeedFact, seconds: int) -> FeedFact:
    return replace(feed, last_at=NOW - seconds)


TABLE: list[tuple[str, dict[str, Any], str, str, int | None]] = [
    ("all as promised", {}, "live", "", None),
    ("a feed within two of its promises", {"feeds": (silent(RIVERS, 120), ROADS)}, "live", "", None),
    ("a feed beyond two promises", {"feeds": (silent(RIVERS, 121), ROADS)}, "late", "feeds", NOW - 121),
    ("a quick feed within ten seconds", {"feeds": (RIVERS, silent(ROADS, 10))}, "live", "", None),
    ("a quick feed beyond ten seconds", {"feeds": (RIVERS, silent(ROADS, 11))}, "late", "feeds", NOW - 11),
    ("every feed", {"feeds": (silent(RIVERS, 300), silent(ROADS, 200))}, "dead", "feeds", NOW - 200),
    (
        "every feed of now, while one that comes daily is in time",
        {"feeds": (silent(RIVERS, 300), silent(ROADS, 200), LEDGER)},
        "dead",
        "feeds",
        NOW - 200,
    ),
    (
        "a feed taken out of service a month ago",
        {"feeds": (silent(RIVERS, 31 * 86_400), ROADS)},
        "live",
        "",
        None,
    ),
    (
        "the only feed, out of service or not",
        {"feeds": (silent(ROADS, 31 * 86_400),)},
        "dead",
        "feeds",
        NOW - 2_678_400,
    ),
    ("no feed ever", {"feeds": ()}, "unknown", "feeds", None),
    ("readings that cannot be read", {"feeds": None, "looked_at": None}, "dead", "feeds", None),
    ("a monitor within ten seconds", {"looked_at": NOW - 10}, "live", "", None),
    ("a monitor that does not look", {"looked_at": NOW - 11}, "dead", "monitor", NOW - 11),
    ("a monitor that has not looked yet", {"looked_at": None}, "unknown", "monitor", None),
    (
        "a monitor that never looked and does not work",
        {"looked_at": None, "processes": {"monitor": ProcessFact(False, NOW - 7)}},
        "dead",
        "monitor",
        NOW - 7,
    ),
    (
        "a refresher that hangs",
        {"processes": {"refresher": ProcessFact(False, NOW - 601)}},
        "late",
        "refresher",
        NOW - 601,
    ),
    ("facts not computed yet", {"snapshot": "stale", "snapshot_at": NOW - 90}, "late", "snapshot", NOW - 90),
    ("no snapshot to be read", {"snapshot": "degraded"}, "dead", "snapshot", None),
    ("a link within two signs of life", {"heard_at": NOW - 31}, "live", "", None),
    ("a link beyond", {"heard_at": NOW - 32}, "dead", "link", NOW - 32),
]


@pytest.mark.parametrize(
    ("change", "state", "part", "since"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table(change: dict[str, Any], state: str, part: str, since: int | None) -> None:
    found = judge(replace(WELL, **change))

    assert (found.state, found.since) == (state, since)
    assert (found.amiss[0].name if found.amiss else "") == part


def test_what_is_late_is_named() -> None:
    found = judge(replace(WELL, feeds=(silent(RIVERS, 500), silent(ROADS, 40), LEDGER), looked_at=NOW - 1))

    assert found.part("feeds").feeds == ("rivers", "roads")
    assert judge(WELL).part("feeds").feeds == ()


def test_nothing_judged_is_unknown_and_never_live() -> None:
    assert Liveness().state == "unknown"
    assert not Liveness().has_readings


def test_blind_since_the_first_of_monitor_and_feeds_fell_silent() -> None:
    both = judge(replace(WELL, feeds=(silent(ROADS, 100),), looked_at=NOW - 50))
    one = judge(replace(WELL, feeds=(silent(RIVERS, 500), ROADS)))

    assert (both.has_readings, both.blind_since) == (False, NOW - 100)
    assert (one.has_readings, one.blind_since) == (True, None)


moments = st.integers(NOW - 10_000, NOW)
feeds = st.lists(st.builds(FeedFact, st.uuids().map(str), st.integers(1, 100_000), moments), max_size=4).map(tuple)
facts = st.builds(
    LivenessFacts,
    st.just(NOW),
    st.none() | feeds,
    st.none() | moments,
    st.dictionaries(
        st.sampled_from(["monitor", "refresher", "scheduler"]), st.builds(ProcessFact, st.booleans(), moments)
    ),
    st.sampled_from(["up", "stale", "degraded"]),
    moments,
)


@given(facts)
def test_live_is_only_what_has_a_reading_a_look_and_a_snapshot_of_now(some: LivenessFacts) -> None:
    found = judge(some)

    if found.state == "live":
        assert some.feeds
        assert some.looked_at is not None
        assert some.snapshot == "up"
        assert all(one.works for one in some.processes.values() if one is not some.processes.get("monitor"))


@given(facts, st.integers(1, 100_000))
def test_it_never_gets_better_by_waiting(some: LivenessFacts, seconds: int) -> None:
    order = ["live", "unknown", "late", "dead"]
    if some.feeds is None:
        return
    later = judge(replace(some, now=NOW + seconds))

    assert order.index(later.state) >= order.index(judge(some).state)


@given(facts)
def test_the_version_tells_two_judgements_apart_and_not_two_moments_of_one(some: LivenessFacts) -> None:
    found, again = judge(some), judge(replace(some, processes=dict(some.processes)))

    assert found.version == again.version
    silenced = judge(replace(some, looked_at=NOW - 4000))
    assert (silenced.version == found.version) == (
        [(p.name, p.state, p.since) for p in silenced.parts if p.name == "monitor"]
        == [(p.name, p.state, p.since) for p in found.parts if p.name == "monitor"]
    )
