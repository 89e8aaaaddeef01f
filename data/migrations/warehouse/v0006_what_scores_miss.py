"""A score's record says what is missing in it, and when vetoes kept it down; a score of before says nothing of it."""

import json

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text, select, update

revision = "v0006_what_scores_miss"
down_revision = "v0005_actuals_stand"
TABLES: tuple[str, ...] = ()
COLUMNS: dict[str, str | int] = {}
ADDED = ("judged", "silent", "reported", "caps")


def upgrade() -> None:
    """Nothing to change: a record without these fields is read as one of which they are not known."""


def downgrade() -> None:
    """Take the fields out of the records again: release 0.2.0 refuses what it does not know."""
    score = Table(
        "snapshot_score",
        MetaData(),
        Column("version", Integer, primary_key=True),
        Column("region", BigInteger, primary_key=True),
        Column("subject_kind", String, primary_key=True),
        Column("subject", String, primary_key=True),
        Column("record", Text),
    )
    key, connection = list(score.primary_key.columns), op.get_bind()
    for row in connection.execute(select(score)).all():
        record = json.loads(row.record)
        kept = {name: value for name, value in record.items() if name not in ADDED}
        if kept != record:
            here = [column == getattr(row, column.name) for column in key]
            text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
            connection.execute(update(score).where(*here).values(record=text))
