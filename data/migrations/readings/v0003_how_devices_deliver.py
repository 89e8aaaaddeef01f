"""Devices say in which zone, unit and way they deliver; counters keep what they read beside what it grew by."""

from alembic import op
from sqlalchemy import BigInteger, Column, Double, Integer, String

revision = "v0003_how_devices_deliver"
down_revision = "v0002_one_kind_of_batch"
TABLES = ("counter_reading",)
COLUMNS: dict[str, str | int] = {
    "device.zone": "",
    "device.edits": 0,
    "channel.unit": "",
    "channel.counts": "",
    "channel.flat_after": 0,
}


def upgrade() -> None:
    """Add the table and the columns: devices of before deliver as the catalogue says."""
    op.create_table(
        "counter_reading",
        Column("channel", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, primary_key=True, autoincrement=False),
        Column("value", Double, nullable=False),
        Column("arrival", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("device", Column("zone", String(40), nullable=False, server_default=""))
    op.add_column("device", Column("edits", Integer, nullable=False, server_default="0"))
    op.add_column("channel", Column("unit", String(32), nullable=False, server_default=""))
    op.add_column("channel", Column("counts", String(16), nullable=False, server_default=""))
    op.add_column("channel", Column("flat_after", Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop what was added: what counters grew by stays among the readings."""
    for name in ("flat_after", "counts", "unit"):
        op.drop_column("channel", name)
    for name in ("edits", "zone"):
        op.drop_column("device", name)
    op.drop_table("counter_reading")
