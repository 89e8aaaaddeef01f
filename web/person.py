"""What is filled into a kept page for the one who looks at it: their name, their role, their tokens."""

from __future__ import annotations

from collections.abc import Callable

from access.doors import Doors
from components.placeholders import NAME, NOTICES, ROLE, Facts
from components.view import View
from data.desk import Desk
from data.operations.notice_store import unread
from web.forgery import Tokens
from web.gate import known


def person(doors: Doors, tokens: Tokens) -> Callable[[View, Desk], Facts]:
    """A function from view and desk to what belongs in the placeholders."""

    def facts(view: View, desk: Desk) -> Facts:
        with desk.operations.reading() as connection:
            count = unread(connection, desk.asker)
        who = {NAME: desk.asker.name, ROLE: role_name(doors, view, desk.asker.role), NOTICES: str(count or "")}
        return {**who, **tokens.facts(known())}

    return facts


def role_name(doors: Doors, view: View, role: str) -> str:
    """How a role is called in the visitor's language."""
    known_role = doors.roles.roles.get(role)
    return view.say(known_role.name) if known_role else view.t(f"role.{role}")
