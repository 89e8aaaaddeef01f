"""Tables of notifications as release 0.2.0 made them."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String, Text

TABLES = (
    "notice",
    "notice_read",
    "outgoing_hook",
    "outgoing",
    "pulse",
)


def create() -> None:
    """Make them."""
    op.create_table(
        "notice",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", BigInteger, nullable=False),
        Column("task", Integer),
        Column("matter", Integer),
        Column("move", String(40), nullable=False),
        Column("region", BigInteger, nullable=False),
        Column("account", Integer),
        Column("unit", String(40)),
        Column("right", String(40)),
        Column("facts", Text, nullable=False),
    )
    op.create_index("notice_by_account", "notice", ["account"])
    op.create_index("notice_by_task", "notice", ["task"])
    op.create_index("notice_by_unit", "notice", ["unit"])
    op.create_table(
        "notice_read",
        Column("account", Integer, primary_key=True, autoincrement=False),
        Column("notice", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
    )
    op.create_table(
        "outgoing_hook",
        Column("name", String(40), primary_key=True),
        Column("upto", Integer, nullable=False),
    )
    op.create_table(
        "outgoing",
        Column("hook", String(40), primary_key=True),
        Column("notice", Integer, primary_key=True, autoincrement=False),
        Column("state", String(8), nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", BigInteger, nullable=False),
        Column("done_at", BigInteger),
        Column("fault", String(200), nullable=False),
    )
    op.create_index("outgoing_by_turn", "outgoing", ["hook", "state", "next_at"])
    op.create_table(
        "pulse",
        Column("name", String(40), primary_key=True),
        Column("beats", Integer, nullable=False),
    )
