"""Whatever happens to alerts, in whatever order: what must always hold between them and their incidents."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from data.geography.neighbours import neighbours
from data.geography.shapes import load_shapes
from data.operations import open_operations
from data.operations.alerts.commands import acknowledge_incident, act_on_incident
from data.operations.alerts.incidents import incident_timeline, open_incidents
from data.operations.alerts.repository import AlertMissing, alert_timeline, list_alerts
from indicators.alerts import load_alert_definitions
from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.incidents import AlertingConfig, IncidentPayload, IncidentTransition
from tests.campaign import length
from tests.data.operations.alert_stories import (
    CHEN,
    EVERYTHING,
    HOUR,
    MINUTE,
    NINE,
    PONDING,
    POWER,
    RAIN,
    RIVER,
    Watch,
)

SUBJECTS = (RIVER, PONDING, RAIN, POWER, replace(PONDING, place="P-8"))
DEFINITIONS = load_alert_definitions(CATALOGUE)
GROUNDS = AlertingConfig(
    DEFINITIONS.rules, DEFINITIONS.causes, load_catalogue(CATALOGUE).regions, neighbours(load_shapes(None))
)
READINGS = st.lists(
    st.tuples(st.sampled_from(SUBJECTS), st.one_of(st.none(), st.just(0), st.integers(1, 5))), min_size=1, max_size=6
)


class Household(RuleBasedStateMachine):
    """A database with five watched places."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        url = f"sqlite:///{Path(self.folder.name) / 'operations.db'}"
        self.watch = Watch(open_operations(url), GROUNDS)
        self.minute = 0.0

    def teardown(self) -> None:
        if hasattr(self, "watch"):
            self.watch.operations.dispose()
            self.folder.cleanup()

    @rule(minutes=st.one_of(st.integers(1, 10), st.integers(1, 60), st.integers(1, 3000)))
    def time_passes(self, minutes: int) -> None:
        self.minute += minutes
        self.watch.waits_until(self.minute)

    @rule(readings=READINGS)
    def readings_come(self, readings: list[tuple[Any, int | None]]) -> None:
        self.minute += 1
        changes = self.watch.sees_all([(subject, self.minute, level, level) for subject, level in readings])
        for change in changes:
            assert not change.announce or change.alert.live
            assert not change.announce or not change.alert.echo

    @rule(number=st.integers(1, 6), reason=st.sampled_from(["已处置", "drill"]))
    def somebody_closes(self, number: int, reason: str) -> None:
        try:
            self.watch.closes(CHEN, number, self.minute, reason)
        except AlertMissing:
            return

    @rule(number=st.integers(1, 6))
    def somebody_acknowledges(self, number: int) -> None:
        try:
            self.watch.acknowledges(CHEN, number, self.minute)
        except AlertMissing:
            return

    @rule(number=st.integers(1, 3))
    def somebody_acknowledges_all(self, number: int) -> None:
        try:
            acknowledge_incident(self.watch.operations, GROUNDS, CHEN, number, "统一处置", self.now)
        except AlertMissing:
            return

    @rule(number=st.integers(1, 3))
    def wartime_begins(self, number: int) -> None:
        given = IncidentPayload("超警戒", "洪水", 3, self.now + HOUR, "巡堤")
        self.in_incident(number, IncidentTransition.DECLARE, given)

    @rule(number=st.integers(1, 3))
    def wartime_ends(self, number: int) -> None:
        self.in_incident(number, IncidentTransition.STAND_DOWN, IncidentPayload("洪峰已过"))

    @property
    def now(self) -> int:
        return NINE + int(self.minute * MINUTE)

    def in_incident(self, number: int, name: IncidentTransition, given: IncidentPayload) -> None:
        try:
            act_on_incident(self.watch.operations, GROUNDS, CHEN, number, name, given, self.now)
        except AlertMissing:
            return

    @invariant()
    def everything_fits(self) -> None:
        if not hasattr(self, "watch"):
            return
        with self.watch.operations.reading() as connection:
            alerts = {alert.id: alert for alert in list_alerts(connection, EVERYTHING)}
            stories = [
                incident_timeline(connection, EVERYTHING, number, GROUNDS)
                for number in sorted({alert.incident for alert in alerts.values() if alert.incident is not None})
            ]
            open_ones = {incident.id for incident in open_incidents(connection, EVERYTHING, GROUNDS)}
            logs = [alert_timeline(connection, EVERYTHING, number).log for number in alerts]
        for story in stories:
            incident = story.incident
            live = [alert for alert in story.alerts if alert.live]
            assert {member.alert for member in incident.members} == {alert.id for alert in story.alerts}
            assert incident.level == max((alert.level for alert in live), default=0)
            assert incident.announced >= incident.level
            assert (incident.id in open_ones) == (incident.state != "closed")
            assert incident.state != "closed" or not live
            assert incident.lead in alerts
            assert not live or incident.lead in {alert.id for alert in live}
            assert not live or not alerts[incident.lead].echo
            assert story.log[0].kind == "opened"
            assert all(event.actor.name and event.reason for event in story.log)
        for log in logs:
            assert [event.kind for event in log].count("joined") == 1
        subjects = [alert.subject.key for alert in alerts.values() if alert.state != "closed"]
        assert len(subjects) == len(set(subjects))


Household.TestCase.settings = settings(max_examples=length(10, 25), stateful_step_count=25, deadline=None)
TestHousehold = Household.TestCase
