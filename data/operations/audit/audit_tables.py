"""The audit: rows that are only ever added. The database itself refuses to change them, or to remove young ones."""

from sqlalchemy import DDL, BigInteger, Column, String, Table, event

from data.operations.core.metadata import metadata

KEPT_AT_LEAST = 184 * 24 * 3600  # seconds: six months, the longest six there are

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False, index=True),
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

audit_end = Table(  # where the kept chain begins and where it ends: what is cut off at either end is missed
    "audit_end",
    metadata,
    Column("name", String(10), primary_key=True),  # first: the row before the first kept one | last
    Column("seq", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
)

_SQLITE = (
    "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
    f"""CREATE TRIGGER audit_kept BEFORE DELETE ON audit
    WHEN OLD.at > CAST(strftime('%%s', 'now') AS INTEGER) - {KEPT_AT_LEAST}
    BEGIN SELECT RAISE(ABORT, 'the audit is kept for six months'); END""",
    """CREATE TRIGGER audit_grows BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
)
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN RAISE EXCEPTION 'the audit is append-only'; END IF;
        IF OLD.at > extract(epoch FROM now()) - {KEPT_AT_LEAST} THEN
            RAISE EXCEPTION 'the audit is kept for six months';
        END IF;
        RETURN OLD;
    END $$""",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
)


def _ddl(statement: str, family: str) -> DDL:
    return DDL(statement).execute_if(dialect=family)  # type: ignore[no-untyped-call]


for _family, _statements in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL)):
    for _statement in _statements:
        event.listen(audit, "after_create", _ddl(_statement, _family))
