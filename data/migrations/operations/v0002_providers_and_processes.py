"""Accounts are bound to a person at the identity provider; heartbeats of processes; moments to look back to."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String

revision = "v0002_providers_and_processes"
down_revision = "v0001_release_0_2_0"
TABLES = ("heartbeat", "look_back")
COLUMNS: dict[str, str | int] = {"account.issuer": "", "account.subject": ""}


def upgrade() -> None:
    """Add two columns to `account` and two tables. An account of before is bound to nobody yet."""
    op.add_column("account", Column("issuer", String(200), nullable=False, server_default=""))
    op.add_column("account", Column("subject", String(255), nullable=False, server_default=""))
    op.create_table(
        "heartbeat",
        Column("node", String(80), primary_key=True),
        Column("name", String(40), primary_key=True),
        Column("pid", Integer, nullable=False),
        Column("started_at", BigInteger, nullable=False),
        Column("beat_at", BigInteger, nullable=False),
        Column("promise", Integer, nullable=False),
        Column("state", String(10), nullable=False),
        Column("error", String(80), nullable=False),
        Column("restarts", Integer, nullable=False),
    )
    op.create_table(
        "look_back",
        Column("moment", BigInteger, primary_key=True, autoincrement=False),
        Column("asked_by", String(40), nullable=False),
        Column("asked_at", BigInteger, nullable=False),
        Column("state", String(8), nullable=False),
        Column("worker", String(80), nullable=False),
        Column("told_at", BigInteger, nullable=False),
        Column("done", Integer, nullable=False),
        Column("total", Integer, nullable=False),
        Column("tries", Integer, nullable=False),
    )
    op.create_index("look_back_by_turn", "look_back", ["state", "asked_at"])


def downgrade() -> None:
    """Drop what was added: who an account is at the identity provider, heartbeats, moments still to be computed."""
    op.drop_table("look_back")
    op.drop_table("heartbeat")
    op.drop_column("account", "subject")
    op.drop_column("account", "issuer")
