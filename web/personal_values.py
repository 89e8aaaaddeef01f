"""What is filled into a kept page for the one who looks at it: their name, their role, their tokens."""

from __future__ import annotations

from collections.abc import Callable

from access.authentication.auth_service import AuthService
from components.framework.late_bound_values import NAME, NOTICES, ROLE, Facts
from components.framework.view import View
from data.core.lru import LruCache
from data.operations.notifications.notice_store import unread
from queries.request_context import RequestContext
from web.security.auth_middleware import auth_context
from web.security.csrf import CsrfTokens

REMEMBERED = 2000  # people whose unread notices a worker remembers


def person(auth: AuthService, tokens: CsrfTokens) -> Callable[[View, RequestContext], Facts]:
    """A function from view and desk to what belongs in the placeholders."""
    counts: LruCache[int] = LruCache(REMEMBERED)

    def unread_of(context: RequestContext) -> int:
        """How many notices somebody has not read: what is posted and what is read changes the version of tasks."""
        key = (context.actor.account, context.key(), context.changes.of("tasks"))
        return counts.get(key, lambda: context.operations.look(lambda connection: unread(connection, context.actor)))

    def facts(view: View, context: RequestContext) -> Facts:
        count = 0 if context.as_of else unread_of(context)  # what one has to read is of now
        who = {NAME: context.actor.name, ROLE: role_name(auth, view, context.actor.role), NOTICES: str(count or "")}
        return {**who, **tokens.facts(auth_context())}

    return facts


def role_name(auth: AuthService, view: View, role: str) -> str:
    """How a role is called in the visitor's language."""
    known_role = auth.roles.roles.get(role)
    return view.localise(known_role.name) if known_role else view.translate(f"role.{role}")
