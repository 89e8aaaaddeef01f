"""What stewards do about deliveries, as acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from access.authorization.actors import audit_name
from components.data.quarantine import COLUMN, CORRECTED
from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from components.messages.refusal_texts import refusal_text
from data.core.actor import Actor
from data.ingest.corrections import CannotDecide, correct_row, reject_row
from data.storage.engines import Engine
from queries.data import remind
from queries.request_context import RequestContext
from web.actions.reach import OUTSIDE, whole_city


@dataclass(frozen=True)
class DataDependencies:
    """What acts on deliveries are done with: a context for whoever asks, and the warehouse for writing."""

    open_context: Callable[[Actor], RequestContext]
    engine: Callable[[], Engine]


def data_acts(given: DataDependencies) -> tuple[Action, ...]:
    """Everything that is done about deliveries."""
    source = (Field("source", longest=120),)
    row = (Field("batch", "number"), Field("row", "number"))
    columns = tuple(Field(f"{COLUMN}{name}", required=False) for name in CORRECTED)
    return (
        Action("data.remind", "data.load", partial(_remind, given), source, reach=partial(_source_seen, given)),
        Action("data.correct", "data.load", partial(_correct, given), (*row, *columns), reach=whole_city),
        Action("data.reject", "data.load", partial(_reject, given), (*row, Field("reason")), reach=whole_city),
    )


def _source_seen(given: DataDependencies, actor: Actor, form: Form) -> Rejected | None:
    """The source is of a unit that the asker may see; it delivers for the whole city, so that a district asks none."""
    context = given.open_context(actor)
    seen = {one.id for one in context.deliveries.sources(actor.scope)}
    whole = actor.scope.permits(context.catalogue.regions.city.code)
    return None if whole and form.text("source") in seen else OUTSIDE


def _remind(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    name = form.text("source")
    if not remind(given.open_context(actor), name):
        return Rejected("nothing-overdue", about=name)
    return Redirect(about=name)


def _correct(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    context, batch, row = given.open_context(actor), form.number("batch") or 0, form.number("row") or 0
    about = f"batch:{batch} row:{row}"
    columns = {name: form.text(f"{COLUMN}{name}") for name in CORRECTED if form.text(f"{COLUMN}{name}")}
    try:
        done = correct_row(given.engine(), context.catalogue, context.clock, audit_name(actor), batch, row, columns)
    except CannotDecide as fault:
        return Rejected(fault.code, about=about, prefix="data.refused")
    if done.refusal is not None:
        why = refusal_text(form.lang, done.refusal)
        return Rejected("still", 422, {"why": why}, about, "data.refused")
    return Redirect(about=f"{about} in batch:{done.batch}")


def _reject(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    context, batch, row = given.open_context(actor), form.number("batch") or 0, form.number("row") or 0
    about = f"batch:{batch} row:{row}"
    try:
        reject_row(given.engine(), context.clock, audit_name(actor), batch, row, form.text("reason"))
    except CannotDecide as fault:
        return Rejected(fault.code, about=about, prefix="data.refused")
    return Redirect(about=about)
