"""Wartime is started, changed and ended by people, with the four things the law asks for, and all is recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from indicators.alerts import COCKPIT, AlertRules, EventActor
from indicators.incidents import (
    INCIDENT_STATES,
    AlertingConfig,
    Incident,
    IncidentApplied,
    IncidentPayload,
    IncidentTransition,
    correlate,
    deadlines,
    update_incident,
)
from indicators.workflow import Refusal
from tests.answers import accepted, refused
from tests.indicators.alerts.acting import code_of, decide
from tests.indicators.alerts.container import HOUR, MINUTE, MONDAY_NINE, Raise

MAYOR = EventActor(3, "李市长")
NOW = MONDAY_NINE + HOUR
FOUR: dict[str, Any] = {
    "matter": "西江、北江洪水",
    "response": 3,
    "expected_until": NOW + 72 * HOUR,
    "measures": "巡堤查险、转移人员",
}


def declare(
    incident: Incident, now: int = NOW, actor: EventActor = MAYOR, reason: str = "马口站超警戒", **changed: Any
) -> IncidentApplied | Refusal:
    given = IncidentPayload(reason, **{**FOUR, **changed})
    return decide(incident, IncidentTransition.DECLARE, actor, now, given)


def change(incident: Incident, now: int = NOW, **changed: Any) -> IncidentApplied | Refusal:
    given = IncidentPayload("马口站超警戒", **{**FOUR, **changed})
    return decide(incident, IncidentTransition.CHANGE, MAYOR, now, given)


def stand_down(incident: Incident, actor: EventActor, reason: str, now: int) -> IncidentApplied | Refusal:
    return decide(incident, IncidentTransition.STAND_DOWN, actor, now, IncidentPayload(reason))


def report(incident: Incident, actor: EventActor, reason: str, now: int) -> IncidentApplied | Refusal:
    return decide(incident, IncidentTransition.REPORT, actor, now, IncidentPayload(reason))


def close(incident: Incident, actor: EventActor, reason: str, now: int) -> IncidentApplied | Refusal:
    return decide(incident, IncidentTransition.CLOSE, actor, now, IncidentPayload(reason))


@pytest.fixture
def incident(raised: Raise, grounds: AlertingConfig) -> Incident:
    """A flood with one live alert."""
    alert = replace(raised(4), id=1)
    return update_incident(correlate(alert, [], grounds), [alert], grounds, MONDAY_NINE).incident


@pytest.fixture
def at_war(incident: Incident) -> Incident:
    """The same in wartime mode, response level III."""
    return accepted(declare(incident)).after


@pytest.fixture
def states(incident: Incident, at_war: Incident) -> dict[str, Incident]:
    """An incident in every state, all of them calm."""
    calm = {
        "open": incident,
        "wartime": at_war,
        "stood-down": accepted(stand_down(at_war, MAYOR, "洪峰已过", NOW)).after,
        "closed": replace(incident, state="closed"),
    }
    over = tuple(replace(member, state="recovered") for member in incident.members)
    return {name: replace(each, members=over, level=0) for name, each in calm.items()}


ACTS: dict[str, Callable[[Incident], IncidentApplied | Refusal]] = {
    "declare": lambda incident: declare(incident),
    "change": lambda incident: change(incident, response=1),
    "stand down": lambda incident: stand_down(incident, MAYOR, "洪峰已过", NOW),
    "report": lambda incident: report(incident, MAYOR, "第一次续报", NOW),
    "close": lambda incident: close(incident, MAYOR, "处置完毕", NOW),
}
POSSIBLE = {
    "declare": {"open", "stood-down"},
    "change": {"wartime"},
    "stand down": {"wartime"},
    "report": {"wartime"},
    "close": {"open", "stood-down"},
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_an_answer_in_every_state(act: str, states: dict[str, Incident]) -> None:
    assert set(states) == set(INCIDENT_STATES)

    answers = {name: code_of(ACTS[act](incident)) for name, incident in states.items()}
    assert answers == {name: "done" if name in POSSIBLE[act] else "not-in-this-state" for name in states}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_done_is_recorded(act: str, states: dict[str, Incident]) -> None:
    for name in POSSIBLE[act]:
        (event,) = accepted(ACTS[act](states[name])).entry
        assert (event.actor, event.at) == (MAYOR, NOW)
        assert event.reason


def test_the_cockpit_decides_none_of_it(incident: Incident, at_war: Incident) -> None:
    answers = [
        declare(incident, actor=COCKPIT),
        stand_down(at_war, COCKPIT, "calm", NOW),
        report(at_war, COCKPIT, "cadence", NOW),
    ]

    assert [code_of(answer) for answer in answers] == ["needs-a-person"] * 3


@pytest.mark.parametrize(
    ("lack", "missing"),
    [
        ({"matter": " "}, "matter"),
        ({"response": 0}, "response"),
        ({"response": 5}, "response"),
        ({"expected_until": NOW}, "expected_until"),
        ({"measures": ""}, "measures"),
        ({"matter": "", "measures": ""}, "matter, measures"),
    ],
)
def test_a_declaration_says_all_four_things(lack: dict[str, Any], missing: str, incident: Incident) -> None:
    answer = refused(declare(incident, **lack))

    assert (answer.code, answer.facts) == ("incomplete", {"missing": missing})


def test_nobody_declares_without_a_reason(incident: Incident) -> None:
    assert code_of(declare(incident, reason="")) == "no-reason"


def test_the_log_keeps_all_four_things_of_every_change(incident: Incident) -> None:
    declared = accepted(declare(incident))
    changed = accepted(change(declared.after, NOW + HOUR, response=2, measures="停工停课"))
    ended = accepted(stand_down(changed.after, MAYOR, "洪峰已过", NOW + 2 * HOUR))

    events = [*declared.entry, *changed.entry, *ended.entry]
    assert [(event.kind, event.before, event.after) for event in events] == [
        ("wartime", "open", "3"),
        ("response-changed", "3", "2"),
        ("stood-down", "wartime", "stood-down"),
    ]
    assert [event.facts["measures"] for event in events] == ["巡堤查险、转移人员", "停工停课", "停工停课"]
    assert set(events[0].facts) == {"matter", "response", "expected_until", "measures"}


def test_a_change_changes_something(at_war: Incident) -> None:
    assert code_of(change(at_war)) == "nothing-new"


def test_it_can_be_taken_back_and_begun_again(at_war: Incident) -> None:
    ended = accepted(stand_down(at_war, MAYOR, "洪峰已过", NOW)).after
    again = accepted(declare(ended, NOW + HOUR, reason="第二次洪峰"))

    assert (ended.state, ended.wartime, ended.open) == ("stood-down", False, True)
    assert again.after.wartime
    assert again.entry[0].before == "stood-down"


def test_what_is_still_on_is_not_closed(incident: Incident) -> None:
    answer = refused(close(incident, MAYOR, "处置完毕", NOW))

    assert (answer.code, answer.facts) == ("still-on", {"alerts": 1})


class TestDeadlines:
    """Reports upward are due by the level of the response."""

    @pytest.mark.parametrize(("response", "minutes"), [(4, 360), (3, 180), (2, 60), (1, 30)])
    def test_by_level(self, response: int, minutes: int, incident: Incident, rules: AlertRules) -> None:
        at_war = accepted(declare(incident, response=response)).after

        found = deadlines(at_war, rules)

        assert found is not None
        assert found.reports == tuple(NOW + minutes * MINUTE * n for n in (1, 2, 3))
        assert found.expected_until == NOW + 72 * HOUR

    def test_from_the_last_report(self, at_war: Incident, rules: AlertRules) -> None:
        reported = accepted(report(at_war, MAYOR, "第一次续报", NOW + 2 * HOUR)).after

        found = deadlines(reported, rules, count=1)
        assert found is not None
        assert found.reports == (NOW + 5 * HOUR,)

    def test_from_a_change_that_came_later(self, at_war: Incident, rules: AlertRules) -> None:
        reported = accepted(report(at_war, MAYOR, "第一次续报", NOW + HOUR)).after
        changed = accepted(change(reported, NOW + 2 * HOUR, response=1)).after

        found = deadlines(changed, rules, count=1)
        assert found is not None
        assert found.reports == (NOW + 2 * HOUR + 30 * MINUTE,)

    def test_only_in_wartime(self, states: dict[str, Incident], rules: AlertRules) -> None:
        assert {name for name, incident in states.items() if deadlines(incident, rules)} == {"wartime"}
