"""Batches of readings know their file and their contract; refused ones the column and the facts of the reason."""

from alembic import op
from sqlalchemy import Column, String, Text

revision = "v0002_one_kind_of_batch"
down_revision = "v0001_release_0_2_0"
TABLES = ()
COLUMNS: dict[str, str | int] = {
    "arrival.contract": "",
    "arrival.file_name": "",
    "refused_reading.facts": "{}",
    "refused_reading.field": "",
}


def upgrade() -> None:
    """Add the columns. Which contract a batch of before kept was not written down."""
    op.add_column("arrival", Column("contract", String(32), nullable=False, server_default=""))
    op.add_column("arrival", Column("file_name", Text, nullable=False, server_default=""))
    op.add_column("refused_reading", Column("facts", Text, nullable=False, server_default="{}"))
    op.add_column("refused_reading", Column("field", Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop what was added: the older version shows code and row of what was refused since, without a sentence."""
    op.drop_column("refused_reading", "field")
    op.drop_column("refused_reading", "facts")
    op.drop_column("arrival", "file_name")
    op.drop_column("arrival", "contract")
