"""Reminding the unit of a source of what it owes: a notice, as of tasks and alerts."""

from __future__ import annotations

from data.core.clock import to_epoch
from data.operations.core.change_counters import bump
from data.operations.notifications.notice_store import NewNotice, post
from queries.data.calendar import REMIND, DeliveryQueries
from queries.request_context import RequestContext

TOLD = "tasks"  # what open screens follow to learn of notices


def remind(context: RequestContext, source: str) -> bool:
    """Post a notice to the unit of a source about what it owes; False when nothing of it is overdue."""
    queries = DeliveryQueries(context)
    overdue = queries.open_of(source)
    if not overdue:
        return False
    one = next(one for one in queries.sources if one.id == source)
    facts = {
        "delivery": one.id,
        "unit": one.unit,
        "system_zh": one.system.zh,
        "system_en": one.system.en,
        "n": len(overdue),
        "due": f"{min(item.due for item in overdue):%Y-%m-%d}",
        "by": context.actor.name,
    }
    city = context.catalogue.regions.city.code
    with context.operations.writing() as connection:
        post(connection, [NewNotice(REMIND, city, facts, unit=one.unit)], to_epoch(context.now))
        bump(connection, TOLD)
    return True
