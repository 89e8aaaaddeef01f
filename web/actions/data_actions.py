"""What stewards do about deliveries, as acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from data.core.actor import Actor
from queries.data import remind
from queries.request_context import RequestContext
from web.actions.reach import OUTSIDE


@dataclass(frozen=True)
class DataDependencies:
    """What acts on deliveries are done with: a context for whoever asks."""

    open_context: Callable[[Actor], RequestContext]


def data_acts(given: DataDependencies) -> tuple[Action, ...]:
    """Everything that is done about deliveries."""
    source = (Field("source", longest=120),)
    return (Action("data.remind", "data.load", partial(_remind, given), source, reach=partial(_source_seen, given)),)


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
