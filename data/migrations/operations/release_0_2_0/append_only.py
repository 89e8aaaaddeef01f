"""Triggers that let rows only ever be added, as release 0.2.0 made them."""

from alembic import op

_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
_REFUSE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
)
_POSTGRESQL = (
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


def append_only(table: str) -> None:
    """Have the database refuse to change or remove a row of a table."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(table=table, verb=verb))
    else:
        op.execute(_REFUSE)
        op.execute(_POSTGRESQL.format(table=table))
