"""A trouble is believed when n of m samples show it, silence when it lasts."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.alerts import AlertKey, AlertRules, confirmed, heard_from
from indicators.alerts.rules import NofM
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE

LEVELS = st.lists(st.integers(0, 5), max_size=20)
RULE = NofM(n=3, m=5)


def run(levels: Sequence[int], rule: NofM = RULE) -> list[int]:
    recent: tuple[int, ...] = ()
    found = []
    for level in levels:
        recent, sure = confirmed(recent, level, rule)
        found.append(sure)
    return found


@pytest.mark.parametrize(
    ("levels", "believed"),
    [
        ([5, 5], [0, 0]),
        ([5, 5, 5], [0, 0, 5]),
        ([5, 0, 5, 0, 5], [0, 0, 0, 0, 5]),
        ([5, 0, 0, 5, 0, 5], [0, 0, 0, 0, 0, 0]),
        ([5, 3, 3], [0, 0, 3]),
        ([3, 3, 3, 0, 0, 0], [0, 0, 3, 3, 3, 0]),
    ],
)
def test_three_of_five_have_to_agree(levels: list[int], believed: list[int]) -> None:
    assert run(levels) == believed


@given(LEVELS, st.integers(1, 5), st.integers(0, 4))
def test_it_is_the_highest_level_that_n_of_the_last_m_reach(levels: list[int], n: int, more: int) -> None:
    rule = NofM(n=n, m=n + more)

    for place, believed in enumerate(run(levels, rule), start=1):
        window = levels[max(0, place - rule.m) : place]
        reached = [level for level in range(6) if sum(seen >= level for seen in window) >= n]
        assert believed == max(reached, default=0)


@pytest.mark.parametrize(
    ("silent_for", "sampling", "level"),
    [
        (0, 60, 0),
        (6 * MINUTE, 60, 0),
        (6 * MINUTE + 1, 60, 2),
        (5 * MINUTE, 1, 0),
        (5 * MINUTE + 1, 1, 2),
        (5 * HOUR, HOUR, 0),
    ],
)
def test_silence_has_to_last(silent_for: int, sampling: int, level: int, subject: AlertKey, rules: AlertRules) -> None:
    reading = heard_from(subject, silent_for, MONDAY_NINE, sampling, rules.stale)

    assert (reading.trigger, reading.level, reading.value, reading.at) == ("stale", level, None, MONDAY_NINE)


def test_silence_is_a_cause_of_its_own(subject: AlertKey, rules: AlertRules) -> None:
    reading = heard_from(subject, None, MONDAY_NINE, 60, rules.stale)

    assert reading.level == 2
    assert reading.subject.key == ("V26", "MAKOU", "silence")
    assert subject.key == ("V26", "MAKOU", "flood")
