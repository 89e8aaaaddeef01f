"""The weekly bulletin of a unit: what came, what was done, what is wrong, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.supervision.bulletin_view import BulletinView
from data.core.scope import OutOfScope
from queries.supervision.appraisal import Appraisals, measured, rule_name
from queries.supervision.supervision_lines import SupervisionLines
from queries.tasks.task_lines import TaskLines, counted
from tasks import bulletin, open_rule_set

LISTS = ("late", "twice_extended", "reopened", "unanswered", "due_next")
FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2100, 1, 1)


@dataclass(frozen=True)
class Bulletins(Appraisals, SupervisionLines, TaskLines):
    """Bulletins of the units that a visitor may see."""

    def bulletin(self, view: View, week: str) -> BulletinView:
        """The bulletin of the unit in the address for the week that a day lies in. NoSuchScreen for no day."""
        context = self.context
        try:
            day = date.fromisoformat(week)
        except ValueError as wrong:
            raise NoSuchScreen(week) from wrong
        units = [unit for unit in context.catalogue.units if context.scope.permits_unit(unit)]
        if not units:  # a screen that looks for nobody: no unit is its own
            raise OutOfScope(context.home)
        unit = view.option("unit") if view.option("unit") in units else units[0]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise NoSuchScreen(week)
        rules, book = self.rules(), open_rule_set(context.catalogue, context.definitions)
        made = bulletin(context.operations, context.scope, book, rules, unit, day, context.now)
        before = {one.name: one for one in measured(made.week_before)}
        return BulletinView(
            self.unit_name(view, unit),
            str(made.first_day),
            str(made.last_day),
            [(one, self.unit_name(view, one)) for one in units],
            unit,
            counted(made.now),
            [(rule_name(view, rules, one.name), one, before[one.name]) for one in measured(made.week)],
            [(name, self.lines(view, getattr(made, name))) for name in LISTS],
            [self.matter_line(view, one.matter, one.steps) for one in made.matters],
        )
