"""Supervised matters as lines with their lights, and what is wrong with matters and tasks."""

from __future__ import annotations

from dataclasses import dataclass

from components.framework.view import View
from components.supervision.items import LIGHTS, NewItemOptions, SupervisionBoard, SupervisionLine, TroubleGroup
from data.core.clock import to_epoch
from data.operations.supervision.supervision_store import supervision_items
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import how_many
from indicators.tasks.states import OPEN
from indicators.tasks.supervision_item import Milestone, SupervisionItem
from queries.local_time import local
from queries.tasks.names import TaskNames
from tasks import open_rule_set, rag_status, troubles
from tasks.supervision.rag_status import ItemStatus

TROUBLES = {
    "late": TaskFilter(states=OPEN, late=True),
    "extended": TaskFilter(states=OPEN, extended=2),
    "reopened": TaskFilter(states=OPEN, reopened=1),
    "unanswered": TaskFilter(states=OPEN, unanswered=True),
}
Found = tuple[tuple[SupervisionItem, tuple[Milestone, ...]], ...]


@dataclass(frozen=True)
class SupervisionLines(TaskNames):
    """Matters with their lights as they follow from their milestones now."""

    def matters(self, view: View) -> SupervisionBoard:
        """All matters, the worst first, and the four kinds of trouble."""
        with self.context.operations.reading() as connection:
            found = tuple(supervision_items(connection, self.context.scope))
        lines = [self.matter_line(view, matter, steps) for matter, steps in found]
        order = {light: n for n, light in enumerate(LIGHTS)}
        lines.sort(key=lambda line: (order.get(line.light, len(LIGHTS)), line.due, line.id))
        return SupervisionBoard(lines, self._troubles(found))

    def new_matter(self, view: View) -> NewItemOptions | None:
        """What the form for a new matter offers; None for who may not supervise."""
        context = self.context
        if not context.actor.may("task.supervise"):
            return None
        units = [(unit, self.unit_name(view, unit)) for unit in context.catalogue.units]
        return NewItemOptions(units, self.region_choices(view), str(context.home))

    def matter_line(self, view: View, matter: SupervisionItem, steps: tuple[Milestone, ...]) -> SupervisionLine:
        """A matter as a line."""
        lit = self._light_of(matter, steps)
        waiting = sorted((step for step in steps if step.reported_at is None), key=lambda step: (step.due, step.n))
        return SupervisionLine(
            matter.id,
            matter.title,
            matter.kind,
            self.unit_name(view, matter.unit),
            lit.light,
            rag_reason(view, lit),
            waiting[0].title if waiting else "",
            f"{local(waiting[0].due):%Y-%m-%d}" if waiting else "",
            sum(step.confirmed_at is not None for step in steps),
            len(steps),
        )

    def _light_of(self, matter: SupervisionItem, steps: tuple[Milestone, ...]) -> ItemStatus:
        """The light of a matter now, with its reason."""
        context = self.context
        return rag_status(matter, steps, context.now, open_rule_set(context.catalogue, context.definitions))

    def _troubles(self, found: Found) -> list[TroubleGroup]:
        """Late, twice extended, reopened, unanswered: matters by name, tasks by number."""
        context = self.context
        wrong = troubles(found, context.now)
        lists = {"late": wrong.late, "extended": wrong.twice_extended, "reopened": wrong.reopened}
        lists["unanswered"] = wrong.unanswered
        with context.operations.reading() as connection:
            now = to_epoch(context.now)
            counts = {name: how_many(connection, context.scope, asked, now) for name, asked in TROUBLES.items()}
        return [TroubleGroup(name, counts[name], [(one.id, one.title) for one in held]) for name, held in lists.items()]


def rag_reason(view: View, lit: ItemStatus) -> str:
    """Why a light shows what it shows."""
    return view.translate(f"light.why.{lit.code}", n=lit.milestone)
