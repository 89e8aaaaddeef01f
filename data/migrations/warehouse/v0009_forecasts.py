"""Forecasts as they were issued, what became of them, and the snapshots that were looked ahead from."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, String, Text

revision = "v0009_forecasts"
down_revision = "v0008_ids_as_text"
TABLES = ("forecast", "forecast_mark", "forecast_run")
COLUMNS: dict[str, str | int] = {}


def upgrade() -> None:
    """Add the tables, empty: what was not issued in its time is not made up."""
    op.create_table(
        "forecast",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("kind", String(16), nullable=False),
        Column("subject", String(40), nullable=False),
        Column("region", BigInteger, nullable=False),
        Column("issued_at", BigInteger, nullable=False),
        Column("replayed", Boolean, nullable=False),
        Column("due", Integer),
        Column("probability", Double),
        Column("record", Text, nullable=False),
    )
    op.create_index("forecast_newest", "forecast", ["kind", "region", "subject", "issued_at"])
    op.create_table(
        "forecast_mark",
        Column("forecast", Integer, primary_key=True, autoincrement=False),
        Column("marked_at", BigInteger, nullable=False),
        Column("value", Double, nullable=False),
        Column("met", Boolean, nullable=False),
        Column("brier", Double, nullable=False),
        Column("within_50", Boolean, nullable=False),
        Column("within_80", Boolean, nullable=False),
    )
    op.create_table(
        "forecast_run",
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("made_at", BigInteger, nullable=False),
        Column("issued", Integer, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    for name in TABLES:
        op.drop_table(name)
