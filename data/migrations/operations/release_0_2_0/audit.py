"""Tables of audit as release 0.2.0 made them."""

from alembic import op
from sqlalchemy import BigInteger, Column, String

TABLES = (
    "audit",
    "audit_end",
)

_SQLITE = (
    "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    """CREATE TRIGGER audit_kept BEFORE DELETE ON audit
    WHEN OLD.at > CAST(strftime('%s', 'now') AS INTEGER) - 15897600
    BEGIN SELECT RAISE(ABORT, 'the audit is kept for six months'); END""",
    """CREATE TRIGGER audit_grows BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
)
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN RAISE EXCEPTION 'the audit is append-only'; END IF;
        IF OLD.at > extract(epoch FROM now()) - 15897600 THEN
            RAISE EXCEPTION 'the audit is kept for six months';
        END IF;
        RETURN OLD;
    END $$""",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
)


def create() -> None:
    """Make them."""
    op.create_table(
        "audit",
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        Column("actor", String(40), nullable=False),
        Column("role", String(40), nullable=False),
        Column("event", String(40), nullable=False),
        Column("object", String(200), nullable=False),
        Column("outcome", String(10), nullable=False),
        Column("reason", String(200), nullable=False),
        Column("address", String(64), nullable=False),
        Column("algorithm", String(10), nullable=False),
        Column("previous", String(64), nullable=False),
        Column("digest", String(64), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "audit_end",
        Column("name", String(10), primary_key=True),
        Column("seq", BigInteger, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("seal", String(64), nullable=False),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
