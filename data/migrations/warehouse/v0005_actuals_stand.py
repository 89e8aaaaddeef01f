"""No change of tables: forecasts and plans leave the mart of what stands, and what they had replaced comes back."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import Connection, Row, RowMapping, column, delete, insert, select, table
from sqlalchemy.sql.expression import TableClause

revision = "v0005_actuals_stand"
down_revision = "v0004_reasons_as_facts"
TABLES: tuple[str, ...] = ()
COLUMNS: dict[str, str | int] = {}
KEY = ("measure", "region", "period")
SAID = ("batch", "value", "state", "basis", "wording")
EXPECTED = (1, 5)  # the states forecast and plan

fact = table("fact", *map(column, (*KEY, *SAID)))
current = table("fact_current", *map(column, (*KEY, *SAID, "loaded_at")))
batch = table("batch", column("id"), column("loaded_at"))
Key = Row[tuple[int, int, int]]


def upgrade() -> None:
    """Of every key that a forecast or a plan stood for, the newest actual value stands, or none."""
    connection = op.get_bind()
    for key in _keys(connection, current):
        _stand(connection, key, _newest(connection, key, actual=True))


def downgrade() -> None:
    """Whatever was loaded last stands again, whatever its state."""
    connection = op.get_bind()
    for key in _keys(connection, fact):
        _stand(connection, key, _newest(connection, key, actual=False))


def _keys(connection: Connection, among: TableClause) -> Sequence[Key]:
    """The keys of rows in a table that are expected."""
    query = select(*(among.c[name] for name in KEY)).where(among.c.state.in_(EXPECTED)).distinct()
    return connection.execute(query).all()


def _newest(connection: Connection, key: Key, actual: bool) -> RowMapping | None:
    query = select(*fact.c, batch.c.loaded_at).join_from(fact, batch, batch.c.id == fact.c.batch)
    query = query.where(*(fact.c[name] == value for name, value in zip(KEY, key, strict=True)))
    if actual:
        query = query.where(fact.c.state.not_in(EXPECTED))
    return connection.execute(query.order_by(batch.c.loaded_at.desc(), batch.c.id.desc()).limit(1)).mappings().first()


def _stand(connection: Connection, key: Key, row: RowMapping | None) -> None:
    connection.execute(delete(current).where(*(current.c[name] == value for name, value in zip(KEY, key, strict=True))))
    if row is not None:
        connection.execute(insert(current).values(dict(row)))
