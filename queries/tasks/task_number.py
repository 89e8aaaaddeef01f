"""Did it help? The number behind a task: as it was when sent, when closed, and now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.formatting.dates import period_words
from components.formatting.display_values import basis_name, display_value, points, status_name, unit
from components.formatting.numbers import DisplayValue
from components.framework.view import View
from components.tasks.task_number import LevelRow, NumberRow, TaskNumber
from indicators.definitions.model import Indicator
from indicators.tasks.model import KeptNumber, Task, TaskTimeline
from indicators.tasks.states import SETTLED
from queries.tasks.names import TaskNames

MONTHS = 24


@dataclass(frozen=True)
class TaskNumbers(TaskNames):
    """The numbers behind tasks."""

    def kept_number(self, view: View, story: TaskTimeline) -> TaskNumber | None:
        """The number as it was kept with the task, or a sign's levels; None for a task that has neither."""
        task = story.task
        indicator = self.context.catalogue.indicators.get(task.subject) if task.subject_kind == "indicator" else None
        if indicator is None:
            levels = [_level(kept) for kept in story.numbers if kept.number.level is not None]
            return TaskNumber(levels=levels) if levels else None
        return TaskNumber(
            task.subject,
            task.region,
            view.localise(indicator.name),
            [_kept(view, task, indicator, kept) for kept in story.numbers if kept.when in {"sent", "closed"}],
            helped=task.helped or "" if task.state in SETTLED else "",
        )

    def number_now(self, view: View, kept: TaskNumber) -> TaskNumber:
        """The same with its newest value and its trend, where the visitor may see its region. Reads the warehouse."""
        context, subject, region = self.context, kept.indicator, kept.region
        if not subject or not context.scope.permits(region):
            return kept
        indicator = context.catalogue.indicators[subject]
        cell = context.reader.cell(context.scope, context.version, subject, region)
        series = context.reader.series(context.scope, context.version, subject, region, str(indicator.grain))
        trend = points(series.value)[-MONTHS:]
        if cell is None:
            return replace(kept, trend=trend)
        now = NumberRow("now", display_value(view, indicator, cell), period_words(view, cell.period))
        return replace(kept, rows=[*kept.rows, now], trend=trend)


def _kept(view: View, task: Task, indicator: Indicator, kept: KeptNumber) -> NumberRow:
    known = kept.number
    shown = DisplayValue(
        task.subject,
        task.region,
        known.period,
        known.value,
        unit(view, indicator),
        indicator.decimals,
        status_name(known.status),
        basis_name(4 if "演示" in task.why or "demonstration" in task.why else 3),
    )
    return NumberRow(kept.when, shown, period_words(view, known.period))


def _level(kept: KeptNumber) -> LevelRow:
    return LevelRow(kept.when, kept.number.level or 0, kept.number.value)
