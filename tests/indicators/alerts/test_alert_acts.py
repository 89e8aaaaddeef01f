"""What people may do to an alert, and what they are told when they may not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from indicators.alerts import (
    ALERT_STATES,
    ALERT_TRANSITIONS,
    COCKPIT,
    Alert,
    AlertApplied,
    AlertContext,
    AlertLogEntry,
    AlertPayload,
    AlertRules,
    AlertTransition,
    EventActor,
    task_ended,
)
from indicators.workflow import AcceptedTransition, Refusal
from tests.answers import accepted
from tests.indicators.alerts.acting import acknowledge, act, close, code_of, dispatch, silence, unsilence
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE, Raise, Read, observed

CHIEF = EventActor(7, "陈值班")
NOW = MONDAY_NINE + 20 * MINUTE
Do = Callable[[Alert], AlertApplied | Refusal]

ACTS: dict[str, Do] = {
    "acknowledge": lambda alert: acknowledge(alert, CHIEF, "已知悉", NOW),
    "dispatch": lambda alert: dispatch(alert, "T-2", CHIEF, "现场排险", NOW),
    "silence": lambda alert: silence(alert, NOW + HOUR, CHIEF, "检修中", NOW),
    "unsilence": lambda alert: unsilence(alert, CHIEF, "检修结束", NOW),
    "close": lambda alert: close(alert, CHIEF, "已处置", NOW),
    "explain": lambda alert: close(alert, CHIEF, "drill: 防汛演练", NOW),
    "undo-close": lambda alert: act(alert, AlertTransition.UNDO_CLOSE, CHIEF, NOW, AlertPayload("误按")),
}
OTHER = "not-in-this-state"
# what each act answers in each state: raised, acknowledged, dispatched, recovered unanswered, recovered, closed
ANSWERS: dict[str, tuple[str, ...]] = {
    "acknowledge": ("done", "already-acknowledged", "already-acknowledged", "done", "already-acknowledged", OTHER),
    "dispatch": ("done", "done", "done", OTHER, OTHER, OTHER),
    "silence": ("not-acknowledged", "done", "done", "not-acknowledged", "done", OTHER),
    "unsilence": ("not-silenced",) * 6,
    "close": ("still-on", "still-on", "still-on", "not-acknowledged", "done", OTHER),
    "explain": ("done", "done", "done", "done", "done", OTHER),
    "undo-close": (OTHER, OTHER, OTHER, OTHER, OTHER, "done"),
}


@pytest.fixture
def alerts(raised: Raise, read: Read, rules: AlertRules) -> list[Alert]:
    """An alert in every state, recovered ones answered and not."""

    def recovered(alert: Alert) -> Alert:
        after, _ = observed(alert, read(10, 0), rules)
        return after

    new = raised(3)
    known = accepted(acknowledge(new, CHIEF, "已知悉", MONDAY_NINE + 60)).after
    sent = accepted(dispatch(new, "T-1", CHIEF, "现场排险", MONDAY_NINE + 60)).after
    closed = accepted(close(recovered(known), CHIEF, "已处置", MONDAY_NINE + 11 * MINUTE)).after
    return [new, known, sent, recovered(new), recovered(known), closed]


@pytest.mark.parametrize("name", ACTS)
def test_every_act_has_an_answer_in_every_state(name: str, alerts: list[Alert], rules: AlertRules) -> None:
    assert {alert.state for alert in alerts} == set(ALERT_STATES)

    answers = [ACTS[name](alert) for alert in alerts]

    assert tuple(code_of(answer) for answer in answers) == ANSWERS[name]


def test_a_screen_offers_exactly_what_can_be_done(alerts: list[Alert], rules: AlertRules) -> None:
    quiet = accepted(ACTS["silence"](alerts[1])).after
    for alert in (*alerts, quiet):
        offers = ALERT_TRANSITIONS.offers(AlertContext(alert, CHIEF, NOW, rules))

        offered = {name for name, refusal in offers.items() if refusal is None}
        possible = {name for name, do in ACTS.items() if isinstance(do(alert), AcceptedTransition)}
        assert offered == {"close" if name == "explain" else name for name in possible}


@pytest.mark.parametrize("name", ACTS)
def test_what_was_done_tells_who_and_why(name: str, alerts: list[Alert]) -> None:
    for alert in alerts:
        answer = ACTS[name](alert)
        if not isinstance(answer, Refusal):
            assert answer.after != alert
            assert answer.entry
            assert all((event.actor, event.at) == (CHIEF, NOW) and event.reason for event in answer.entry)


def test_nobody_acts_without_a_reason(alerts: list[Alert], rules: AlertRules) -> None:
    new = alerts[0]
    quiet = accepted(ACTS["silence"](alerts[1])).after

    answers = [
        acknowledge(new, CHIEF, " ", NOW),
        dispatch(new, "T-2", CHIEF, "", NOW),
        silence(alerts[1], NOW + HOUR, CHIEF, "", NOW),
        unsilence(quiet, CHIEF, "", NOW),
        close(alerts[4], CHIEF, "", NOW),
    ]

    assert [code_of(answer) for answer in answers] == ["no-reason"] * 5


def test_acknowledging_says_who_answers(raised: Raise) -> None:
    answer = accepted(acknowledge(raised(3), CHIEF, "已知悉", NOW))

    assert (answer.after.state, answer.after.acknowledged_at, answer.after.waits) == ("acknowledged", NOW, False)
    assert answer.entry == (AlertLogEntry("acknowledged", NOW, CHIEF, "已知悉", "raised", "acknowledged", 7.6),)


def test_acknowledging_a_recovered_alert_leaves_it_recovered(alerts: list[Alert]) -> None:
    answer = accepted(acknowledge(alerts[3], CHIEF, "已知悉", NOW))

    assert (answer.after.state, answer.after.waits) == ("recovered", False)


def test_acknowledging_anew_what_was_dispatched_leaves_it_dispatched(
    alerts: list[Alert], read: Read, rules: AlertRules
) -> None:
    risen, _ = observed(alerts[2], read(15, 5), rules)
    assert risen.state == "raised"

    assert accepted(acknowledge(risen, CHIEF, "已知悉", NOW)).after.state == "dispatched"


def test_dispatching_answers_for_it_too(raised: Raise) -> None:
    answer = accepted(dispatch(raised(3), "T-2", CHIEF, "现场排险", NOW))

    assert [event.kind for event in answer.entry] == ["acknowledged", "dispatched"]
    assert answer.after.task == "T-2"
    assert (answer.after.state, answer.after.dispatched_at, answer.after.acknowledged_at) == ("dispatched", NOW, NOW)


@pytest.mark.parametrize(("task", "code"), [("T-1", "already-dispatched"), (" ", "no-task"), ("T-9", "done")])
def test_a_task_is_named_once(task: str, code: str, alerts: list[Alert]) -> None:
    assert code_of(dispatch(alerts[2], task, CHIEF, "现场排险", NOW)) == code


@pytest.mark.parametrize(
    ("until", "code"),
    [(NOW, "ends-in-the-past"), (NOW + 1, "done"), (NOW + 24 * HOUR, "done"), (NOW + 24 * HOUR + 1, "too-long")],
)
def test_a_silence_has_an_end_that_is_not_too_far(
    until: int, code: str, alerts: list[Alert], rules: AlertRules
) -> None:
    answer = silence(alerts[1], until, CHIEF, "检修中", NOW)

    assert code_of(answer) == code
    assert getattr(answer, "facts", {}) == ({"minutes": 1440} if code == "too-long" else {})


def test_a_silence_can_be_changed_and_ended(alerts: list[Alert], rules: AlertRules) -> None:
    first = accepted(silence(alerts[1], NOW + HOUR, CHIEF, "检修中", NOW)).after
    longer = accepted(silence(first, NOW + 2 * HOUR, CHIEF, "检修延长", NOW))
    ended = accepted(unsilence(longer.after, CHIEF, "检修结束", NOW + 60))

    assert longer.entry[0].before == str(NOW + HOUR)
    assert longer.after.silenced(NOW + 2 * HOUR - 1)
    assert not longer.after.silenced(NOW + 2 * HOUR)
    assert ended.after.silence is None
    assert code_of(unsilence(longer.after, CHIEF, "检修结束", NOW + 2 * HOUR)) == "not-silenced"


@pytest.mark.parametrize(
    ("reason", "code"),
    [("drill", "done"), ("drill: 防汛演练", "done"), ("drilling", "still-on"), ("不想看", "still-on")],
)
def test_only_an_explanation_closes_what_is_still_on(reason: str, code: str, raised: Raise, rules: AlertRules) -> None:
    assert code_of(close(raised(5), CHIEF, reason, NOW)) == code


def test_closing_leaves_nothing_to_wait_for(raised: Raise, rules: AlertRules) -> None:
    closed = accepted(close(raised(5), CHIEF, "drill", NOW)).after

    assert (closed.state, closed.closed_at, closed.waits, closed.live) == ("closed", NOW, False, False)
    assert closed.recovered_at is None


def test_an_actor_has_a_name_and_the_cockpit_is_no_person() -> None:
    with pytest.raises(ValueError, match="name"):
        EventActor(3, " ")
    assert not COCKPIT.is_person
    assert CHIEF.is_person


def test_an_event_has_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        AlertLogEntry("closed", 0, CHIEF, "")


def test_a_task_may_follow_another(alerts: list[Alert]) -> None:
    second = accepted(dispatch(replace(alerts[2], task="T-1"), "T-3", CHIEF, "另派", NOW))

    assert (second.entry[0].before, second.entry[0].after) == ("T-1", "T-3")


def test_a_red_alert_is_closed_by_who_says_so_twice(raised: Raise) -> None:
    red = accepted(acknowledge(raised(5), CHIEF, "已知悉", NOW)).after

    once = act(red, AlertTransition.CLOSE, CHIEF, NOW, AlertPayload("drill"))
    twice = act(red, AlertTransition.CLOSE, CHIEF, NOW, AlertPayload("drill", sure=True))

    assert (code_of(once), code_of(twice)) == ("not-confirmed", "done")


@pytest.mark.parametrize("index", range(5))
def test_undoing_gives_the_state_before_within_a_day(index: int, alerts: list[Alert]) -> None:
    before = alerts[index]
    closed = accepted(close(before, CHIEF, "drill", NOW)).after

    back = accepted(act(closed, AlertTransition.UNDO_CLOSE, CHIEF, NOW + 24 * HOUR, AlertPayload("误按")))
    late = act(closed, AlertTransition.UNDO_CLOSE, CHIEF, NOW + 24 * HOUR + 1, AlertPayload("误按"))
    followed = act(closed, AlertTransition.UNDO_CLOSE, CHIEF, NOW, AlertPayload("误按", followed=True))

    assert (back.after.state, back.after.closed_at, back.after.waits) == (before.state, None, before.waits)
    assert [event.kind for event in back.entry] == ["close-undone"]
    assert (code_of(late), code_of(followed)) == ("closed-long-ago", "is-followed")


def test_an_alert_whose_task_ended_without_a_result_waits_again(alerts: list[Alert]) -> None:
    for alert in alerts:
        after, events = task_ended(alert, NOW)
        if alert.state == "dispatched":
            assert (after.state, after.waiting_since, after.task, after.escalation_step) == ("raised", NOW, None, 0)
            assert [(event.kind, event.before) for event in events] == [("task-ended", "T-1")]
        else:
            assert (after, events) == (alert, ())
