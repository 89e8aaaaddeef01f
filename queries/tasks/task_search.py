"""The lists of tasks as the address narrows them down: table, board, load of units, map."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.formatting.numbers import DisplayValue
from components.framework.view import View
from components.maps.region_map import RegionShade, credit_lines, drawn
from components.tasks.task_counts import TaskCounts
from components.tasks.task_map import TaskMap
from components.tasks.task_table import BoardColumn, TaskFilterOptions, TaskPage, UnitWorkload
from components.tasks.task_words import state_name
from data.core.clock import to_epoch
from data.operations.tasks.counts import CountingWindow, by_region, workload
from data.operations.tasks.task_queries import drafts, how_many, tasks
from indicators.tasks.states import OPEN, TaskState
from queries.tasks.task_filter import GROUPS, TaskFilters
from queries.tasks.task_lines import TaskLines

SHOWN = 50  # rows of a page
COLUMN = 12  # tasks of a column of the board
COLUMNS = tuple(state for state in TaskState if state in OPEN)


@dataclass(frozen=True)
class TaskSearch(TaskLines, TaskFilters):
    """Tasks by the options of an address."""

    def choices(self, view: View) -> TaskFilterOptions:
        """What the list can be narrowed down by."""
        context = self.context
        units = [unit for unit in context.catalogue.units if context.scope.permits_unit(unit)]
        states = [(name, view.translate(f"task.group.{name}")) for name in GROUPS]
        states += [(state, state_name(view, state)) for state in TaskState if state is not TaskState.DRAFT]
        return TaskFilterOptions(
            [(unit, self.unit_name(view, unit)) for unit in units], self.region_choices(view), states
        )

    def counts_listed(self, view: View) -> TaskCounts:
        """The counts over the whole list that the address asks for."""
        return self.counts(self._whose(view))

    def page(self, view: View) -> TaskPage:
        """One page of the list; on the first one the visitor's drafts stand in front."""
        number = view.option("page")
        page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 6 else 1
        wanted, scope, now = self._wanted(view), self.context.scope, to_epoch(self.context.now)
        with self.context.operations.reading() as connection:
            found = tasks(connection, scope, wanted, now, SHOWN, (page - 1) * SHOWN)
            count = how_many(connection, scope, wanted, now)
            mine = drafts(connection, scope, self.context.actor.account) if page == 1 else ()
        return TaskPage(self.lines(view, (*mine, *found)), count, page, SHOWN)

    def board(self, view: View) -> list[BoardColumn]:
        """The tasks by state; states without any are left out."""
        wanted, scope, now = self._wanted(view), self.context.scope, to_epoch(self.context.now)
        columns: list[BoardColumn] = []
        with self.context.operations.reading() as connection:
            for state in COLUMNS:
                one = replace(wanted, states=frozenset({state}))
                count = how_many(connection, scope, one, now)
                if count:
                    found = tasks(connection, scope, one, now, COLUMN)
                    columns.append((str(state), count, self.lines(view, found)))
        return columns

    def load(self, view: View) -> list[UnitWorkload]:
        """What lies with each unit."""
        with self.context.operations.reading() as connection:
            found = workload(connection, self.context.scope, self._wanted(view), CountingWindow.at(self.context.now))
        return [
            UnitWorkload(
                self.unit_name(view, one.unit),
                view.href("/tasks", list="all", unit=one.unit),
                one.open,
                one.running,
                one.late,
                one.due_today,
                one.unanswered,
                one.owed,
            )
            for one in found
        ]

    def map(self, view: View) -> TaskMap:
        """Open tasks in each district with all in it; for a visitor of one district, in its towns."""
        context = self.context
        with context.operations.reading() as connection:
            found = by_region(connection, context.scope, self._wanted(view), to_epoch(context.now))
        shown = context.inside(context.home) or (context.home,)
        shades = self._shades(
            view,
            {
                code: (sum(one.open for one in inner), sum(one.late for one in inner))
                for code in shown
                for inner in [[found[c] for c in context.catalogue.regions.within(code) if c in found]]
            },
        )
        shapes = [drawn(view, context.shapes[code]) for code in shown if code in context.shapes]
        notes = credit_lines(view, context.shapes.credits, context.shapes.approximate("town"))
        own = found.get(context.home)
        return TaskMap([(shape, shades.get(shape.code)) for shape in shapes], notes, own.open if own else 0)

    def _shades(self, view: View, sums: dict[int, tuple[int, int]]) -> dict[int, RegionShade]:
        """For each region what it shows of its open and late tasks."""
        month, basis = f"{self.context.today:%Y-%m}", "demo" if self.context.demo else "reported"
        chosen, shades = self.chosen_list(view), {}
        for code, (count, late) in sums.items():
            value = DisplayValue("tasks:open", code, month, count, "", 0, "unknown", basis)
            where = view.href("/tasks", list=chosen, region=str(code))
            words = view.translate("task.map.region", open=count, late=late)
            shades[code] = RegionShade(value, where, "off_track" if late else "watch" if count else "on_track", words)
        return shades
