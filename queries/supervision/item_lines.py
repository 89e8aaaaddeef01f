"""Supervised matters as lines, and the words for why a light shows what it shows."""

from __future__ import annotations

from components.framework.view import View
from components.supervision.items import MatterLine
from indicators.tasks.supervision_item import Milestone, SupervisionItem
from queries.request_context import RequestContext
from queries.tasks.task_lines import local, unit_name
from tasks import light, open_book
from tasks.supervision.rag_status import ItemStatus


def matter_line(
    view: View, context: RequestContext, matter: SupervisionItem, steps: tuple[Milestone, ...]
) -> MatterLine:
    """A matter with its light as it follows from its milestones now."""
    lit = light(matter, steps, context.now, open_book(context.catalogue, context.definitions))
    waiting = sorted((step for step in steps if step.reported_at is None), key=lambda step: (step.due, step.n))
    return MatterLine(
        matter.id,
        matter.title,
        matter.kind,
        unit_name(view, context, matter.unit),
        lit.light,
        why_lit(view, lit),
        waiting[0].title if waiting else "",
        f"{local(waiting[0].due):%Y-%m-%d}" if waiting else "",
        sum(step.confirmed_at is not None for step in steps),
        len(steps),
    )


def why_lit(view: View, lit: ItemStatus) -> str:
    """Why a light shows what it shows."""
    return view.translate(f"light.why.{lit.code}", n=lit.milestone)
