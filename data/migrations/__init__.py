"""The schemas of all databases since the first release, as Alembic revisions, and the way from one to the next.

A revision is a file `<database>/v<number>_<what>.py`; its name is its id (at most 32 letters). Beside `upgrade` and
`downgrade` it tells what it adds: TABLES, and COLUMNS with the value that says nothing. Once released, it is never
changed: it speaks of tables as they were, and imports none of today's.
"""
