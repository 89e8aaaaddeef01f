"""Tables of notices: what somebody should learn of, who has read it, and what was sent on to other systems."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from data.operations.core.metadata import metadata

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("task", Integer),  # task or matter: what it is about; of an alert neither, its facts name it
    Column("matter", Integer),
    Column("move", String(40), nullable=False),
    Column("region", BigInteger, nullable=False),
    Column("account", Integer),  # one of account, unit and right is given: who it is for
    Column("unit", String(40)),
    Column("right", String(40)),
    Column("facts", Text, nullable=False),
    Index("notice_by_account", "account"),
    Index("notice_by_unit", "unit"),
    Index("notice_by_task", "task"),
)

notice_read = Table(
    "notice_read",
    metadata,
    Column("account", Integer, primary_key=True, autoincrement=False),
    Column("notice", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)

outgoing_hook = Table(
    "outgoing_hook",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("upto", Integer, nullable=False),  # notices up to this one are queued
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("hook", String(40), primary_key=True),
    Column("notice", Integer, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),  # waiting, sent, dead
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    Column("fault", String(200), nullable=False),
    Index("outgoing_by_turn", "hook", "state", "next_at"),
)
