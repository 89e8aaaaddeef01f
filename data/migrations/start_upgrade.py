"""Bringing a database to the schema of this version, within the transaction that opens it for writing."""

from __future__ import annotations

import logging

from sqlalchemy import Connection, MetaData

from data.migrations.versions import note_revision, noted_revision, revisions, table_names

log = logging.getLogger("cockpit.storage")


def upgrade_at_start(connection: Connection, metadata: MetaData, store: str) -> None:
    """Make the tables in an empty database, upgrade an older one, leave the newest as it is.

    The connection is in a transaction that is the only writer: it takes place whole or not at all. SchemaError, and
    nothing is changed, when the database was made by a newer version or has no schema of a release.
    """
    newest, names = revisions(store)[-1], table_names(connection)
    noted = noted_revision(connection, store, names)
    if noted == newest:
        return
    if noted is None and names.isdisjoint(metadata.tables):
        metadata.create_all(connection)
        note_revision(connection, store, newest)
        return
    from data.migrations.steps import current_revision, upgrade  # Alembic is loaded only where it has work

    before = current_revision(connection, store)
    if before != newest:
        log.warning("the database %s is upgraded from %s to %s", store, before, newest)
    upgrade(connection, store, before)
