"""What a session has to do before it may go on: drawn on the page `/sign-in/first`."""

from __future__ import annotations

from typing import Any

from access.authentication.session_state import AuthContext
from components.admin.account_forms import factor_start, password_form
from components.framework.view import View


def first_step_form(view: View, known: AuthContext) -> list[Any]:
    """The form for the first thing that is still to be done."""
    back = view.href("/sign-in/first", next=view.option("next") or None)
    if known.stage == "change":
        return [password_form(view, back)]
    return factor_start(view, back)
