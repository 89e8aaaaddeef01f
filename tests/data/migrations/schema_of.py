"""What a database looks like, as sorted lines that do not depend on how it came to look so."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

_SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
_POSTGRESQL = (
    """SELECT c.table_name, concat_ws(' ', 'column', c.column_name, c.data_type, c.character_maximum_length,
       c.is_nullable, c.column_default) FROM information_schema.columns c WHERE table_schema = current_schema()""",
    """SELECT t.relname, concat_ws(' ', 'constraint', c.conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c
       JOIN pg_class t ON t.oid = c.conrelid WHERE c.connamespace = current_schema()::regnamespace
       AND c.contype <> 'n'""",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    """SELECT t.relname, pg_get_triggerdef(g.oid) FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
       WHERE t.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal""",
    """SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace""",
)


def schema_of(connection: Connection) -> list[str]:
    """One line for each column, constraint, index, trigger and function."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text(_SQLITE)).all()
        return sorted(line for row in rows for line in _sqlite_lines(*row))
    own = connection.scalar(text("SELECT current_schema()"))
    rows = [row for query in _POSTGRESQL for row in connection.execute(text(query))]
    return sorted(f"{table}: {_plain(line).replace(f'{own}.', '')}" for table, line in rows)


def _sqlite_lines(kind: str, name: str, table: str, sql: str) -> list[str]:
    plain = _plain(sql)
    if kind != "table":
        return [f"{table}: {plain}"]
    inner, _, options = plain.partition("(")[2].rpartition(")")
    return [f"{table}: {part}" for part in (*_parts(inner), f"options {options.strip()}")]


def _parts(inner: str) -> list[str]:
    """The columns and constraints between the brackets of a CREATE TABLE."""
    depth, parts = 0, [""]
    for sign in inner:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()
