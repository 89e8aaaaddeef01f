"""Tables that only grow: the database itself refuses to change or remove a row."""

from sqlalchemy import DDL, Table, event

_SQLITE = """CREATE TRIGGER {table}_{what}_refused BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} only grows'; END $$"""
_ROWS = """CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuses()"""
_WHOLE = """CREATE TRIGGER {table}_whole_refused BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses()"""


def append_only(table: Table) -> Table:
    """The table, guarded from the moment it is made, on both engine families."""
    for what in ("UPDATE", "DELETE"):
        _when_made(table, "sqlite", _SQLITE.format(table=table.name, what=what))
    for statement in (_FUNCTION, _ROWS, _WHOLE):
        _when_made(table, "postgresql", statement.format(table=table.name))
    return table


def _when_made(table: Table, family: str, statement: str) -> None:
    guard = DDL(statement).execute_if(dialect=family)  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", guard)
