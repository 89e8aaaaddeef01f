"""The weights of the appraisal's scores, as somebody set them: only ever added to, the newest holds."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from data.operations.core.append_only import append_only
from data.operations.core.metadata import metadata

appraisal_weight = append_only(
    Table(
        "appraisal_weight",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
        Column("name", String(120), nullable=False),
        Column("score", String(40), nullable=False),
        Column("parts", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
)
