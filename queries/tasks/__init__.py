"""Tasks and notices as screens ask for them: `TaskQueries(context)` answers with frozen view models."""

from __future__ import annotations

from dataclasses import dataclass

from queries.tasks.notices import TaskNotices
from queries.tasks.one_task import OneTask
from queries.tasks.subjects import NAMED, SAID
from queries.tasks.task_draft import TaskDrafts
from queries.tasks.task_search import TaskSearch

__all__ = ["DRAFT_OPTIONS", "TaskQueries"]

DRAFT_OPTIONS = frozenset({*NAMED, *SAID})  # options of an address that name what a new task is about


@dataclass(frozen=True)
class TaskQueries(TaskSearch, OneTask, TaskDrafts, TaskNotices):
    """All questions about tasks and notices, within the scope and rights of one visitor.

    The methods read the operations database and raise DatabaseUnavailable where it cannot be reached, OutOfScope for
    what the visitor may not see, NoSuchScreen for what does not exist. `draft`, `number_now` read the warehouse.
    """
