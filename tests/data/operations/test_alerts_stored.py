"""Alerts in the database: what was stored comes back, lists and counts fit, logs only grow."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from data.operations import Operations
from data.operations.alerts.alert_rows import alert_row
from data.operations.alerts.alert_tables import alert as alert_table
from data.operations.alerts.alert_tables import alert_log
from data.operations.alerts.pending_writes import PendingWrite, StaleVersion, write_alerts
from data.operations.alerts.repository import (
    AlertFilter,
    AlertMissing,
    alert_timeline,
    alerts_of_place,
    count_alerts,
    count_by_level,
    list_alerts,
    newest,
    one_alert,
    open_alerts,
    unfinished_keys,
)
from indicators.alerts import AlertPayload, AlertTransition, observe
from indicators.alerts.alert import SignReading
from tests.answers import accepted
from tests.data.operations.alert_stories import (
    CHEN,
    EVERYTHING,
    GUICHENG,
    HOUR,
    LEPING,
    NINE,
    PONDING,
    POWER,
    RAIN,
    RIVER,
    SANSHUI,
    WANG,
    Watch,
)


def listed(operations: Operations, wanted: AlertFilter) -> list[str]:
    """The places of the alerts that a filter leaves, in order."""
    with operations.reading() as connection:
        found = list_alerts(connection, EVERYTHING, wanted)
        assert count_alerts(connection, EVERYTHING, wanted) == len(found)
    return [alert.subject.place for alert in found]


def test_what_was_raised_comes_back_whole(operations: Operations, watch: Watch) -> None:
    (change,) = watch.sees(RIVER, 0, 4, 8.02)

    with operations.reading() as connection:
        alert = one_alert(connection, EVERYTHING, change.alert.id)

    expected, _ = observe(None, SignReading(RIVER, NINE, "step", 4, 8.02), watch.grounds.rules)
    assert expected is not None
    assert alert == change.alert
    assert alert == replace(expected, id=1, version=1, incident=1)
    assert alert.escalation == watch.grounds.rules.escalation


def test_every_field_survives(operations: Operations, watch: Watch) -> None:
    watch.sees(RIVER, 0, 4, 8.02)
    watch.acknowledges(CHEN, 1)
    watch.does(CHEN, 1, AlertTransition.DISPATCH, 1.5, AlertPayload("派单", task="T-9"))
    answer = watch.does(WANG, 1, AlertTransition.SILENCE, 2, AlertPayload("检修中", until=NINE + HOUR))

    with operations.reading() as connection:
        alert = one_alert(connection, EVERYTHING, 1)

    assert alert == accepted(answer).after
    assert (alert.state, alert.task, alert.acknowledged_at, alert.dispatched_at) == (
        "dispatched",
        "T-9",
        NINE + 60,
        NINE + 90,
    )
    assert alert.silence is not None
    assert (alert.silence.name, alert.silence.reason, alert.silence.until) == ("王值班", "检修中", NINE + HOUR)


def test_the_story_tells_everything_in_order(operations: Operations, watch: Watch) -> None:
    watch.sees(RIVER, 0, 3, 7.6)
    watch.acknowledges(CHEN, 1)
    watch.sees(RIVER, 5, 5, 8.5)
    watch.sees(RIVER, 9, 0, 7.0)

    with operations.reading() as connection:
        story = alert_timeline(connection, EVERYTHING, 1)

    assert [event.kind for event in story.log] == ["raised", "joined", "acknowledged", "rose", "recovered"]
    assert [event.actor.name for event in story.log] == ["cockpit", "cockpit", "陈值班", "cockpit", "cockpit"]
    assert [event.value for event in story.log] == [7.6, 7.6, 7.6, 8.5, 7.0]
    assert story.log[2].reason == "已知悉"
    assert (story.log[3].before, story.log[3].after) == ("yellow", "red")
    assert story.alert.version == 4


def test_a_reading_that_changes_nothing_else_moves_the_value_now_and_then(operations: Operations, watch: Watch) -> None:
    watch.sees(RIVER, 0, 3, 7.60)
    before = operations.pulses()
    assert watch.sees(RIVER, 0.1, 3, 7.59) == []
    with operations.reading() as connection:
        early = one_alert(connection, EVERYTHING, 1)
    assert watch.sees(RIVER, 0.5, 3, 7.58) == []
    with operations.reading() as connection:
        late = one_alert(connection, EVERYTHING, 1)

    assert (early.value_now, late.value_now) == (7.60, 7.58)
    assert early.version == late.version
    assert operations.pulses() == before


def test_a_worse_value_is_kept_at_once(operations: Operations, watch: Watch) -> None:
    watch.sees(RIVER, 0, 3, 7.60)
    watch.sees(RIVER, 0.1, 3, 7.69)

    with operations.reading() as connection:
        assert one_alert(connection, EVERYTHING, 1).value_peak == 7.69


def test_open_screens_learn_of_every_change(operations: Operations, watch: Watch) -> None:
    watch.sees(RIVER, 0, 0)
    assert operations.pulses() == {}
    watch.sees(RIVER, 1, 3)
    raised = operations.pulses()["alerts"]
    watch.acknowledges(CHEN, 1)

    assert operations.pulses()["alerts"] > raised


class TestLists:
    """Filters leave what they say; what is on comes first, then the gravest, then the newest."""

    FILTERS: ClassVar[list[tuple[AlertFilter, list[str]]]] = [
        (AlertFilter(), ["MAKOU", "R-1", "P-7", "440606"]),
        (AlertFilter(levels={3}), ["R-1", "P-7"]),
        (AlertFilter(levels=set()), []),
        (AlertFilter(states={"recovered", "acknowledged"}), ["P-7", "440606"]),
        (AlertFilter(regions={SANSHUI, LEPING}), ["MAKOU", "P-7"]),
        (AlertFilter(kind="environment"), ["MAKOU", "R-1"]),
        (AlertFilter(sign="V11"), ["P-7"]),
        (AlertFilter(trigger="stale"), []),
        (AlertFilter(trigger="step", levels={4, 5}), ["MAKOU", "440606"]),
        (AlertFilter(since=NINE + 600), ["R-1", "P-7", "440606"]),
        (AlertFilter(waiting=True), ["MAKOU", "R-1", "440606"]),
        (AlertFilter(echoes=False), ["MAKOU", "440606"]),
    ]

    @pytest.fixture(autouse=True)
    def _alerts(self, watch: Watch) -> None:
        watch.sees(RIVER, 0, 4)
        watch.sees(PONDING, 10, 3)
        watch.sees(RAIN, 20, 3)
        watch.sees(POWER, 30, 5)
        watch.sees(POWER, 40, 0)
        watch.acknowledges(CHEN, 2, 50)

    def test_a_filter_leaves_what_it_says(self, operations: Operations) -> None:
        """Walks all fields of a filter and some of them together."""
        found = [(wanted, listed(operations, wanted)) for wanted, _ in self.FILTERS]

        assert found == self.FILTERS

    def test_a_page_of_a_list(self, operations: Operations) -> None:
        with operations.reading() as connection:
            second = list_alerts(connection, EVERYTHING, AlertFilter(), limit=2, skip=1)

        assert [alert.subject.place for alert in second] == ["R-1", "P-7"]

    def test_counts_by_level(self, operations: Operations) -> None:
        with operations.reading() as connection:
            counts = count_by_level(connection, EVERYTHING)
            some = count_by_level(connection, EVERYTHING, {GUICHENG})

        assert [(c.level, c.open, c.live, c.unacknowledged) for c in counts] == [
            (5, 1, 0, 1),
            (4, 1, 1, 1),
            (3, 2, 2, 1),
            (2, 0, 0, 0),
            (1, 0, 0, 0),
        ]
        assert [c.open for c in some] == [0, 0, 1, 0, 0]

    def test_the_alerts_of_a_place(self, operations: Operations, watch: Watch) -> None:
        watch.acknowledges(CHEN, 4, 50)
        watch.closes(CHEN, 4, 51)
        watch.sees(POWER, 300, 2)

        with operations.reading() as connection:
            found = alerts_of_place(connection, EVERYTHING, "440606")

        assert [(alert.level, alert.state) for alert in found] == [(2, "raised"), (5, "closed")]

    def test_what_is_open_and_what_has_to_be_watched(self, operations: Operations, watch: Watch) -> None:
        watch.closes(CHEN, 1, 60, "drill")
        watch.acknowledges(CHEN, 4, 60)
        watch.closes(CHEN, 4, 61)

        with operations.reading() as connection:
            open_ones = [alert.subject.place for alert in open_alerts(connection, EVERYTHING)]
            watched = {place for _, place, _ in unfinished_keys(connection, EVERYTHING)}

        assert open_ones == ["P-7", "R-1"]
        assert watched == {"P-7", "R-1", "MAKOU"}

    def test_the_newest_of_many_subjects(self, operations: Operations) -> None:
        strangers = [("V11", f"P-{n}", "flood") for n in range(700)]

        with operations.reading() as connection:
            found = newest(connection, EVERYTHING, [*strangers, RIVER.key, POWER.key])

        assert set(found) == {("V11", "P-7", "flood"), RIVER.key, POWER.key}


def test_there_is_no_such_alert(operations: Operations) -> None:
    with operations.reading() as connection, pytest.raises(AlertMissing, match="77"):
        one_alert(connection, EVERYTHING, 77)


def test_of_one_subject_one_alert_is_open(operations: Operations, watch: Watch) -> None:
    (change,) = watch.sees(RIVER, 0, 4)

    with pytest.raises(DBAPIError), operations.writing() as connection:
        connection.execute(insert(alert_table).values(id=99, **alert_row(change.alert)))


def test_an_alert_read_in_another_version_is_not_written_over(operations: Operations, watch: Watch) -> None:
    (change,) = watch.sees(RIVER, 0, 4)
    watch.acknowledges(CHEN, 1)

    with pytest.raises(StaleVersion), operations.writing() as connection:
        write_alerts(connection, [PendingWrite(change.alert, replace(change.alert, level=5))])

    with operations.reading() as connection:
        alert = one_alert(connection, EVERYTHING, 1)
    assert (alert.level, alert.state) == (4, "acknowledged")


@pytest.mark.parametrize(
    "harm",
    [
        lambda connection: connection.execute(update(alert_log).values(reason="另有原因")),
        lambda connection: connection.execute(delete(alert_log)),
        lambda connection: connection.execute(delete(alert_log).where(alert_log.c.no == 1)),
    ],
    ids=["change", "remove all", "remove one"],
)
def test_the_log_only_grows(operations: Operations, watch: Watch, harm: Callable[..., object]) -> None:
    watch.sees(RIVER, 0, 4)

    with pytest.raises(DBAPIError, match="append-only"), operations.writing() as connection:
        harm(connection)

    with operations.reading() as connection:
        assert len(alert_timeline(connection, EVERYTHING, 1).log) == 2


def test_the_log_cannot_be_emptied_at_one_stroke(operations: Operations, watch: Watch) -> None:
    watch.sees(RIVER, 0, 4)
    empty = "DELETE FROM alert_log" if operations.engine.dialect.name == "sqlite" else "TRUNCATE alert_log"

    with pytest.raises(DBAPIError, match="append-only"), operations.writing() as connection:
        connection.execute(text(empty))


def test_every_alert_has_a_log_without_gaps(operations: Operations, watch: Watch) -> None:
    for minute, level in enumerate([3, 4, 0, 3, 5, 0, 2]):
        watch.sees_all([(RIVER, minute, level, 1.0), (PONDING, minute, level, 1.0)])

    with operations.reading() as connection:
        numbers = connection.execute(select(alert_log.c.alert, alert_log.c.no)).all()
    by_alert = {alert: [no for owner, no in numbers if owner == alert] for alert, _ in numbers}
    assert len(by_alert) == 2
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in by_alert.values())
