"""Tables of alerts as release 0.2.0 made them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, SmallInteger, String, Text, text

from data.migrations.operations.release_0_2_0.append_only import append_only

TABLES = (
    "alert",
    "incident",
    "alert_log",
    "incident_log",
)


_OPEN = text("closed_at IS NULL")


def create() -> None:
    """Make them."""
    op.create_table(
        "alert",
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
        Column("escalation", Text, nullable=False),
        Column("flaps", Integer, nullable=False),
        Column("silence_until", BigInteger),
        Column("silence_level", SmallInteger),
        Column("silence_reason", Text),
        Column("silence_account", Integer),
        Column("silence_name", Text),
        Column("task", String(80)),
        Column("incident", Integer),
        Column("echo", Boolean, nullable=False),
    )
    op.create_index("alert_by_incident", "alert", ["incident"])
    op.create_index("alert_by_place", "alert", ["place", "id"])
    op.create_index("alert_by_subject", "alert", ["sign", "place", "cause", "id"])
    op.create_index("alert_by_time", "alert", ["raised_at"])
    op.create_index(
        "alert_one_at_a_time",
        "alert",
        ["sign", "place", "cause"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "incident",
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
    )
    op.create_index("incident_by_state", "incident", ["state"])
    op.create_table(
        "alert_log",
        Column("alert", Integer, primary_key=True, autoincrement=False),
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
        Column("facts", Text),
    )
    op.create_table(
        "incident_log",
        Column("incident", Integer, primary_key=True, autoincrement=False),
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
        Column("facts", Text),
    )
    for table in ("alert_log", "incident_log"):
        append_only(table)
