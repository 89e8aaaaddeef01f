"""What stewards do about deliveries, as acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from access.authorization.actors import audit_name
from components.data.quarantine import COLUMN, CORRECTED
from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from components.messages.refusal_texts import located_text, refusal_text
from data.core.actor import Actor
from data.ingest.corrections import CannotDecide, correct_row, reject_row
from data.ingest.uploads import UploadAnswers, UploadRefused
from data.pipeline.refusal import DeliveryRefused
from data.storage.engines import Engine
from indicators.definitions.input_limits import UPLOAD_BYTES
from queries.data import remind
from queries.request_context import RequestContext
from web.actions.reach import OUTSIDE, whole_city

LOAD = "/data/load"
ACCEPT = Field("accept", "flag", required=False)
SAID = (
    *(Field(name, required=False, longest=80) for name in ("period", "region", "measure")),
    Field("names", "many", required=False, longest=400),
    Field("new_layout", "flag", required=False),
)


@dataclass(frozen=True)
class DataDependencies:
    """What acts on deliveries are done with: a context for whoever asks, the warehouse for writing, who delivers."""

    open_context: Callable[[Actor], RequestContext]
    engine: Callable[[], Engine]
    units: Collection[str]


def data_acts(given: DataDependencies) -> tuple[Action, ...]:
    """Everything that is done about deliveries."""
    source = (Field("source", longest=120),)
    upload = (Field("upload", longest=32),)
    file = (Field("source", "choice", choices=given.units), Field("file", "file", required=False, longest=UPLOAD_BYTES))
    row = (Field("batch", "number"), Field("row", "number"))
    columns = tuple(Field(f"{COLUMN}{name}", required=False) for name in CORRECTED)
    return (
        Action("data.remind", "data.load", partial(_remind, given), source, reach=partial(_source_seen, given)),
        Action("data.correct", "data.load", partial(_correct, given), (*row, *columns), reach=whole_city),
        Action("data.upload", "data.load", partial(_upload, given), file, UPLOAD_BYTES + 100_000, reach=whole_city),
        Action("data.mend", "data.load", partial(_mend, given), (*upload, *SAID), reach=whole_city),
        Action("data.land", "data.load", partial(_land, given), (*upload, ACCEPT), reach=whole_city),
        Action("data.drop", "data.load", partial(_drop, given), upload, reach=whole_city),
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


def _upload(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    if not form.files["file"]:
        return Rejected("upload-empty", 422, prefix="data.refused")
    (file, *_) = form.files["file"]
    loading = given.open_context(actor).loading
    try:
        kept = loading.hand_in(audit_name(actor), file.name, form.text("source"), file.content)
    except UploadRefused as fault:
        return Rejected(fault.code, 422, about=file.name, prefix="data.refused")
    return Redirect(f"{LOAD}/{kept.id}", about=file.name)


def _mend(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    context = given.open_context(actor)
    kept = context.loading.waiting(audit_name(actor), form.text("upload"))
    if kept is None:
        return Rejected("upload-gone", 404, prefix="data.refused")
    try:
        named = dict(_pair(text) for text in form.lists["names"])
    except (ValueError, TypeError):
        return Rejected("upload-unknown", 422, prefix="data.refused")
    if not set(named.values()) - {""} <= set(context.catalogue.measures):
        return Rejected("upload-unknown", 422, prefix="data.refused")
    said = UploadAnswers(
        form.text("measure"),
        form.text("region"),
        form.text("period"),
        form.flag("new_layout"),
        {**kept.said.names, **named},
    )
    context.loading.say(kept, said)
    return Redirect(about=kept.name)


def _pair(text: str) -> tuple[str, str]:
    """A text of a file and what it names, as a choice on the screen says them."""
    said, measure = json.loads(text)
    return str(said), str(measure)


def _land(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    loading, by = given.open_context(actor).loading, audit_name(actor)
    try:
        report = loading.land(by, form.text("upload"), accept_waiting=form.flag("accept"))
    except DeliveryRefused as fault:
        why = " ".join(located_text(form.lang, one) for one in fault.refusals[:3])
        return Rejected("upload-refused", 422, {"why": why}, prefix="data.refused")
    if report is None:
        return Rejected("upload-gone", 404, prefix="data.refused")
    return Redirect(f"{LOAD}/batch-{report.batch}", about=f"batch:{report.batch} {report.name}")


def _drop(given: DataDependencies, actor: Actor, form: Form) -> ActionResult:
    loading = given.open_context(actor).loading
    kept = loading.waiting(audit_name(actor), form.text("upload"))
    if kept is not None:
        loading.drop(kept)
    return Redirect(LOAD, about=kept.name if kept else "")
