"""An alert is raised once, follows its level, recovers by calm and by nothing else, and comes back as itself."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from indicators.alerts import (
    Alert,
    AlertKey,
    AlertLogEntry,
    AlertRules,
    EventActor,
    SignReading,
    judged,
    observe,
)
from tests.answers import accepted
from tests.indicators.alerts.acting import acknowledge, close, dispatch, silence
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE, Raise, Read, observed

CHIEF = EventActor(7, "陈值班")
Story = Sequence[tuple[float, int | None]]


def replay(
    alert: Alert | None, readings: Sequence[SignReading], rules: AlertRules
) -> tuple[Alert | None, list[AlertLogEntry]]:
    """One reading after another, and all that happened."""
    events: list[AlertLogEntry] = []
    for reading in readings:
        alert, happened = observe(alert, reading, rules)
        events += happened
    return alert, events


def follow(
    alert: Alert | None, readings: Sequence[SignReading], rules: AlertRules
) -> tuple[Alert, list[AlertLogEntry]]:
    """Readings at whose end an alert must stand, and all that happened."""
    found, events = replay(alert, readings, rules)
    assert found is not None
    return found, events


def kinds(events: Sequence[AlertLogEntry]) -> list[str]:
    return [event.kind for event in events]


def answered(alert: Alert, minutes: float = 1) -> Alert:
    return accepted(acknowledge(alert, CHIEF, "已知悉", MONDAY_NINE + int(minutes * MINUTE))).after


@pytest.mark.parametrize(
    ("story", "happened", "state"),
    [
        ([(0, 0), (5, 0)], [], None),
        ([(0, None)], [], None),
        ([(0, 3)], ["raised"], "raised"),
        ([(0, 3), (1, 3), (2, 3)], ["raised"], "raised"),
        ([(0, 2), (1, 4), (2, 3)], ["raised", "rose", "eased"], "raised"),
        ([(0, 3), (1, 0)], ["raised", "recovered"], "recovered"),
        ([(0, 3), (1, None), (999, None)], ["raised"], "raised"),
        ([(0, 3), (1, 0), (31, 3)], ["raised", "recovered", "reopened"], "raised"),
        ([(0, 3), (1, 0), (2, 0), (600, 5)], ["raised", "recovered", "reopened"], "raised"),
        ([(5, 3), (4, 0), (3, 5)], ["raised"], "raised"),
    ],
    ids=[
        "normal",
        "unknown",
        "trouble",
        "the same trouble",
        "up and down",
        "over",
        "silence after trouble",
        "back at once",
        "back later, not yet closed",
        "late readings",
    ],
)
def test_readings_make_the_story_of_one_alert(
    story: Story, happened: list[str], state: str | None, read: Read, rules: AlertRules
) -> None:
    alert, events = replay(None, [read(*reading) for reading in story], rules)

    assert kinds(events) == happened
    assert (alert.state if alert else None) == state


def test_a_new_alert_tells_what_was_seen(read: Read, rules: AlertRules) -> None:
    alert, events = observed(None, read(0, 4, 8.02), rules)

    assert (alert.level, alert.peak_level, alert.asked, alert.waiting_since) == (4, 4, 4, MONDAY_NINE)
    assert (alert.value_raised, alert.value_now, alert.value_peak) == (8.02, 8.02, 8.02)
    assert (alert.id, alert.escalation_step, alert.flaps, alert.silence) == (0, 0, 0, None)
    assert events == (
        AlertLogEntry("raised", MONDAY_NINE, events[0].actor, "step", before="normal", after="orange", value=8.02),
    )
    assert events[0].actor.account == 0


def test_values_are_kept_when_raised_now_and_at_the_worst(read: Read, raised: Raise, rules: AlertRules) -> None:
    story = [read(1, 4, 8.1), read(2, 4, 8.3), read(3, 4, 8.2), read(4, 3, 7.9)]

    alert, _ = follow(raised(3, value=7.6), story, rules)

    assert (alert.value_raised, alert.value_now, alert.value_peak) == (7.6, 7.9, 8.3)


def test_where_less_is_worse_the_worst_value_is_the_least(subject: AlertKey, rules: AlertRules) -> None:
    pressure = replace(subject, worse="lower")
    story = [SignReading(pressure, at, "step", 3, value) for at, value in ((1, 0.13), (2, 0.11), (3, 0.12))]

    alert, _ = follow(None, story, rules)

    assert alert.value_peak == 0.11


def test_a_trouble_without_a_value_keeps_the_worst_value_seen(read: Read, raised: Raise, rules: AlertRules) -> None:
    alert, _ = observed(raised(3, value=7.6), read(1, 4, None), rules)

    assert (alert.value_now, alert.value_peak) == (None, 7.6)


def test_a_band_has_to_stay_calm_before_it_recovers(read: Read, rules: AlertRules) -> None:
    trouble = read(0, 2, 90.0, "band")

    almost, _ = follow(None, [trouble, read(5, 0), read(19, 0)], rules)
    interrupted, _ = follow(None, [trouble, read(5, 0), read(19, 2, 90.0, "band"), read(24, 0), read(38, 0)], rules)
    calm, events = follow(None, [trouble, read(5, 0), read(20, 0)], rules)

    assert almost.state == "raised"
    assert interrupted.state == "raised"
    assert calm.state == "recovered"
    assert kinds(events) == ["raised", "recovered"]


def test_calm_is_counted_anew_after_a_silence(read: Read, rules: AlertRules) -> None:
    story = [read(0, 2, 90.0, "band"), read(5, 0), read(10, None), read(20, 0)]

    alert, _ = follow(None, story, rules)
    later, _ = observed(alert, read(35, 0), rules)

    assert alert.state == "raised"
    assert later.state == "recovered"


def test_the_trigger_is_the_one_that_made_it_worst(read: Read, rules: AlertRules) -> None:
    alert, _ = follow(None, [read(0, 2, 1.0, "band"), read(1, 3, 1.0, "sudden"), read(2, 2, 1.0, "band")], rules)
    again, _ = observed(alert, read(3, 3, 1.0, "step"), rules)

    assert alert.trigger == "sudden"
    assert again.trigger == "sudden"


def test_an_acknowledged_alert_that_rises_asks_anew(read: Read, raised: Raise, rules: AlertRules) -> None:
    known = answered(raised(3))

    same, _ = follow(known, [read(2, 2), read(3, 3)], rules)
    worse, events = observed(known, read(3, 5), rules)

    assert same.state == "acknowledged"
    assert not same.waits
    assert worse.state == "raised"
    assert worse.waiting_since == MONDAY_NINE + 3 * MINUTE
    assert kinds(events) == ["rose"]


def test_a_rise_below_what_was_asked_does_not_start_the_waiting_anew(
    read: Read, raised: Raise, rules: AlertRules
) -> None:
    alert, _ = follow(raised(4), [read(5, 2), read(9, 4)], rules)

    assert alert.waiting_since == MONDAY_NINE


def test_what_was_acknowledged_at_a_low_level_does_not_cover_a_higher_one(
    read: Read, raised: Raise, rules: AlertRules
) -> None:
    eased, _ = observed(raised(5), read(5, 2), rules)

    alert, _ = observed(answered(eased, 6), read(7, 3), rules)

    assert alert.state == "raised"


class TestComingBack:
    """A trouble that returns is the same alert."""

    def test_within_the_window_it_counts_as_a_flap(self, read: Read, raised: Raise, rules: AlertRules) -> None:
        within, _ = follow(raised(), [read(10, 0), read(40, 3)], rules)
        beyond, _ = follow(raised(), [read(10, 0), read(41, 3)], rules)

        assert within.flaps == 1
        assert (beyond.flaps, beyond.state) == (0, "raised")

    def test_it_keeps_waiting_since_it_was_first_asked(self, read: Read, raised: Raise, rules: AlertRules) -> None:
        alert, _ = follow(raised(), [read(10, 0), read(15, 3)], rules)

        assert alert.waiting_since == MONDAY_NINE

    def test_an_answer_still_covers_it(self, read: Read, raised: Raise, rules: AlertRules) -> None:
        alert, _ = follow(answered(raised()), [read(10, 0), read(15, 3)], rules)
        worse, _ = follow(answered(raised()), [read(10, 0), read(15, 4)], rules)

        assert alert.state == "acknowledged"
        assert worse.state == "raised"

    def test_a_dispatched_one_is_dispatched_again(self, read: Read, raised: Raise, rules: AlertRules) -> None:
        sent = accepted(dispatch(raised(), "T-1", CHIEF, "现场排险", MONDAY_NINE + 60)).after

        alert, _ = follow(sent, [read(10, 0), read(15, 3)], rules)

        assert (alert.state, alert.task) == ("dispatched", "T-1")

    def test_a_closed_one_reopens_and_asks_anew(self, read: Read, raised: Raise, rules: AlertRules) -> None:
        recovered, _ = observed(answered(raised()), read(10, 0), rules)
        closed = accepted(close(recovered, CHIEF, "已处置", MONDAY_NINE + 11 * MINUTE)).after

        alert, events = observed(replace(closed, id=5), read(15, 3), rules)

        assert (alert.id, alert.state, alert.closed_at, alert.flaps) == (5, "raised", None, 1)
        assert alert.waiting_since == MONDAY_NINE + 15 * MINUTE
        assert kinds(events) == ["reopened"]

    def test_after_the_window_a_closed_one_gives_way_to_a_new_one(
        self, read: Read, raised: Raise, rules: AlertRules
    ) -> None:
        recovered, _ = observed(answered(raised()), read(10, 0), rules)
        closed = replace(accepted(close(recovered, CHIEF, "已处置", MONDAY_NINE + 11 * MINUTE)).after, id=5)

        calm, nothing = observed(closed, read(12, 0), rules)
        new, events = observed(closed, read(41, 3), rules)

        assert (calm, nothing) == (closed, ())
        assert new.id == 0
        assert kinds(events) == ["raised"]


class TestClosedWhileItWasOn:
    """An alert that somebody explained away is quiet until the trouble has ended once, or grows."""

    @pytest.fixture
    def closed(self, raised: Raise, rules: AlertRules) -> Alert:
        done = accepted(close(raised(3), CHIEF, "false-alarm: 传感器碰撞", MONDAY_NINE + MINUTE))
        return replace(done.after, id=5)

    def test_the_same_trouble_does_not_raise_it_again(self, closed: Alert, read: Read, rules: AlertRules) -> None:
        alert, events = follow(closed, [read(2, 3), read(600, 2), read(1200, None)], rules)

        assert alert == closed
        assert events == []
        assert closed.unfinished

    def test_a_graver_trouble_is_a_new_alert(self, closed: Alert, read: Read, rules: AlertRules) -> None:
        alert, events = observed(closed, read(2, 4), rules)

        assert alert.id == 0
        assert kinds(events) == ["raised"]

    def test_once_it_was_calm_it_comes_back(self, closed: Alert, read: Read, rules: AlertRules) -> None:
        calm, nothing = observed(closed, read(5, 0), rules)
        soon, flap = follow(calm, [read(10, 3)], rules)
        late, new = follow(calm, [read(36, 3)], rules)

        assert not calm.unfinished
        assert nothing == ()
        assert (soon.id, soon.flaps, kinds(flap)) == (5, 1, ["reopened"])
        assert (late.id, kinds(new)) == (0, ["raised"])


class TestSilence:
    """A silence holds for the level it was given at."""

    @pytest.fixture
    def quiet(self, raised: Raise, rules: AlertRules) -> Alert:
        return accepted(silence(answered(raised(3)), MONDAY_NINE + 2 * HOUR, CHIEF, "检修中", MONDAY_NINE + 60)).after

    def test_it_outlasts_a_flap(self, quiet: Alert, read: Read, rules: AlertRules) -> None:
        alert, _ = follow(quiet, [read(10, 0), read(15, 3)], rules)

        assert alert.silenced(MONDAY_NINE + HOUR)

    @pytest.mark.parametrize("story", [[(5, 4)], [(5, 0), (6, 4)]], ids=["a rise", "a return"])
    def test_it_ends_above_its_level(self, quiet: Alert, story: Story, read: Read, rules: AlertRules) -> None:
        alert, events = follow(quiet, [read(*reading) for reading in story], rules)

        assert alert.silence is None
        assert events[-1].kind == "silence-ended"
        assert events[-1].reason == "rose-above"
        assert (events[-1].before, events[-1].after) == ("yellow", "orange")

    def test_a_new_alert_inherits_what_is_left_of_it(self, quiet: Alert, read: Read, rules: AlertRules) -> None:
        recovered, _ = observed(quiet, read(5, 0), rules)
        closed = accepted(close(recovered, CHIEF, "已处置", MONDAY_NINE + 6 * MINUTE)).after

        within, _ = observed(closed, read(60, 3), rules)
        after, _ = observed(closed, read(180, 3), rules)
        above, events = observed(closed, read(60, 5), rules)

        assert within.silence == quiet.silence
        assert after.silence is None
        assert above.silence is None
        assert kinds(events) == ["raised", "silence-ended"]


def test_a_reading_of_another_subject_is_refused(raised: Raise, subject: AlertKey, rules: AlertRules) -> None:
    elsewhere = SignReading(replace(subject, place="SANSHUI"), MONDAY_NINE, "step", 0)

    with pytest.raises(ValueError, match="SANSHUI"):
        observed(raised(), elsewhere, rules)


@pytest.mark.parametrize(("level", "value"), [(6, 1.0), (-1, 1.0), (1, float("nan")), (1, float("inf"))])
def test_a_reading_is_a_level_and_a_number(level: int, value: float, subject: AlertKey) -> None:
    with pytest.raises(ValueError, match=r"level|value"):
        SignReading(subject, 0, "step", level, value)


@pytest.mark.parametrize(
    ("value", "levels", "expected"),
    [
        (1.0, {"step": 0, "band": 2}, ("band", 2)),
        (1.0, {"band": 3, "step": 3}, ("step", 3)),
        (1.0, {"step": 0, "sudden": 0}, ("step", 0)),
        (None, {"step": 3}, ("step", None)),
        (1.0, {}, ("step", None)),
    ],
    ids=["the highest", "of equals the step", "nothing wrong", "no value", "nobody judges"],
)
def test_one_reading_is_made_of_what_several_triggers_say(
    value: float | None, levels: dict[str, int], expected: tuple[str, int | None], subject: AlertKey
) -> None:
    reading = judged(subject, 0, value, levels)  # type: ignore[arg-type]

    assert (reading.trigger, reading.level) == expected
