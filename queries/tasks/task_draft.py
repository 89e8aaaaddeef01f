"""A task as it is proposed for a subject, before anybody sends it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.formatting.dates import period_words
from components.formatting.display_values import display_value
from components.framework.view import View
from components.tasks.task_forms import ProposedNumber, ProposedTask
from components.tasks.task_list import TaskLine
from components.tasks.task_words import LocalisedProposalWording
from data.core.clock import to_epoch
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.tasks.model import Urgency
from indicators.tasks.states import OPEN
from queries.local_time import local
from queries.tasks.subjects import NAMED, SAID, TaskSubjects
from queries.tasks.task_lines import TaskLines
from tasks import IndicatorSubject, Proposal, Subject, TaskDeadlines, deadlines, open_rule_set, propose

ALREADY = 3  # open tasks about the same thing that are shown above the form


@dataclass(frozen=True)
class TaskDrafts(TaskLines, TaskSubjects):
    """Tasks that are filled in already."""

    def draft(self, view: View) -> ProposedTask:
        """The task for the subject that the address names. NoSuchScreen, OutOfScope."""
        context = self.context
        asked = {name: view.option(name) for name in (*NAMED, *SAID) if view.option(name)}
        subject = self.subject(asked)
        book = open_rule_set(context.catalogue, context.definitions)
        made = propose(subject, book, context.now, LocalisedProposalWording(view.lang))
        return ProposedTask(
            asked,
            made.draft.title,
            made.draft.what,
            made.draft.why,
            made.draft.unit,
            self._units(view, made),
            made.draft.helpers,
            made.draft.urgency,
            {
                urgency.value: _deadlines(view, deadlines(book, replace(made.draft, urgency=urgency), context.now))
                for urgency in Urgency
            },
            isinstance(subject, IndicatorSubject) and (subject.cell.stale or subject.cell.value is None),
            self._number(view, subject),
            self._known(view, made),
        )

    def _units(self, view: View, made: Proposal) -> list[tuple[str, str]]:
        """All units: those that fit this task first."""
        first = [unit for unit in (made.addressee.unit, *made.addressee.others) if unit]
        ordered = dict.fromkeys([*first, *self.context.catalogue.units])
        return [(unit, self.unit_name(view, unit)) for unit in ordered]

    def _number(self, view: View, subject: Subject) -> ProposedNumber | None:
        """The number as it stands, with its marks."""
        if not isinstance(subject, IndicatorSubject):
            return None
        cell = subject.cell
        indicator = self.context.catalogue.indicators[cell.indicator]
        shown = display_value(view, indicator, cell)
        return ProposedNumber(shown, view.localise(indicator.name), period_words(view, cell.period))

    def _known(self, view: View, made: Proposal) -> list[TaskLine]:
        """What is open about the same thing: nobody should send it twice unawares."""
        context, about, region = self.context, made.draft.about, made.draft.region
        wanted = TaskFilter(states=OPEN, subject_kind=about.kind, subject=about.ref, regions=frozenset({region}))
        with context.operations.reading() as connection:
            found = tasks(connection, context.scope, wanted, to_epoch(context.now), ALREADY)
        return self.lines(view, found)


def _deadlines(view: View, found: TaskDeadlines) -> str:
    at = {
        name: f"{local(to_epoch(due.at)):%m-%d %H:%M}"
        for name, due in (("accept", found.accept), ("feedback", found.feedback), ("close", found.close))
    }
    guessed = any(due.guessed for due in (found.accept, found.feedback, found.close))
    return view.translate("task.deadlines.words", **at) + (view.translate("task.deadlines.guessed") if guessed else "")
