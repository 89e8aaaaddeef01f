"""The demonstration's tasks: in every state around its first morning, hundreds closed in the months before, matters.

They are sent and moved on by the ordinary rules at simulated moments, so that nothing stands there which could not have
happened. Tied to numbers that are, or were, off their path in the demonstration city. Always the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from data.core.clock import to_epoch
from data.evidence.evidence_folder import EvidenceFolder
from data.operations import Connection, Operations
from data.operations.notifications.notice_store import mark_read
from data.operations.tasks.bulk_writes import write_bundles
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import how_many
from data.snapshots.indicator_repository import IndicatorRepository
from demo.tasks.drafts import EVERYTHING, DraftFactory
from demo.tasks.history import replay_history
from demo.tasks.people import People, people
from demo.tasks.present import replay_present
from demo.tasks.supervision_items import replay_supervision_items
from tasks.tasks.proposals import ProposalWording
from tasks.tasks.transition import RuleSet

NEWS = timedelta(hours=2)  # notices older than that have been read


def replay_tasks(
    operations: Operations,
    book: RuleSet,
    reader: IndicatorRepository,
    folder: EvidenceFolder,
    words: ProposalWording,
    now: datetime,
) -> int:
    """Tell all of it where there is no task yet; returns how many tasks.

    Needs a snapshot and the accounts of the demonstration. Whether it helped, the clockwork finds out at its first
    turn. Cut off within it, nothing is there and it is told at the next
    start.
    """
    with operations.writing() as connection:
        if how_many(connection, EVERYTHING, TaskFilter(), to_epoch(now)):
            return 0
        drafts = DraftFactory(reader, book, words, reader.version(EVERYTHING))
        acting = people(connection, book.catalogue, folder)
        told = replay_history(drafts, acting, now) + replay_present(drafts, acting, now)
        write_bundles(connection, told)
        _read(connection, acting, now)
    replay_supervision_items(operations, book, acting, now)
    return len(told)


def _read(connection: Connection, acting: People, now: datetime) -> None:
    """Everybody has read what is not new."""
    for actor in acting.everybody():
        mark_read(connection, actor, to_epoch(now), until=to_epoch(now - NEWS))
