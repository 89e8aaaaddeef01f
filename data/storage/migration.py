"""Bringing a database of an earlier release up to date: columns that came later are added with their default."""

from sqlalchemy import Column, Connection, MetaData, Table, inspect
from sqlalchemy.schema import CreateColumn


def add_missing_columns(connection: Connection, metadata: MetaData) -> tuple[str, ...]:
    """Add what an older database lacks; returns `table.column` of each. Rows keep what they hold.

    Only columns with a default in the database can come later; any other change needs a new one.
    """
    later = {table: [c for c in table.columns if c.server_default is not None] for table in metadata.sorted_tables}
    found = inspect(connection)
    added: list[str] = []
    for table, columns in later.items():
        known = {column["name"] for column in found.get_columns(table.name)} if columns else set()
        for column in columns:
            if column.name not in known:
                _add(connection, table, column)
                added.append(f"{table.name}.{column.name}")
    return tuple(added)


def _add(connection: Connection, table: Table, column: Column[object]) -> None:
    name = connection.dialect.identifier_preparer.format_table(table)
    described = CreateColumn(column).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {described}")
