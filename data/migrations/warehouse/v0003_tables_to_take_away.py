"""The barometer's tables to take away, made once a run; a table that no release ever wrote to goes."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, String, inspect

revision = "v0003_tables_to_take_away"
down_revision = "v0002_release_0_2_0"
TABLES = ("voice_table",)
COLUMNS: dict[str, str | int] = {}


def upgrade() -> None:
    """Add the table. `reading` of release 0.1.0 goes, where it is still there and still empty."""
    op.create_table(
        "voice_table",
        Column("run", Integer, primary_key=True, autoincrement=False),
        Column("region", BigInteger, primary_key=True, autoincrement=False),
        Column("days", SmallInteger, primary_key=True, autoincrement=False),
        Column("form", String(8), primary_key=True),
        Column("grids", String(80), nullable=False),
        Column("body", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    left_over = inspect(connection).has_table("reading")
    if left_over and connection.exec_driver_sql("SELECT count(*) FROM reading").scalar() == 0:
        op.drop_table("reading")


def downgrade() -> None:
    """Drop the table: it is made again from the run. Release 0.2.0 knows no `reading`."""
    op.drop_table("voice_table")
