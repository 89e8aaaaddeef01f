"""Tokens of sources say what they deliver and for whom; feeds have a state and a record of their runs."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String, Text

revision = "v0003_feeds"
down_revision = "v0002_providers_and_processes"
TABLES = ("feed_state", "feed_run")
COLUMNS: dict[str, str | int] = {"device_token.delivers": "", "device_token.sources": ""}


def upgrade() -> None:
    """Add two columns to `device_token` and two tables. A token of before belongs to no source."""
    op.add_column("device_token", Column("delivers", String(80), nullable=False, server_default=""))
    op.add_column("device_token", Column("sources", Text, nullable=False, server_default=""))
    op.create_table(
        "feed_state",
        Column("feed", String(64), primary_key=True),
        Column("mark", Text, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("due_at", BigInteger, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("paused_until", BigInteger, nullable=False),
        Column("good_at", BigInteger, nullable=False),
    )
    op.create_table(
        "feed_run",
        Column("id", Integer, primary_key=True),
        Column("feed", String(64), nullable=False),
        Column("started_at", BigInteger, nullable=False),
        Column("ended_at", BigInteger),
        Column("outcome", String(10), nullable=False),
        Column("tries", Integer, nullable=False),
        Column("deliveries", Integer, nullable=False),
        Column("accepted", Integer, nullable=False),
        Column("repeated", Integer, nullable=False),
        Column("refused", Integer, nullable=False),
        Column("code", String(32), nullable=False),
        Column("facts", Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("feed_run_of_feed", "feed_run", ["feed", "id"])


def downgrade() -> None:
    """Drop what was added: what tokens of sources are good for, and how far each feed has read."""
    op.drop_table("feed_run")
    op.drop_table("feed_state")
    op.drop_column("device_token", "sources")
    op.drop_column("device_token", "delivers")
