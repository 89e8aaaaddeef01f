"""Tables of accounts as release 0.2.0 made them."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String

TABLES = (
    "account",
    "account_role",
    "account_region",
    "account_unit",
    "recovery_code",
    "sign_in_attempt",
    "device_token",
    "device_token_region",
    "session",
    "act_once",
)


def create() -> None:
    """Make them."""
    op.create_table(
        "account",
        Column("id", Integer, primary_key=True),
        Column("login", String(64), nullable=False, unique=True),
        Column("name", String(80), nullable=False),
        Column("staff", String(40), nullable=False, unique=True),
        Column("state", String(10), nullable=False),
        Column("password", String(200)),
        Column("password_at", BigInteger),
        Column("temporary", Integer, nullable=False),
        Column("factor", String(400)),
        Column("factor_step", BigInteger, nullable=False),
        Column("demo", Integer, nullable=False),
        Column("created_at", BigInteger, nullable=False),
        Column("created_by", String(40), nullable=False),
        Column("signed_in_at", BigInteger),
        Column("version", Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account_role",
        Column("account", Integer, ForeignKey("account.id"), primary_key=True),
        Column("role", String(40), primary_key=True),
    )
    op.create_table(
        "account_region",
        Column("account", Integer, ForeignKey("account.id"), primary_key=True),
        Column("region", Integer, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "account_unit",
        Column("account", Integer, ForeignKey("account.id"), primary_key=True),
        Column("unit", String(60), primary_key=True),
    )
    op.create_table(
        "recovery_code",
        Column("account", Integer, ForeignKey("account.id"), primary_key=True),
        Column("digest", String(64), primary_key=True),
    )
    op.create_table(
        "sign_in_attempt",
        Column("id", Integer, primary_key=True),
        Column("login", String(64), nullable=False),
        Column("address", String(64), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("failed", Integer, nullable=False),
    )
    op.create_index("sign_in_attempt_address", "sign_in_attempt", ["address", "at"])
    op.create_index("sign_in_attempt_login", "sign_in_attempt", ["login", "at"])
    op.create_table(
        "device_token",
        Column("id", Integer, primary_key=True),
        Column("name", String(80), nullable=False),
        Column("kind", String(10), nullable=False),
        Column("digest", String(64), nullable=False, unique=True),
        Column("created_at", BigInteger, nullable=False),
        Column("created_by", String(40), nullable=False),
        Column("expires_at", BigInteger, nullable=False),
        Column("revoked_at", BigInteger),
        Column("used_at", BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "device_token_region",
        Column("device", Integer, ForeignKey("device_token.id"), primary_key=True),
        Column("region", Integer, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "session",
        Column("digest", String(64), primary_key=True),
        Column("account", Integer, ForeignKey("account.id")),
        Column("device", Integer, ForeignKey("device_token.id")),
        Column("stage", String(10), nullable=False),
        Column("way", String(10), nullable=False),
        Column("address", String(64), nullable=False),
        Column("agent", String(200), nullable=False),
        Column("created_at", BigInteger, nullable=False),
        Column("seen_at", BigInteger, nullable=False),
        Column("ended_at", BigInteger),
        Column("ended_why", String(20)),
    )
    op.create_index("session_account", "session", ["account"])
    op.create_table(
        "act_once",
        Column("key", String(64), primary_key=True),
        Column("at", BigInteger, nullable=False),
        Column("answer", String(400)),
    )
