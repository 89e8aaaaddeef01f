"""Whatever readings, people and time do to an alert, in whatever order: what must always hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indicators.alerts import (
    COCKPIT,
    LEVELS,
    LIVE,
    Alert,
    AlertApplied,
    AlertKey,
    AlertLogEntry,
    EventActor,
    SignReading,
    escalate,
    expire,
    load_alert_definitions,
    observe,
)
from indicators.catalogue.catalogue import CATALOGUE
from indicators.incidents import make_root
from indicators.workflow import Refusal
from tests.campaign import length
from tests.indicators.alerts.acting import acknowledge, close, dispatch, silence, unsilence
from tests.indicators.alerts.container import HOUR, MONDAY_NINE, OfficeHours

RULES = load_alert_definitions(CATALOGUE).rules
CHIEF = EventActor(7, "陈值班")


class AlertLife(RuleBasedStateMachine):
    """One subject's alerts; `log` is the log of the present one, as a store would keep it."""

    @initialize(worse=st.sampled_from(["higher", "lower"]), cause=st.sampled_from(["flood", "silence"]))
    def begin(self, worse: Any, cause: str) -> None:
        self.subject = AlertKey("V26", "environment", "MAKOU", 440607, cause, worse)
        self.now = MONDAY_NINE
        self.alert: Alert | None = None
        self.log: list[AlertLogEntry] = []
        self.made = 0

    @rule(seconds=st.one_of(st.integers(1, 120), st.integers(1, 3 * HOUR), st.integers(1, 500 * HOUR)))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds

    @rule(
        level=st.one_of(st.none(), st.just(0), st.integers(1, 5)),
        trigger=st.sampled_from(["step", "band", "sudden", "stale"]),
        value=st.one_of(st.none(), st.floats(-100, 100)),
        late=st.sampled_from([0, 0, 0, 600]),
    )
    def a_reading_comes(self, level: int | None, trigger: Any, value: float | None, late: int) -> None:
        before = self.alert
        after, events = observe(before, SignReading(self.subject, self.now - late, trigger, level, value), RULES)
        if level is None:
            assert events == ()
        if any(event.kind == "recovered" for event in events):
            assert level == 0
        if after is not None and after.id == 0:
            assert before is None or before.state == "closed", "a second alert beside one that is not closed"
            self.made += 1
            after, self.log = replace(after, id=self.made), []
        self.take(after, events)

    @precondition(lambda self: self.alert)
    @rule()
    def somebody_acknowledges(self) -> None:
        self.done(acknowledge(self.present, CHIEF, "已知悉", self.now))

    @precondition(lambda self: self.alert)
    @rule(task=st.sampled_from(["T-1", "T-2", ""]))
    def somebody_dispatches(self, task: str) -> None:
        self.done(dispatch(self.present, task, CHIEF, "现场排险", self.now))

    @precondition(lambda self: self.alert)
    @rule(seconds=st.one_of(st.integers(1, HOUR), st.integers(-10, 300 * HOUR)))
    def somebody_silences(self, seconds: int) -> None:
        self.done(silence(self.present, self.now + seconds, CHIEF, "检修中", self.now))

    @precondition(lambda self: self.alert)
    @rule()
    def somebody_ends_the_silence(self) -> None:
        self.done(unsilence(self.present, CHIEF, "检修结束", self.now))

    @precondition(lambda self: self.alert)
    @rule(reason=st.sampled_from(["已处置", "drill", "false-alarm: 传感器碰撞", ""]))
    def somebody_closes(self, reason: str) -> None:
        self.done(close(self.present, CHIEF, reason, self.now))

    @precondition(lambda self: self.alert)
    @rule()
    def the_watch_looks(self) -> None:
        waited = self.present.waits
        alert, events = escalate(self.present, self.now, OfficeHours())
        assert waited or events == ()
        self.take(alert, events)
        self.take(*expire(alert, self.now, RULES))

    @precondition(lambda self: self.alert)
    @rule()
    def it_was_an_echo_and_leads_now(self) -> None:
        self.take(*make_root(replace(self.present, echo=True), self.now))

    @property
    def present(self) -> Alert:
        assert self.alert is not None
        return self.alert

    def done(self, answer: AlertApplied | Refusal) -> None:
        if not isinstance(answer, Refusal):
            assert answer.entry
            self.take(answer.after, answer.entry)

    def take(self, after: Alert | None, events: tuple[AlertLogEntry, ...]) -> None:
        for event in events:
            if event.kind == "closed":
                explained = event.reason.split(":")[0] in RULES.closing.explanations
                assert event.before == "recovered" or explained
            if event.kind == "recovered":
                assert event.actor == COCKPIT
        if self.alert is not None and after is not None and after.id == self.alert.id:
            assert after.escalation_step >= self.alert.escalation_step
            assert after.flaps >= self.alert.flaps
        self.alert, self.log = after, [*self.log, *events]

    @invariant()
    def every_event_tells_who_and_why(self) -> None:
        for event in self.log if hasattr(self, "log") else []:
            assert event.actor.name
            assert event.reason

    @invariant()
    def the_log_alone_tells_the_level_and_whether_it_is_on(self) -> None:
        if not getattr(self, "alert", None):
            return
        level, state = "", ""
        for event in self.log:
            level = event.after if event.kind in ("raised", "rose", "eased", "reopened") else level
            state = "on" if event.kind in ("raised", "reopened") else state
            state = event.kind if event.kind in ("recovered", "closed") else state
        assert LEVELS[self.present.level] == level
        assert state == ("on" if self.present.live else self.present.state)

    @invariant()
    def its_parts_fit_together(self) -> None:
        alert = getattr(self, "alert", None)
        if alert is None:
            return
        assert 1 <= alert.level <= alert.peak_level <= 5
        assert (alert.state == "raised") == (alert.live and alert.waits)
        assert alert.live == (alert.state in LIVE)
        assert not alert.live or alert.level <= alert.asked
        assert alert.state != "dispatched" or alert.task
        assert (alert.state == "closed") == (alert.closed_at is not None)
        assert alert.state != "recovered" or alert.recovered_at is not None
        assert not alert.live or alert.recovered_at is None
        assert alert.silence is None or alert.level <= alert.silence.level
        assert 0 <= alert.escalation_step < len(alert.escalation.duty)


AlertLife.TestCase.settings = settings(max_examples=length(40, 100), stateful_step_count=40, deadline=None)
TestAlertLife = AlertLife.TestCase
