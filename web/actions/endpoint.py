"""Doing things: POST `/act/<name>` with a form. The gate has seen to who may; here: the fields, once, and the answer.

A browser without a script is led on (303); a script that wants JSON is told where it would have been led.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component
from flask import Blueprint, jsonify, redirect, request

from access.authentication.auth_service import AuthService
from access.authentication.reauthentication import reauthenticate
from access.authentication.tokens import digest
from access.authorization.actors import audit_name
from components.framework.action import PASSWORD, Action, ActionResult, Form, OneTimeResult, Redirect, Rejected
from components.framework.view import View
from data.core.actor import Actor
from data.operations.accounts import idempotency
from data.operations.audit.audit_chain import AuditEntry
from web.actions.fields import BadForm, checked
from web.rendering.failures import for_script, refused
from web.rendering.local_address import local
from web.rendering.static_pages import plain_document, static_view
from web.security.auth_middleware import auth_context
from web.security.csrf import CsrfTokens
from web.security.rate_limits import RateLimits
from web.security.refusals import worth_noting
from web.security.route_rules import ANY_STAGE

WAITS = 50  # times a hundredth of a second that the second of two equal requests waits for the first
SHOWN = "shown"


@dataclass(frozen=True)
class ActionDependencies:
    """What acts are done with."""

    auth: AuthService
    tokens: CsrfTokens
    acts: Mapping[str, Action]
    limits: RateLimits = field(default_factory=RateLimits)


def by_name(acts: Sequence[Action]) -> dict[str, Action]:
    """The acts by their names. ValueError when two have the same, or one is for a stage that there is not."""
    found = {act.name: act for act in acts}
    if len(found) != len(acts):
        raise ValueError("two acts have the same name")
    for act in acts:
        if not act.stages or not act.stages <= ANY_STAGE:
            raise ValueError(f"{act.name} is for no stage of a session")
    return found


def register_actions(doing: ActionDependencies) -> Blueprint:
    """The one address of all acts, as a blueprint."""
    acts = Blueprint("acts", __name__)
    acts.add_url_rule("/act/<name>", "do", lambda name: _do(doing, name), methods=["POST"])
    return acts


def _do(doing: ActionDependencies, name: str) -> Any:
    act, found = doing.acts.get(name), auth_context()
    if act is None or found is None:
        return refused("unknown-act", 404, prefix="refusal")
    if _looks_back():
        return _told(Rejected("past"))
    try:
        form = checked(act, request.form, request.files, static_view().lang, found.session, request.remote_addr or "")
    except BadForm as fault:
        _note(doing, found.actor, AuditEntry(act.name, outcome="refused", reason=fault.code))
        return refused(fault.code, 422, prefix="refusal", facts=fault.facts)
    if act.reauthenticates:
        reason = reauthenticate(doing.auth, found.actor, form.text(PASSWORD.name), form.address)
        if reason is not None:
            _note(doing, found.actor, AuditEntry(act.name, outcome="refused", reason=reason))
            return _told(Rejected(reason, 403))
        form = replace(form, values={k: v for k, v in form.values.items() if k != PASSWORD.name})
    return _once(doing, act, found.actor, form)


def _looks_back() -> bool:
    """Whether the form was on a page of the past: by its own address, by where it leads back to, by the referrer."""
    came = (request.full_path, request.form.get("back", ""), request.headers.get("Referer", ""))
    return any("as_of" in parse_qs(address.partition("?")[2]) for address in came)


def _once(doing: ActionDependencies, act: Action, actor: Actor, form: Form) -> Any:
    """Do it, unless this very form was sent before: then lead to where that led."""
    key = _key(act, actor, form)
    before = _take(doing, key) if key else None
    if before is not None:
        return _again(form, before)
    try:
        answer = act.reach(actor, form) or act.handler(actor, form)
    except BaseException:
        _release(doing, key)
        _note(doing, actor, AuditEntry(act.name, outcome="failed", reason="error"))
        raise
    if isinstance(answer, Rejected):
        _release(doing, key)
        _note(doing, actor, AuditEntry(act.name, object=answer.about, outcome="refused", reason=answer.reason))
    else:
        if not act.noted:
            _note(doing, actor, AuditEntry(act.name, object=answer.about))
        _done(doing, key, answer)
    return _answered(doing, form, answer)


def _key(act: Action, actor: Actor, form: Form) -> str:
    """The same form of the same person with the same content; empty when the form carries no key."""
    if not form.once:
        return ""
    said = [audit_name(actor), act.name, form.once, sorted(form.values.items()), sorted(form.lists.items())]
    files = [(name, hashlib.sha256(f.content).hexdigest()) for name, group in sorted(form.files.items()) for f in group]
    return digest(json.dumps([*said, files], ensure_ascii=False))


def _take(doing: ActionDependencies, key: str) -> idempotency.EarlierRequest | None:
    with doing.auth.operations.writing() as connection:
        before = idempotency.take(connection, key, doing.auth.now)
    for _ in range(WAITS):
        if before is None or before.answer is not None:
            return before
        time.sleep(0.01)
        with doing.auth.operations.reading() as connection:
            before = idempotency.look(connection, key)
    return before or idempotency.EarlierRequest(None)


def _done(doing: ActionDependencies, key: str, answer: Redirect | OneTimeResult) -> None:
    if key:
        with doing.auth.operations.writing() as connection:
            idempotency.done(connection, key, answer.to[:400] if isinstance(answer, Redirect) else SHOWN)


def _release(doing: ActionDependencies, key: str) -> None:
    if key:
        with doing.auth.operations.writing() as connection:
            idempotency.release(connection, key)


def _again(form: Form, before: idempotency.EarlierRequest) -> Any:
    if before.answer is None:
        return refused("being-done", 409, prefix="refusal")
    if before.answer == SHOWN:
        return refused("done-before", 409, prefix="refusal")
    return _led(Redirect(before.answer))


def _answered(doing: ActionDependencies, form: Form, answer: ActionResult) -> Any:
    if isinstance(answer, Redirect):
        return _led(answer)
    if isinstance(answer, Rejected):
        return _told(answer)
    view = static_view()
    back = html.P(html.A(view.translate("refusal.back"), href=_back(), className="button"))
    facts = doing.tokens.facts(auth_context())
    return plain_document(view, answer.title, [html.H1(answer.title), *answer.content, back], facts=facts)


def _led(answer: Redirect) -> Any:
    """On to where the answer leads, seen as the form was: in its language and theme."""
    to = static_view().href(answer.to) if local(answer.to, "") else _back()
    return jsonify(done=True, to=to) if for_script() else redirect(to, 303)


def _told(answer: Rejected) -> Any:
    if for_script():
        return refused(answer.reason, answer.status, prefix=answer.prefix, facts=answer.facts)
    view = static_view()
    sentence = view.translate(f"{answer.prefix}.{answer.reason}", **answer.facts)
    content = [
        html.H1(view.translate("refusal.title")),
        html.P(sentence, className="refused", role="alert"),
        _sign_in_again(view) if answer.reason == "sign-in-again" else None,
        html.P(html.A(view.translate("refusal.back"), href=_back(), className="button")),
    ]
    return plain_document(view, view.translate("refusal.title"), content, answer.status)


def _sign_in_again(view: View) -> Component:
    """The way to the identity provider, which is to ask anew, and back to where the form was."""
    door = View("/sign-in/provider", view.lang, view.theme).href(again="1", next=_back())
    return html.P(html.A(view.translate("sign-in.provider"), href=door, className="button main"))


def _back() -> str:
    return local(request.form.get("back", ""))


def _note(doing: ActionDependencies, actor: Actor, entry: AuditEntry) -> None:
    whole = replace(entry, actor=audit_name(actor), role=actor.role, address=request.remote_addr or "")
    told = whole if whole.outcome == "done" else worth_noting(doing.limits, whole)
    if told is not None:
        doing.auth.record.note_alone(told)
