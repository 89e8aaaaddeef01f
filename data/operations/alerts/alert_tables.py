"""Alerts and incidents as tables, each with a log that only grows; indicators.alerts says what the columns mean.

Numbers are given by the one writer (alert_writing.next_number).
"""

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, SmallInteger, String, Table, Text

from data.operations.core.append_only import append_only
from data.operations.core.metadata import metadata

alert = Table(
    "alert",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("sign", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("place", String(120), nullable=False),
    Column("region", BigInteger, nullable=False),
    Column("cause", String(40), nullable=False),
    Column("worse", String(8), nullable=False),
    Column("trigger", String(8), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("peak_level", SmallInteger, nullable=False),
    Column("asked", SmallInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("waiting_since", BigInteger),
    Column("acknowledged_at", BigInteger),
    Column("dispatched_at", BigInteger),
    Column("calm_since", BigInteger),
    Column("recovered_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("value_raised", Double),
    Column("value_now", Double),
    Column("value_peak", Double),
    Column("escalation_step", SmallInteger, nullable=False),
    Column("escalation", Text, nullable=False),  # the ladder as it was when the alert was raised, as JSON
    Column("flaps", Integer, nullable=False),
    Column("silence_until", BigInteger),
    Column("silence_level", SmallInteger),
    Column("silence_reason", Text),
    Column("silence_account", Integer),
    Column("silence_name", Text),
    Column("task", String(80)),
    Column("incident", Integer),
    Column("echo", Boolean, nullable=False),
    Index("alert_by_subject", "sign", "place", "cause", "id"),
    Index("alert_by_place", "place", "id"),
    Index("alert_by_incident", "incident"),
    Index("alert_by_time", "raised_at"),
)
Index(
    "alert_one_at_a_time",
    alert.c.sign,
    alert.c.place,
    alert.c.cause,
    unique=True,
    sqlite_where=alert.c.closed_at.is_(None),
    postgresql_where=alert.c.closed_at.is_(None),
)

incident = Table(
    "incident",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("cause", String(40), nullable=False),
    Column("region", BigInteger, nullable=False),
    Column("place", String(120), nullable=False),
    Column("state", String(16), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("peak_level", SmallInteger, nullable=False),
    Column("announced", SmallInteger, nullable=False),
    Column("lead", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("active_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("reported_at", BigInteger),
    Column("declared_matter", Text),
    Column("declared_response", SmallInteger),
    Column("declared_expected_until", BigInteger),
    Column("declared_measures", Text),
    Column("declared_account", Integer),
    Column("declared_name", Text),
    Column("declared_at", BigInteger),
    Index("incident_by_state", "state"),
)


def _entries() -> list[Column[object]]:
    """What every entry of a log holds (indicators.alerts.Event)."""
    return [
        Column("no", Integer, primary_key=True, autoincrement=False),
        Column("kind", String(20), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("account", Integer, nullable=False),
        Column("actor", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("before", Text, nullable=False),
        Column("after", Text, nullable=False),
        Column("value", Double),
        Column("by_alert", Integer),
        Column("facts", Text),  # as JSON; NULL when there are none
    ]


def _log(name: str, of: str) -> Table:
    return append_only(Table(name, metadata, Column(of, Integer, primary_key=True, autoincrement=False), *_entries()))


alert_log = _log("alert_log", "alert")
incident_log = _log("incident_log", "incident")
