"""Tables to which rows are only ever added: the database itself refuses to change or remove one."""

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
)
_POSTGRESQL = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


def append_only(table: Table) -> Table:
    """The same table, which refuses UPDATE and DELETE from the moment it is made."""
    for verb in ("UPDATE", "DELETE"):
        _after_making(table, "sqlite", _SQLITE.format(table=table.name, verb=verb))
    _after_making(table, "postgresql", _REFUSE)
    _after_making(table, "postgresql", _POSTGRESQL.format(table=table.name))
    return table


def _after_making(table: Table, family: str, statement: str) -> None:
    made: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", made.execute_if(dialect=family))
