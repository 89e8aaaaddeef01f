"""While nobody answers, the next duty level is called: by the clock of the level, and by the ladder of the day."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from indicators.alerts import (
    AlertRules,
    Escalation,
    EventActor,
    escalate,
    escalation_due,
    expire,
    level_number,
)
from tests.answers import accepted
from tests.indicators.alerts.acting import acknowledge, silence
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE, OfficeHours, Raise, Read, observed

CHIEF = EventActor(7, "陈值班")
FOSHAN = ZoneInfo("Asia/Shanghai")


def local(text: str) -> int:
    """A local time of June 2025 as UTC epoch seconds: `27 16:30`."""
    return int(datetime.strptime(f"2025-06-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=FOSHAN).timestamp())


@pytest.mark.parametrize(
    ("level", "raised_at", "due"),
    [
        ("blue", "23 09:00", "23 13:00"),
        ("yellow", "23 09:00", "23 10:00"),
        ("orange", "23 09:00", "23 09:30"),
        ("red", "23 09:00", "23 09:10"),
        ("blue", "27 16:00", "30 12:00"),
        ("yellow", "27 23:00", "30 10:00"),
        ("orange", "27 23:00", "27 23:30"),
        ("red", "28 03:00", "28 03:10"),
        ("white", "23 09:00", "23 17:00"),
    ],
)
def test_blue_and_yellow_wait_in_working_hours_orange_and_red_day_and_night(
    level: str, raised_at: str, due: str, raised: Raise, calendar: OfficeHours
) -> None:
    alert = raised(level_number(level), minutes=(local(raised_at) - MONDAY_NINE) / MINUTE)

    assert escalation_due(alert, calendar) == local(due)
    assert escalate(alert, local(due) - 1, calendar) == (alert, ())
    assert escalate(alert, local(due), calendar)[0].escalation_step == 1


def test_each_duty_level_is_called_in_turn_up_to_the_last(raised: Raise, calendar: OfficeHours) -> None:
    called, alert = [], raised(5)
    for minute in range(120):
        alert, events = escalate(alert, MONDAY_NINE + minute * MINUTE, calendar)
        called += [(minute, event.before, event.after) for event in events]

    assert called == [
        (10, "duty-officer", "duty-chief"),
        (20, "duty-chief", "duty-leader"),
        (30, "duty-leader", "city-leader"),
    ]
    assert escalation_due(alert, calendar) is None


def test_it_does_not_matter_how_often_somebody_looks(raised: Raise, calendar: OfficeHours) -> None:
    often = seldom = raised(4)
    for minute in range(76):
        often, _ = escalate(often, MONDAY_NINE + minute * MINUTE, calendar)
    seldom, events = escalate(seldom, MONDAY_NINE + 75 * MINUTE, calendar)

    assert often == seldom
    assert len(events) == 2


def test_an_answer_ends_it(raised: Raise, calendar: OfficeHours) -> None:
    alert = accepted(acknowledge(raised(5), CHIEF, "已知悉", MONDAY_NINE + 60)).after

    assert escalation_due(alert, calendar) is None
    assert escalate(alert, MONDAY_NINE + HOUR, calendar) == (alert, ())


def test_what_has_recovered_calls_nobody(raised: Raise, read: Read, rules: AlertRules, calendar: OfficeHours) -> None:
    alert, _ = observed(raised(5), read(5, 0), rules)

    assert alert.waits
    assert escalation_due(alert, calendar) is None


def test_an_echo_calls_nobody(raised: Raise, calendar: OfficeHours) -> None:
    assert escalation_due(replace(raised(5), echo=True), calendar) is None


def test_flapping_does_not_put_it_off(raised: Raise, read: Read, rules: AlertRules, calendar: OfficeHours) -> None:
    alert = raised(5)
    for minute in range(1, 12):
        alert, _ = observed(alert, read(minute, 5 * (minute % 2)), rules)

    assert alert.flaps > 3
    assert escalate(alert, MONDAY_NINE + 11 * MINUTE, calendar)[0].escalation_step == 1


def test_a_rise_shortens_the_waiting(raised: Raise, read: Read, rules: AlertRules, calendar: OfficeHours) -> None:
    risen, _ = observed(raised(2), read(30, 5), rules)

    assert escalation_due(risen, calendar) == MONDAY_NINE + 40 * MINUTE


def test_a_silence_stops_the_waiting_and_its_end_begins_it_anew(
    raised: Raise, read: Read, rules: AlertRules, calendar: OfficeHours
) -> None:
    known = accepted(acknowledge(raised(4), CHIEF, "已知悉", MONDAY_NINE + 60)).after
    quiet = accepted(silence(known, MONDAY_NINE + 2 * HOUR, CHIEF, "检修中", MONDAY_NINE + 60)).after
    asked = replace(quiet, state="raised", waiting_since=MONDAY_NINE + HOUR)

    during, nobody = escalate(asked, MONDAY_NINE + 2 * HOUR - 1, calendar)
    ended, _ = expire(during, MONDAY_NINE + 2 * HOUR, rules)

    assert nobody == ()
    assert escalation_due(during, calendar) == MONDAY_NINE + 2 * HOUR + 30 * MINUTE
    assert escalation_due(ended, calendar) == MONDAY_NINE + 2 * HOUR + 30 * MINUTE


def test_the_ladder_of_the_day_it_was_raised_stays_with_it(
    raised: Raise, rules: AlertRules, calendar: OfficeHours
) -> None:
    alert = raised(5)
    slow = {name: patience.model_copy(update={"minutes": 9999}) for name, patience in rules.escalation.patience.items()}
    changed = Escalation(duty=rules.escalation.duty[:1], patience=slow)

    assert changed != alert.escalation
    assert escalate(alert, MONDAY_NINE + 30 * MINUTE, calendar)[0].escalation_step == 3
