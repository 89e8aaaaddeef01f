"""Ids of events are text: those that are no plain numbers get a table; an order's times know which are in doubt."""

from alembic import op
from sqlalchemy import BigInteger, Column, SmallInteger, String

revision = "v0008_ids_as_text"
down_revision = "v0007_deliveries_watched"
TABLES = ("event_id",)
COLUMNS: dict[str, str | int] = {"order_times.coarse": 0, "order_times.odd": 0}


def upgrade() -> None:
    """Add the table and the columns. Events of before keep their numbers: letters before them were not stored."""
    op.create_table(
        "event_id",
        Column("kind", SmallInteger, primary_key=True, autoincrement=False),
        Column("id", String(64), primary_key=True),
        Column("no", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("event_id_by_no", "event_id", ["kind", "no"], unique=True)
    op.add_column("order_times", Column("coarse", SmallInteger, nullable=False, server_default="0"))
    op.add_column("order_times", Column("odd", SmallInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    """Drop what was added: the older version counts these events under their negative numbers, without their ids."""
    op.drop_column("order_times", "odd")
    op.drop_column("order_times", "coarse")
    op.drop_table("event_id")
