"""A task that is already filled in: the first click leads here (or opens it in the sheet), the second sends it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.formatting.dates import period_words
from components.formatting.display_values import figure
from components.formatting.numbers import number
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.tasks.task_forms import Proposed, draft_form
from components.tasks.task_list import task_list
from components.tasks.task_words import ProposalWords
from data.core.clock import to_epoch
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.tasks.model import OPEN
from queries.request_context import RequestContext
from queries.tasks.subjects import NAMED, SAID, subject_of
from queries.tasks.task_lines import lines, local, unit_name
from tasks import Deadlines, IndicatorSubject, Proposal, Subject, open_book, propose

ALREADY = 3  # open tasks about the same thing that are shown above the form


def layout(view: View, context: RequestContext) -> Screen:
    """The form for the subject that the address names. NoSuchScreen, OutOfScope."""
    asked = {name: view.option(name) for name in (*NAMED, *SAID) if view.option(name)}
    subject = subject_of(context, asked)
    made = propose(subject, open_book(context.catalogue, context.definitions), context.now, ProposalWords(view.lang))
    chasing = isinstance(subject, IndicatorSubject) and (subject.cell.stale or subject.cell.value is None)
    title = view.translate("task.new.chase" if chasing else "task.new")
    proposed = Proposed(
        asked,
        made.draft.title,
        made.draft.what,
        made.draft.why,
        made.draft.unit,
        units(view, context, made),
        made.draft.helpers,
        made.draft.urgency,
        _deadlines(view, made.deadlines),
        chasing,
        _number(view, context, subject),
        _known(view, context, made),
    )
    form = draft_form(view, proposed, view.href())
    return Screen(title, [html.H1(title), panel(made.draft.title, form, className="task-new")])


def units(view: View, context: RequestContext, made: Proposal) -> list[tuple[str, str]]:
    """All units: those that fit this task first."""
    first = [unit for unit in (made.addressee.unit, *made.addressee.others) if unit]
    ordered = dict.fromkeys([*first, *context.catalogue.units])
    return [(unit, unit_name(view, context, unit)) for unit in ordered]


def _deadlines(view: View, found: Deadlines) -> str:
    at = {
        name: f"{local(to_epoch(due.at)):%m-%d %H:%M}"
        for name, due in (("accept", found.accept), ("feedback", found.feedback), ("close", found.close))
    }
    guessed = any(due.guessed for due in (found.accept, found.feedback, found.close))
    return view.translate("task.deadlines.words", **at) + (view.translate("task.deadlines.guessed") if guessed else "")


def _number(view: View, context: RequestContext, subject: Subject) -> Component | None:
    """The number as it stands, with its marks."""
    if not isinstance(subject, IndicatorSubject):
        return None
    indicator = context.catalogue.indicators[subject.cell.indicator]
    name = view.localise(indicator.name)
    shown = number(view, figure(view, indicator, subject.cell), name, "num-large")
    return html.P([shown, " ", html.Span(period_words(view, subject.cell.period), className="note")])


def _known(view: View, context: RequestContext, made: Proposal) -> Component | None:
    """What is open about the same thing: nobody should send it twice unawares."""
    about, region = made.draft.about, made.draft.region
    wanted = TaskFilter(states=OPEN, subject_kind=about.kind, subject=about.ref, regions=frozenset({region}))
    with context.operations.reading() as connection:
        found = tasks(connection, context.scope, wanted, to_epoch(context.now), ALREADY)
    if not found:
        return None
    return html.Div(
        [html.P(view.translate("task.new.known")), task_list(view, lines(view, context, found))], className="known"
    )


PAGE = Page(
    "task-new",
    "/tasks/new",
    layout,
    frozenset({*NAMED, *SAID}),
    right="task.dispatch",
    kept=False,
)
