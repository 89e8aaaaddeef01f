"""The processes beside the web workers: one for what time does to tasks, one for notices that go out."""

from __future__ import annotations

import random

from data.core.clock import Clock
from data.core.jobs import Wait
from data.operations import Operations
from tasks.notifications.outgoing import keep_sending
from tasks.notifications.webhook import WebhookTarget
from tasks.scheduler.sla_scheduler import Look, run_scheduler_loop
from tasks.tasks.transition import RuleSet

SCHEDULER_EVERY = 20.0  # seconds; a look that finds nothing due costs one query
SENDER_EVERY = 5.0


def run_scheduler(
    operations: Operations,
    book: RuleSet,
    clock: Clock,
    wait: Wait,
    look: Look | None = None,
    every: float = SCHEDULER_EVERY,
) -> None:
    """Remind, mark late, escalate, resume and put away until `wait` says no; `look` looks at numbers again."""
    run_scheduler_loop(operations, book, clock, lambda: wait(every), look)


def run_sender(
    operations: Operations, hook: WebhookTarget, clock: Clock, wait: Wait, every: float = SENDER_EVERY
) -> None:
    """Send notices to another system until `wait` says no."""
    keep_sending(operations, hook, clock, random.random, lambda: wait(every))
