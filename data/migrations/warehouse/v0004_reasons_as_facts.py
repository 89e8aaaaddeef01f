"""Quarantine keeps the column and the facts of a reason, so that it can be said in every language; repeated rows."""

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "v0004_reasons_as_facts"
down_revision = "v0003_tables_to_take_away"
TABLES = ()
COLUMNS: dict[str, str | int] = {"batch.repeated": 0, "quarantine.facts": "{}", "quarantine.field": ""}


def upgrade() -> None:
    """Add the columns. Reasons of before stay the sentences in `detail`."""
    op.add_column("batch", Column("repeated", Integer, nullable=False, server_default="0"))
    op.add_column("quarantine", Column("facts", Text, nullable=False, server_default="{}"))
    op.add_column("quarantine", Column("field", Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop what was added: the older version shows code and row of what was refused since, without a sentence."""
    op.drop_column("quarantine", "field")
    op.drop_column("quarantine", "facts")
    op.drop_column("batch", "repeated")
