"""What people do with tasks, as acts. Which of it somebody may do, and when, the rules of tasks say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from components.formatting.lists import list_of
from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.tasks.task_fields import MOVES, SEND, SPLIT, TASK
from components.tasks.task_words import LocalisedProposalWording, facts_in_words
from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE, to_epoch
from data.core.scope import OutOfScope
from data.evidence.evidence_folder import EvidenceFolder, EvidenceRefused, StoredEvidence
from data.operations.alerts.commands import act_on_alert
from data.operations.core.change_counters import bump
from data.operations.notifications.notice_store import mark_read
from data.operations.tasks.task_queries import NoTask, one
from indicators.alerts import AlertPayload, AlertTransition
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.input_limits import EVIDENCE_FORM_BYTES
from indicators.tasks.model import Urgency
from indicators.workflow import Refusal
from queries.request_context import RequestContext
from queries.tasks import TaskQueries
from tasks import Payload, RuleSet, TaskActionResult, TaskTransition, act_on_task, open_rule_set, propose, send, split
from tasks.tasks.proposals import tier_of
from tasks.tasks.subjects import SubjectReference, TaskDraft
from web.actions.reach import OUTSIDE, own


@dataclass(frozen=True)
class TaskDependencies:
    """What acts on tasks are done with: a desk for whoever asks, and where evidence lies."""

    open_context: Callable[[Actor], RequestContext]
    evidence: EvidenceFolder


def task_actions(room: TaskDependencies) -> tuple[Action, ...]:
    """An act for every move, and for sending, splitting and reading notices."""
    moves = [
        Action(
            f"task.{move}",
            "task.act",
            partial(_move, room, TaskTransition(move)),
            (*TASK, *fields),
            _largest(fields),
            reach=partial(_seen, room),
        )
        for move, fields in MOVES.items()
    ]
    notice = (Field("notice", "number", required=False),)
    return (
        Action("task.send", "task.dispatch", partial(_send, room), SEND, reach=partial(_subject_seen, room)),
        Action("task.split", "task.handle", partial(_split, room), SPLIT, reach=partial(_seen, room)),
        *moves,
        Action("notice.read", "view.screens", partial(_read, room), notice, reach=own),
    )


def _seen(room: TaskDependencies, actor: Actor, form: Form) -> Rejected | None:
    """The task lies in the asker's regions, or concerns one of the asker's units."""
    context, number = room.open_context(actor), form.number("task") or 0
    try:
        with context.operations.reading() as connection:
            one(connection, actor.scope, number, actor.account)
    except NoTask as missing:
        return Rejected(missing.code, 404, {"task": number}, f"task:{number}", "task.refused")
    return None


def _subject_seen(room: TaskDependencies, actor: Actor, form: Form) -> Rejected | None:
    """What the new task is about lies in the asker's regions."""
    try:
        TaskQueries(room.open_context(actor)).subject(form.values)
    except OutOfScope:
        return OUTSIDE
    except NoSuchScreen:  # the handler says what is missing
        return None
    return None


def _largest(fields: tuple[Field, ...]) -> int:
    return EVIDENCE_FORM_BYTES if any(field.kind == "file" for field in fields) else 64 * 1024


def _move(room: TaskDependencies, move: TaskTransition, actor: Actor, form: Form) -> ActionResult:
    context = room.open_context(actor)
    try:
        given = payload_of(form, keep_files(room.evidence, form))
    except EvidenceRefused as refusal:
        return not_taken(refusal)
    except BadMoment:
        return Rejected("until-missing", 422, prefix="task.refused")
    number = form.number("task") or 0
    outcome = act_on_task(
        context.operations, _book(context), actor, context.now, number, move, given, seen=form.number("seen")
    )
    return _answered(context.catalogue, form, outcome, f"task:{number}")


def _send(room: TaskDependencies, actor: Actor, form: Form) -> ActionResult:
    context = room.open_context(actor)
    try:
        subject = TaskQueries(context).subject(form.values)
        until = moment_of(form.text("until"))
    except NoSuchScreen:
        return Rejected("no-subject", 404, prefix="task.refused")
    except BadMoment:
        return Rejected("until-missing", 422, prefix="task.refused")
    book = _book(context)
    made = propose(subject, book, context.now, LocalisedProposalWording(form.lang)).draft
    draft = replace(
        _said(made, form),
        tier=tier_of(book, form.text("unit")),
        helpers=tuple(unit for unit in form.lists["helpers"] if unit != form.text("unit")),
        until=until,
    )
    outcome = send(context.operations, book, actor, context.now, draft, once=form.once or None)
    number = outcome.task.id if outcome.task else 0
    if outcome.done and not outcome.again and draft.about.kind == "alert":
        _mark(context, draft, number)
    to = f"/tasks/{number}" if form.back.startswith("/tasks/new") else ""
    return _answered(context.catalogue, form, outcome, f"task:{number}", to)


def _mark(context: RequestContext, draft: TaskDraft, number: int) -> None:
    """The alert learns of its task; that answers for it, too. One that was closed meanwhile stays as it is."""
    act_on_alert(
        context.operations,
        context.grounds,
        context.actor,
        int(draft.about.ref),
        AlertTransition.DISPATCH,
        AlertPayload(draft.title, task=str(number)),
        to_epoch(context.now),
    )


def _split(room: TaskDependencies, actor: Actor, form: Form) -> ActionResult:
    """A part is about what the whole is about."""
    context, number = room.open_context(actor), form.number("task") or 0
    try:
        until = moment_of(form.text("until"))
        with context.operations.reading() as connection:
            whole = one(connection, actor.scope, number, actor.account)
    except NoTask as missing:
        return Rejected(missing.code, 404, prefix="task.refused")
    except BadMoment:
        return Rejected("until-missing", 422, prefix="task.refused")
    book = _book(context)
    empty = TaskDraft(
        SubjectReference(whole.subject_kind, whole.subject),  # type: ignore[arg-type]
        whole.kind,
        whole.urgency,
        form.number("region") or whole.region,
        whole.unit,
        whole.title,
        place=whole.place,
        tier=tier_of(book, form.text("unit")),
        until=until,
    )
    draft = _said(empty, form)
    outcome = split(
        context.operations, book, actor, context.now, number, draft, seen=form.number("seen"), once=form.once or None
    )
    return _answered(context.catalogue, form, outcome, f"task:{number}")


def _read(room: TaskDependencies, actor: Actor, form: Form) -> ActionResult:
    """Other open screens of the same person learn of it."""
    context, number = room.open_context(actor), form.number("notice")
    with context.operations.writing() as connection:
        mark_read(connection, actor, to_epoch(context.now), None if number is None else [number])
        bump(connection, "tasks")
    return Redirect()


def _said(draft: TaskDraft, form: Form) -> TaskDraft:
    """The draft with what the form says."""
    return replace(
        draft,
        title=form.text("title"),
        what=form.text("what"),
        why=form.text("why"),
        unit=form.text("unit"),
        urgency=Urgency(form.text("urgency")),
    )


def _book(context: RequestContext) -> RuleSet:
    return open_rule_set(context.catalogue, context.definitions)


class BadMoment(ValueError):
    """What a form says as a moment is none."""


def moment_of(text: str) -> datetime | None:
    """A local time, or the end of a day, as a form says it; None for nothing. BadMoment."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text if "T" in text else f"{text}T23:59:00")
    except ValueError as error:
        raise BadMoment(text) from error
    return found.replace(tzinfo=BUSINESS_ZONE)


def keep_files(folder: EvidenceFolder, form: Form) -> tuple[StoredEvidence, ...]:
    """The files of a form, judged by their content and kept. EvidenceRefused for the first that is not taken."""
    examined = [folder.examine(upload.content, upload.name) for upload in form.files.get("files", ())]
    return tuple(folder.keep(one) for one in examined)


def not_taken(refusal: EvidenceRefused) -> Rejected:
    """Why a file is not taken, with the limit and the value."""
    return Rejected(refusal.code, 503 if refusal.code == "busy" else 422, refusal.facts, prefix="task.file")


def payload_of(form: Form, files: tuple[StoredEvidence, ...]) -> Payload:
    """What is given with a move. BadMoment."""
    stars = form.text("stars")
    return Payload(
        reason=form.text("reason"),
        text=form.text("text"),
        unit=form.text("unit"),
        units=form.lists.get("units", ()),
        amount=form.number("amount"),
        until=moment_of(form.text("until")),
        stars=int(stars) if stars else None,
        resolved=_yes(form.text("resolved")),
        satisfied=_yes(form.text("satisfied")),
        files=files,
    )


def _yes(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)


def _answered(catalogue: Catalogue, form: Form, outcome: TaskActionResult, about: str, to: str = "") -> ActionResult:
    refusal = outcome.refusal
    return Redirect(to, about) if refusal is None else refused(catalogue, form, refusal, about)


def refused(catalogue: Catalogue, form: Form, refusal: Refusal, about: str, kind: str = "task") -> Rejected:
    """Why not, in the asker's language, with units by their names."""
    view = View("/tasks", form.lang)
    facts: dict[str, object] = dict(refusal.facts)
    for name in ("unit", "units"):
        if name in facts:
            ids = str(facts[name]).split(", ")
            facts[name] = list_of(
                view, (view.localise(catalogue.units[u].name) if u in catalogue.units else u for u in ids)
            )
    status = {"no-task": 404, "no-right": 403, "overtaken": 409, "not-in-this-state": 409}.get(refusal.code, 422)
    return Rejected(refusal.code, status, facts_in_words(view, facts, kind), about, "task.refused")
