"""Readings, people and time at work on stored alerts and incidents, on both engine families."""

from dataclasses import replace

import pytest

from data.core.scope import Scope
from data.operations import Operations
from data.operations.alerts.commands import acknowledge_incident, act_on_incident
from data.operations.alerts.incidents import incident_timeline, one_incident, open_incidents
from data.operations.alerts.repository import AlertMissing, alert_timeline, one_alert, open_alerts
from data.operations.alerts.unit_of_work import AlertChange
from indicators.incidents import AlertingConfig, Incident, IncidentApplied, IncidentPayload, IncidentTransition
from indicators.workflow import AcceptedTransition, Refusal
from tests.answers import accepted, refused
from tests.data.operations.alert_stories import (
    CHEN,
    EVERYTHING,
    GUICHENG,
    HOUR,
    LEPING,
    MINUTE,
    NANHAI,
    NINE,
    PONDING,
    POWER,
    RAIN,
    RIVER,
    SANSHUI,
    SHUNDE,
    WANG,
    Watch,
    actor,
)


def told(changes: list[AlertChange]) -> list[str]:
    """The places that people are told of."""
    return [change.alert.subject.place for change in changes if change.announce]


def kinds(changes: list[AlertChange]) -> list[list[str]]:
    return [[event.kind for event in change.events] for change in changes]


def the_incident(operations: Operations, grounds: AlertingConfig, number: int = 1) -> Incident:
    with operations.reading() as connection:
        return one_incident(connection, EVERYTHING, number, grounds)


def declaring(operations: Operations, grounds: AlertingConfig, minutes: float = 30) -> IncidentApplied | Refusal:
    """Wang declares response level III."""
    now = NINE + int(minutes * MINUTE)
    given = IncidentPayload("马口站超警戒", "西江洪水", 3, now + 72 * HOUR, "巡堤查险")
    return act_on_incident(operations, grounds, WANG, 1, IncidentTransition.DECLARE, given, now)


class TestReadings:
    """What the watch sees."""

    def test_no_readings_write_nothing(self, operations: Operations, watch: Watch) -> None:
        assert watch.sees_all([]) == []
        assert watch.sees(RIVER, 0, 0) == []
        assert watch.sees(RIVER, 1, None, None) == []
        assert operations.pulses() == {}

    def test_readings_of_one_subject_are_taken_in_order(self, watch: Watch) -> None:
        changes = watch.sees_all([(RIVER, 0, 3, 7.6), (RIVER, 1, 5, 8.5), (RIVER, 2, 0, 6.9), (RIVER, 3, 4, 8.1)])

        assert kinds(changes) == [["raised", "rose", "recovered", "reopened", "joined"]]
        assert (changes[0].alert.id, changes[0].alert.flaps, changes[0].announce) == (1, 1, True)

    def test_an_alert_comes_back_as_itself_and_later_as_another(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 3, 7.6), (RIVER, 5, 0, 6.9)])
        watch.acknowledges(CHEN, 1, 6)
        watch.closes(CHEN, 1, 7)

        (back,) = watch.sees(RIVER, 20, 3)
        watch.sees(RIVER, 25, 0)
        watch.acknowledges(CHEN, 1, 26)
        watch.closes(CHEN, 1, 27)
        (new,) = watch.sees(RIVER, 90, 3)

        assert (back.alert.id, back.alert.flaps) == (1, 1)
        assert new.alert.id == 2
        with operations.reading() as connection:
            assert [event.kind for event in alert_timeline(connection, EVERYTHING, 2).log] == ["raised", "joined"]

    def test_related_alerts_are_told_once(self, operations: Operations, watch: Watch) -> None:
        first = watch.sees(RAIN, 0, 3)
        rest = watch.sees_all([(PONDING, 5, 2, 9.0), (POWER, 5, 2, 1500.0)])
        graver = watch.sees(PONDING, 6, 5, 45.0)

        assert (told(first), told(rest), told(graver)) == (["R-1"], [str(SHUNDE)], ["P-7"])
        incident = the_incident(operations, watch.grounds)
        assert [(member.place, member.echo) for member in incident.members] == [("R-1", False), ("P-7", False)]
        assert incident.level == 5

    def test_an_echo_is_stored_as_one(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (PONDING, 0, 3, 20.0)])

        with operations.reading() as connection:
            river, ponding = open_alerts(connection, EVERYTHING)
        assert (river.echo, ponding.echo) == (False, True)
        assert river.incident == ponding.incident == 1

    def test_the_echo_leads_when_the_lead_is_over(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (PONDING, 0, 3, 20.0)])

        changes = watch.sees(RIVER, 10, 0, 6.9)

        assert kinds(changes) == [["recovered"], ["promoted"]]
        with operations.reading() as connection:
            promoted = one_alert(connection, EVERYTHING, 2)
        assert (promoted.echo, promoted.waiting_since) == (False, NINE + 10 * MINUTE)
        incident = the_incident(operations, watch.grounds)
        assert (incident.lead, incident.level) == (2, 3)

    def test_a_promoted_echo_may_change_in_the_same_breath(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (PONDING, 0, 3, 20.0)])

        changes = watch.sees_all([(RIVER, 10, 0, 6.9), (PONDING, 10, 2, 9.0)])

        assert kinds(changes) == [["recovered"], ["eased", "promoted"]]

    def test_trouble_opens_a_closed_incident_again(self, operations: Operations, watch: Watch) -> None:
        watch.sees(RIVER, 0, 4)
        watch.sees(RIVER, 5, 0)
        watch.acknowledges(CHEN, 1, 6)
        watch.closes(CHEN, 1, 7)
        watch.waits_until(8)
        assert the_incident(operations, watch.grounds).state == "closed"

        watch.sees(RIVER, 20, 4)

        with operations.reading() as connection:
            story = incident_timeline(connection, EVERYTHING, 1, watch.grounds)
        assert story.incident.state == "open"
        assert [event.kind for event in story.log] == ["opened", "eased", "closed", "reopened", "rose"]


class TestTime:
    """What happens when nobody does anything."""

    def test_the_next_duty_level_is_called(self, watch: Watch) -> None:
        watch.sees(RIVER, 0, 5)

        assert watch.waits_until(9) == []
        (called,) = watch.waits_until(10)
        assert [(event.kind, event.after) for event in called.events] == [("escalated", "duty-chief")]
        assert watch.waits_until(11) == []

    def test_an_echo_calls_nobody(self, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 5, 8.5), (PONDING, 0, 5, 45.0)])
        watch.acknowledges(CHEN, 1)

        assert watch.waits_until(600) == []

    def test_alert_and_incident_close_in_time(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (RIVER, 5, 0, 6.9)])
        watch.acknowledges(CHEN, 1, 6)

        assert watch.waits_until(34) == []
        (closed,) = watch.waits_until(35)

        assert [(event.kind, event.reason) for event in closed.events] == [("closed", "stayed-calm")]
        assert the_incident(operations, watch.grounds).state == "closed"
        with operations.reading() as connection:
            assert open_incidents(connection, EVERYTHING, watch.grounds) == ()

    def test_wartime_outlasts_the_last_alert(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (RIVER, 5, 0, 6.9)])
        watch.acknowledges(CHEN, 1, 6)
        declaring(operations, watch.grounds, 10)

        watch.waits_until(600)

        assert the_incident(operations, watch.grounds).state == "wartime"


class TestPeople:
    """What people do, and what they are told when somebody was faster."""

    def test_the_second_is_told_who_was_first(self, watch: Watch) -> None:
        watch.sees(RIVER, 0, 4)

        first, second = watch.acknowledges(CHEN, 1, 1), refused(watch.acknowledges(WANG, 1, 2))

        assert isinstance(first, AcceptedTransition)
        assert second.code == "already-acknowledged"
        assert second.facts == {"by": "陈值班", "did": "acknowledged", "at": NINE + 60}

    def test_who_saw_an_old_state_is_told_so(self, operations: Operations, watch: Watch) -> None:
        (raised,) = watch.sees(RIVER, 0, 4)
        watch.sees(RIVER, 1, 5)

        late = refused(watch.acknowledges(CHEN, 1, 2, version=raised.alert.version))
        with operations.reading() as connection:
            now = one_alert(connection, EVERYTHING, 1)
        again = watch.acknowledges(CHEN, 1, 3, version=now.version)

        assert (late.code, late.facts["did"], now.level) == ("overtaken", "rose", 5)
        assert isinstance(again, AcceptedTransition)

    def test_of_an_old_state_what_came_last_is_told_of_an_act_who_did_it(self, watch: Watch) -> None:
        watch.sees(RIVER, 0, 4)
        seen = accepted(watch.acknowledges(CHEN, 1)).after.version
        watch.sees(RIVER, 2, 3)

        assert refused(watch.acknowledges(WANG, 1, 3, version=seen)).facts["did"] == "eased"
        assert refused(watch.acknowledges(WANG, 1, 3)).facts["by"] == "陈值班"

    def test_a_refusal_writes_nothing(self, operations: Operations, watch: Watch) -> None:
        watch.sees(RIVER, 0, 4)
        before = operations.pulses()

        assert refused(watch.closes(CHEN, 1)).code == "still-on"

        assert operations.pulses() == before

    def test_closing_the_lead_promotes_the_next(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (PONDING, 0, 3, 20.0)])

        watch.closes(CHEN, 1, 5, "device-fault: 水位计损坏")

        with operations.reading() as connection:
            assert not one_alert(connection, EVERYTHING, 2).echo
        assert the_incident(operations, watch.grounds).lead == 2

    def test_one_click_answers_for_a_whole_incident(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (PONDING, 0, 3, 20.0), (RAIN, 0, 3, 60.0)])
        watch.acknowledges(CHEN, 2)

        nobody = acknowledge_incident(operations, watch.grounds, WANG, 1, " ", NINE + 60)
        answered = acknowledge_incident(operations, watch.grounds, WANG, 1, "统一处置", NINE + 120)

        assert [alert.id for alert in answered] == [1, 3]
        assert nobody == []
        with operations.reading() as connection:
            assert {alert.state for alert in open_alerts(connection, EVERYTHING)} == {"acknowledged"}
            log = alert_timeline(connection, EVERYTHING, 3).log
        assert (log[-1].actor.name, log[-1].reason) == ("王值班", "统一处置")

    def test_only_what_one_may_see(self, operations: Operations, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (RAIN, 0, 3, 60.0)])
        nanhai = actor(9, "南海值班", Scope.of_regions({NANHAI, GUICHENG}))

        with pytest.raises(AlertMissing):
            watch.acknowledges(nanhai, 1)
        answered = acknowledge_incident(operations, watch.grounds, nanhai, 1, "已知悉", NINE + 60)

        assert [alert.id for alert in answered] == [2]

    def test_what_is_not_there_cannot_be_acted_on(self, operations: Operations, watch: Watch) -> None:
        with pytest.raises(AlertMissing):
            watch.acknowledges(CHEN, 1)
        with pytest.raises(AlertMissing):
            declaring(operations, watch.grounds)


class TestWartime:
    """A declaration and what follows stand in the incident's row and log."""

    @pytest.fixture(autouse=True)
    def _flood(self, watch: Watch) -> None:
        watch.sees_all([(RIVER, 0, 4, 8.1), (RAIN, 0, 3, 60.0)])

    def test_it_is_stored_whole(self, operations: Operations, watch: Watch) -> None:
        answer = accepted(declaring(operations, watch.grounds))

        incident = the_incident(operations, watch.grounds)
        assert incident == answer.after
        said = incident.declaration
        assert said is not None
        assert (said.matter, said.response, said.measures, said.actor.name) == ("西江洪水", 3, "巡堤查险", "王值班")

    def test_the_log_keeps_all_four_things(self, operations: Operations, watch: Watch) -> None:
        declaring(operations, watch.grounds)

        with operations.reading() as connection:
            event = incident_timeline(connection, EVERYTHING, 1, watch.grounds).log[-1]
        assert (event.kind, event.actor.account) == ("wartime", 8)
        assert set(event.facts) == {"matter", "response", "expected_until", "measures"}

    def test_the_second_to_declare_is_told_who_was_first(self, operations: Operations, watch: Watch) -> None:
        declaring(operations, watch.grounds, 30)

        second = refused(declaring(operations, watch.grounds, 31))

        assert (second.code, second.facts["by"], second.facts["did"]) == ("not-in-this-state", "王值班", "wartime")

    def test_an_old_version_is_overtaken(self, operations: Operations, watch: Watch) -> None:
        seen = the_incident(operations, watch.grounds).version
        declaring(operations, watch.grounds)

        def end(version: int) -> IncidentApplied | Refusal:
            given = IncidentPayload("洪峰已过")
            ending = IncidentTransition.STAND_DOWN
            return act_on_incident(operations, watch.grounds, CHEN, 1, ending, given, NINE + HOUR, version)

        late = refused(end(seen))
        ended = accepted(end(the_incident(operations, watch.grounds).version))

        assert late.code == "overtaken"
        assert ended.after.state == "stood-down"

    def test_wartime_stands_first_in_the_list(self, operations: Operations, watch: Watch) -> None:
        watch.sees(POWER, 5, 5)
        with operations.reading() as connection:
            before = [incident.cause for incident in open_incidents(connection, EVERYTHING, watch.grounds)]
        declaring(operations, watch.grounds)
        with operations.reading() as connection:
            after = [incident.cause for incident in open_incidents(connection, EVERYTHING, watch.grounds)]

        assert (before, after) == (["power", "flood"], ["flood", "power"])

    def test_a_person_closes_what_is_calm(self, operations: Operations, watch: Watch) -> None:
        def close() -> IncidentApplied | Refusal:
            given = IncidentPayload("处置完毕")
            return act_on_incident(operations, watch.grounds, CHEN, 1, IncidentTransition.CLOSE, given, NINE + HOUR)

        early = refused(close())
        watch.sees_all([(RIVER, 30, 0, 6.9), (RAIN, 30, 0, 0.0)])
        done = accepted(close())

        assert (early.code, early.facts["alerts"]) == ("still-on", 2)
        assert done.after.state == "closed"


def test_who_sees_a_part_of_an_incident_sees_no_more(operations: Operations, watch: Watch) -> None:
    watch.sees_all([(RIVER, 0, 5, 8.6), (RAIN, 5, 3, 60.0), (PONDING, 6, 2, 9.0)])
    nanhai = Scope.of_regions({NANHAI, GUICHENG})

    with operations.reading() as connection:
        story = incident_timeline(connection, nanhai, 1, watch.grounds)
        (listed,) = open_incidents(connection, nanhai, watch.grounds)
        whole = incident_timeline(connection, EVERYTHING, 1, watch.grounds)

    assert listed == story.incident
    assert [alert.subject.place for alert in story.alerts] == ["R-1"]
    assert (story.incident.level, story.incident.lead) == (3, 2)
    assert [event.alert for event in story.log] == [2]
    assert len(whole.log) > len(story.log)
    with operations.reading() as connection, pytest.raises(AlertMissing):
        incident_timeline(connection, Scope.of_regions({SHUNDE}), 1, watch.grounds)
    with operations.reading() as connection:
        assert open_incidents(connection, Scope.of_regions({SHUNDE}), watch.grounds) == ()


def test_a_change_of_lead_is_shown_to_who_sees_both(operations: Operations, watch: Watch) -> None:
    for minute, (subject, level) in enumerate([(PONDING, 3), (RIVER, 3), (RAIN, 2)]):
        watch.sees(subject, minute, level)
    sanshui = Scope.of_regions({SANSHUI, LEPING})

    with operations.reading() as connection:
        theirs = incident_timeline(connection, sanshui, 1, watch.grounds)
        leping = incident_timeline(connection, Scope.of_regions({LEPING, GUICHENG}), 1, watch.grounds)

    assert [event.kind for event in theirs.log] == ["opened", "grew", "lead-changed"]
    assert [event.kind for event in leping.log] == ["opened", "grew"]


def test_an_incident_row_is_written_once_a_transaction(operations: Operations, watch: Watch) -> None:
    watch.sees_all([(RIVER, 0, 2, 7.1), (RAIN, 0, 2, 40.0)])
    before = the_incident(operations, watch.grounds)

    watch.sees_all([(RIVER, 1, 3, 7.6), (RAIN, 1, 4, 60.0), (RIVER, 2, 5, 8.6)])

    after = the_incident(operations, watch.grounds)
    assert after.version == before.version + 1
    assert replace(after, version=before.version).level == 5
