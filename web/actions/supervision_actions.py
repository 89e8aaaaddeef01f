"""What people do with supervised matters and with the weights of the appraisal, as acts."""

from __future__ import annotations

from functools import partial

from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from data.core.actor import Actor
from data.evidence.evidence_folder import EvidenceRefused
from data.operations.supervision.supervision_store import NoSupervisionItem, one_item
from indicators.definitions.input_limits import EVIDENCE_FORM_BYTES
from indicators.tasks.supervision_item import SupervisionKind
from queries.supervision import SupervisionQueries
from tasks import NewSupervisionItem, SupervisionPayload, SupervisionTransition, act_on_item, open_rule_set, set_item
from tasks.appraisal.weights import weigh
from web.actions.reach import region_in, whole_city
from web.actions.task_actions import BadMoment, TaskDependencies, keep_files, moment_of, not_taken, refused

ROWS = 4  # milestones of a new matter's form
PARTS = 6  # of a score, at most
_MATTER = (Field("matter", "number"), Field("seen", "number"), Field("milestone", "number", required=False))
_TEXT, _REASON = Field("text", "long", required=False), Field("reason", "long", required=False, longest=500)
_UNTIL, _FILES = Field("until", "text", required=False, longest=16), Field("files", "file", required=False)
MOVES = {
    "answer": (_TEXT,),
    "report": (_TEXT, _FILES),
    "confirm": (),
    "send-back": (_REASON,),
    "extend": (_REASON, _UNTIL),
    "add": (_TEXT, _UNTIL),
    "close": (),
    "reopen": (_REASON, _UNTIL),
    "withdraw": (_REASON,),
    "note": (_TEXT,),
}
_STEPS = tuple(
    field
    for n in range(1, ROWS + 1)
    for field in (Field(f"step{n}", required=False, longest=120), Field(f"day{n}", required=False, longest=16))
)
NEW = (
    Field("title", longest=120),
    Field("kind", "choice", choices=tuple(SupervisionKind)),
    Field("source"),
    Field("unit", "choice", required=False),
    Field("region", "number"),
    *_STEPS,
)


def supervision_actions(room: TaskDependencies) -> tuple[Action, ...]:
    """An act for every move with a matter, for a new one, and for weights."""
    moves = [
        Action(
            f"matter.{move}",
            "task.act",
            partial(_move, room, SupervisionTransition(move)),
            (*_MATTER, *fields),
            EVIDENCE_FORM_BYTES if _FILES in fields else 64 * 1024,
            reach=partial(_seen, room),
        )
        for move, fields in MOVES.items()
    ]
    numbers = tuple(Field(f"w{n}", "number", required=False) for n in range(1, PARTS + 1))
    return (
        Action("matter.set", "task.supervise", partial(_set, room), NEW, reach=region_in("region")),
        *moves,
        Action(
            "appraisal.weigh",
            "task.supervise",
            partial(_weigh, room),
            (Field("score", "choice"), *numbers, _REASON),
            reauthenticates=True,
            reach=whole_city,
        ),
    )


def _seen(room: TaskDependencies, actor: Actor, form: Form) -> Rejected | None:
    """The matter lies in the asker's regions, or is one of the asker's units'."""
    context, number = room.open_context(actor), form.number("matter") or 0
    try:
        with context.operations.reading() as connection:
            one_item(connection, actor.scope, number)
    except NoSupervisionItem as missing:
        return Rejected(missing.code, 404, {"matter": number}, f"matter:{number}", "task.refused")
    return None


def _move(room: TaskDependencies, move: SupervisionTransition, actor: Actor, form: Form) -> ActionResult:
    context, number = room.open_context(actor), form.number("matter") or 0
    try:
        given = SupervisionPayload(
            form.number("milestone") or 0,
            form.text("reason"),
            form.text("text"),
            moment_of(form.text("until")),
            keep_files(room.evidence, form),
        )
    except EvidenceRefused as refusal:
        return not_taken(refusal)
    except BadMoment:
        return Rejected("until-missing", 422, prefix="task.refused")
    book = open_rule_set(context.catalogue, context.definitions)
    outcome = act_on_item(context.operations, book, actor, context.now, number, move, given, seen=form.number("seen"))
    about = f"matter:{number}"
    if outcome.refusal is not None:
        return refused(context.catalogue, form, outcome.refusal, about, "matter")
    return Redirect("", about)


def _set(room: TaskDependencies, actor: Actor, form: Form) -> ActionResult:
    context = room.open_context(actor)
    try:
        steps = [(form.text(f"step{n}"), moment_of(form.text(f"day{n}"))) for n in range(1, ROWS + 1)]
    except BadMoment:
        return Rejected("until-missing", 422, prefix="task.refused")
    new = NewSupervisionItem(
        SupervisionKind(form.text("kind")),
        form.text("title"),
        form.text("source"),
        form.number("region") or 0,
        form.text("unit"),
        tuple((title, day) for title, day in steps if title and day is not None),
    )
    book = open_rule_set(context.catalogue, context.definitions)
    outcome = set_item(context.operations, book, actor, context.now, new, once=form.once or None)
    number = outcome.matter.id if outcome.matter else 0
    if outcome.refusal is not None:
        return refused(context.catalogue, form, outcome.refusal, f"matter:{number}", "matter")
    return Redirect(f"/supervision/{number}", f"matter:{number}")


def _weigh(room: TaskDependencies, actor: Actor, form: Form) -> ActionResult:
    context, score = room.open_context(actor), form.text("score")
    rules = SupervisionQueries(context).rules()
    parts = rules.scores[score].parts if score in rules.scores else {}
    given = {part: float(form.number(f"w{n}") or 0) for n, part in enumerate(parts, 1)}
    refusal = weigh(context.operations, rules, actor, context.now, score, given, form.text("reason"))
    about = f"score:{score}"
    return Redirect("", about) if refusal is None else refused(context.catalogue, form, refusal, about)
