"""How a source's own tables are read is kept: each layout by its fingerprint, with what a person has said of it."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, String, Text

revision = "v0010_layouts_mapped"
down_revision = "v0009_forecasts"
TABLES = ("layout_mapping",)
COLUMNS: dict[str, str | int] = {}


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "layout_mapping",
        Column("source", String(80), primary_key=True),
        Column("fingerprint", String(32), primary_key=True),
        Column("name", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("columns", Text, nullable=False),
        Column("choices", Text, nullable=False),
        Column("person", Text, nullable=False),
        Column("made_at", BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop it: the older version knows no layouts."""
    op.drop_table("layout_mapping")
