"""What time alone ends: silences, and alerts that have recovered."""

import pytest

from indicators.alerts import AlertRules, EventActor, closes_at, expire, level_number
from tests.answers import accepted
from tests.indicators.alerts.acting import acknowledge, silence
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE, Raise, Read, observed

CHIEF = EventActor(7, "陈值班")
RECOVERED = MONDAY_NINE + 10 * MINUTE


@pytest.mark.parametrize("answered", [False, True])
def test_nothing_that_is_on_ends_by_time(answered: bool, raised: Raise, rules: AlertRules) -> None:
    alert = raised(2)
    if answered:
        alert = accepted(acknowledge(alert, CHIEF, "已知悉", MONDAY_NINE)).after

    assert expire(alert, MONDAY_NINE + 1000 * 24 * HOUR, rules) == (alert, ())
    assert closes_at(alert, rules) is None


@pytest.mark.parametrize(
    ("level", "answered", "after", "reason"),
    [
        ("red", True, 30 * MINUTE, "stayed-calm"),
        ("blue", True, 30 * MINUTE, "stayed-calm"),
        ("white", False, 8 * HOUR, "nobody-acknowledged"),
        ("blue", False, 24 * HOUR, "nobody-acknowledged"),
        ("yellow", False, 48 * HOUR, "nobody-acknowledged"),
        ("orange", False, 7 * 24 * HOUR, "nobody-acknowledged"),
        ("red", False, 14 * 24 * HOUR, "nobody-acknowledged"),
    ],
)
def test_a_recovered_alert_closes_by_itself_in_its_time(
    level: str, answered: bool, after: int, reason: str, raised: Raise, read: Read, rules: AlertRules
) -> None:
    alert, _ = observed(raised(level_number(level)), read(10, 0), rules)
    if answered:
        alert = accepted(acknowledge(alert, CHIEF, "已知悉", RECOVERED + 60)).after

    early, nothing = expire(alert, RECOVERED + after - 1, rules)
    closed, events = expire(alert, RECOVERED + after, rules)

    assert closes_at(alert, rules) == RECOVERED + after
    assert (early, nothing) == (alert, ())
    assert (closed.state, closed.closed_at, closed.waits) == ("closed", RECOVERED + after, False)
    assert [(event.kind, event.reason, event.before) for event in events] == [("closed", reason, "recovered")]
    assert expire(closed, RECOVERED + 2 * after, rules) == (closed, ())


def test_a_silence_ends_by_itself(raised: Raise, rules: AlertRules) -> None:
    known = accepted(acknowledge(raised(3), CHIEF, "已知悉", MONDAY_NINE)).after
    quiet = accepted(silence(known, MONDAY_NINE + HOUR, CHIEF, "检修中", MONDAY_NINE)).after

    during, nothing = expire(quiet, MONDAY_NINE + HOUR - 1, rules)
    ended, events = expire(quiet, MONDAY_NINE + HOUR, rules)

    assert (during, nothing) == (quiet, ())
    assert ended.silence is None
    assert [(event.kind, event.reason) for event in events] == [("silence-ended", "time-is-up")]
