"""Opening the operations database with the tables of all its subjects."""

from __future__ import annotations

from data.operations.accounts import account_tables
from data.operations.alerts import alert_tables
from data.operations.audit import audit_tables
from data.operations.core.database import Operations
from data.operations.core.metadata import metadata
from data.operations.notifications import notice_tables
from data.operations.processes import heartbeat_table, look_back_tables
from data.operations.supervision import supervision_tables, weight_tables
from data.operations.tasks import task_tables
from data.storage.engines import open_database

TABLES = (
    account_tables,
    alert_tables,
    audit_tables,
    notice_tables,
    heartbeat_table,
    look_back_tables,
    supervision_tables,
    weight_tables,
    task_tables,
)  # imported, they stand in `metadata`


def open_operations(url: str, *, damaged: bool = False) -> Operations:
    """Open by URL (SQLite or PostgreSQL), made or upgraded where it has to be. EngineError for another family."""
    return Operations(open_database(url, metadata, "operations", damaged=damaged, keeps_every_commit=True))
