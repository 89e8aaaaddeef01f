"""The operations database as release 0.2.0 made it, the first release that had one."""

from data.migrations.operations.release_0_2_0 import accounts, alerts, audit, notifications, supervision, tasks

_SUBJECTS = (accounts, alerts, audit, tasks, supervision, notifications)

revision = "v0001_release_0_2_0"
down_revision = None
TABLES = tuple(table for subject in _SUBJECTS for table in subject.TABLES)
COLUMNS: dict[str, str | int] = {}


def upgrade() -> None:
    """Make every table of that release, with the triggers that let logs only grow."""
    for subject in _SUBJECTS:
        subject.create()
