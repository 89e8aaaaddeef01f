"""What each batch told of which period, who loaded it, and what became of the rows that were refused."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    SmallInteger,
    Text,
    case,
    column,
    func,
    insert,
    select,
    table,
)

revision = "v0007_deliveries_watched"
down_revision = "v0006_what_scores_miss"
TABLES = ("delivery_count", "quarantine_decision")
COLUMNS: dict[str, str | int] = {"batch.loaded_by": "", "batch.corrects": 0}
EXPECTED = (1, 5)  # the states forecast and plan
ZONE = timedelta(hours=8)  # of the business: Asia/Shanghai
KEY = ("batch", "measure", "period", "depth")

fact = table("fact", *map(column, ("measure", "region", "period", "batch", "value", "state")))
batch = table("batch", column("id"), column("loaded_at"))
delivery_count = table("delivery_count", *map(column, (*KEY, "regions", "fresh", "changed")))


def upgrade() -> None:
    """Add the columns and tables, and count what the batches of before told."""
    op.add_column("batch", Column("loaded_by", Text, nullable=False, server_default=""))
    op.add_column("batch", Column("corrects", Integer, nullable=False, server_default="0"))
    op.create_table(
        "delivery_count",
        Column("batch", Integer, primary_key=True, autoincrement=False),
        Column("measure", Integer, primary_key=True, autoincrement=False),
        Column("period", Integer, primary_key=True, autoincrement=False),
        Column("depth", SmallInteger, primary_key=True, autoincrement=False),
        Column("regions", Integer, nullable=False),
        Column("fresh", Integer, nullable=False),
        Column("changed", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("delivery_count_by_period", "delivery_count", ["period"])
    op.create_table(
        "quarantine_decision",
        Column("batch", Integer, primary_key=True, autoincrement=False),
        Column("row", Integer, primary_key=True, autoincrement=False),
        Column("decision", SmallInteger, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("by", Text, nullable=False),
        Column("reason", Text, nullable=False, server_default=""),
        Column("corrected_in", Integer, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    rows = list(_counted(_groups(connection)))
    if rows:
        connection.execute(insert(delivery_count), rows)


def downgrade() -> None:
    """Take the tables and columns away again."""
    op.drop_table("quarantine_decision")
    op.drop_table("delivery_count")
    op.drop_column("batch", "corrects")
    op.drop_column("batch", "loaded_by")


def _groups(connection: Connection) -> Iterable[Any]:
    """Facts of each batch by measure, period and depth, parted by when their region was told before and what."""
    key, order = [fact.c.measure, fact.c.region, fact.c.period], [batch.c.loaded_at, batch.c.id]
    told = (
        select(fact.c.batch, fact.c.measure, fact.c.period, _depth(fact.c.region).label("depth"), fact.c.value)
        .add_columns(func.lag(batch.c.loaded_at).over(partition_by=key, order_by=order).label("before"))
        .add_columns(func.lag(fact.c.value).over(partition_by=key, order_by=order).label("was"))
        .join_from(fact, batch, batch.c.id == fact.c.batch)
        .where(fact.c.state.not_in(EXPECTED))
        .subquery()
    )
    differs = case((told.c.was != told.c.value, 1), else_=0).label("differs")
    of_batch = [told.c[name] for name in KEY]
    query = select(*of_batch, told.c.before, differs, func.count().label("n"))
    return connection.execute(query.group_by(*of_batch, told.c.before, differs).order_by(*of_batch))


def _depth(region: ColumnElement[Any]) -> ColumnElement[int]:
    """How deep in the tree a region lies, by its official code."""
    return case((region >= 1_000_000, 2), (region % 100 == 0, 0), else_=1)


def _counted(groups: Iterable[Any]) -> Iterator[dict[str, int]]:
    for key, parts in groupby(groups, lambda row: tuple(row[:4])):
        regions = fresh = changed = 0
        for part in parts:
            before = part.before is not None and part.before >= _over(key[2])
            regions, fresh = regions + part.n, fresh + (0 if before else part.n)
            changed += part.n if before and part.differs else 0
        yield dict(zip(KEY, key, strict=True)) | {"regions": regions, "fresh": fresh, "changed": changed}


def _over(code: int) -> int:
    """The moment in seconds from which a period lies behind, by its stored code."""
    year, rest = divmod(code, 100)
    for base, months in ((70, 1), (50, 1), (40, 12), (30, 6), (20, 3), (0, 1)):
        if rest >= base:
            month = 12 if base == 40 else (rest - base) * months
            end = datetime(year, month, monthrange(year, month)[1], tzinfo=UTC) + timedelta(days=1) - ZONE
            return int(end.timestamp())
    raise ValueError(code)
