"""Accounts, what each may see and do, how it proves itself, its sessions, and the devices beside them.

Accounts are never deleted, only disabled: whoever is named in a record stays known, and no id is given twice.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from data.operations.core.metadata import metadata

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("staff", String(40), nullable=False, unique=True),  # the person's number: one person, one account
    Column("state", String(10), nullable=False),  # active | disabled
    Column("password", String(200)),  # argon2; none: signs in elsewhere, or by the demonstration's buttons
    Column("password_at", BigInteger),
    Column("temporary", Integer, nullable=False),  # 1: the password is somebody else's work, to be changed at once
    Column("factor", String(400)),  # the sealed secret of the second factor
    Column("factor_step", BigInteger, nullable=False),  # the newest time step that was used: none is taken twice
    Column("demo", Integer, nullable=False),  # 1: made by the demonstration, refused everywhere else
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", String(40), nullable=False),
    Column("signed_in_at", BigInteger),
    Column("version", Integer, nullable=False),
    Column("issuer", String(200), nullable=False, server_default=""),  # the identity provider that it is bound to,
    Column("subject", String(255), nullable=False, server_default=""),  # and who its person is there; "": nobody yet
    sqlite_autoincrement=True,
)


def _granted(name: str, column: "Column[str] | Column[int]") -> Table:
    return Table(name, metadata, Column("account", ForeignKey("account.id"), primary_key=True), column)


account_role = _granted("account_role", Column("role", String(40), primary_key=True))
account_region = _granted("account_region", Column("region", Integer, primary_key=True, autoincrement=False))
account_unit = _granted("account_unit", Column("unit", String(60), primary_key=True))

recovery = Table(
    "recovery_code",
    metadata,
    Column("account", ForeignKey("account.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
)

attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("failed", Integer, nullable=False),
    Index("sign_in_attempt_login", "login", "at"),
    Index("sign_in_attempt_address", "address", "at"),
)

device = Table(
    "device_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("kind", String(10), nullable=False),  # read | ingest | source | metrics
    Column("digest", String(64), nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", String(40), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("used_at", BigInteger),
    Column("delivers", String(80), nullable=False, server_default=""),  # of a source: what it may deliver
    Column("sources", Text, nullable=False, server_default=""),  # of a source: in whose name, separated by spaces
    sqlite_autoincrement=True,
)

device_region = Table(
    "device_token_region",
    metadata,
    Column("device", ForeignKey("device_token.id"), primary_key=True),
    Column("region", Integer, primary_key=True, autoincrement=False),
)

session = Table(
    "session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", ForeignKey("account.id")),  # of a person, or
    Column("device", ForeignKey("device_token.id")),  # of a device that shows screens
    Column("stage", String(10), nullable=False),  # full, or what is still to be done first
    Column("way", String(10), nullable=False),  # password | demo | provider | device | wall
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_why", String(20)),
    Index("session_account", "account"),
)

once = Table(
    "act_once",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("answer", String(400)),  # where the answer led; none while the act is still being done
)
