"""Parts of a screen that grey alone when their database is away, or when the past does not have them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from components.framework.unavailable import away, damage, not_kept
from components.framework.view import View
from data.core.not_kept import NotKept
from data.storage.faults import DatabaseUnavailable
from queries.request_context import RequestContext

log = logging.getLogger("cockpit")
Draw = Callable[..., Any]


def greyed(draw: Draw) -> Draw:
    """`draw(view, ...)`, or the sentence in its place where a database is away, or where nothing of then is kept."""

    @wraps(draw)
    def drawn(view: View, *args: Any, **given: Any) -> Any:
        try:
            return draw(view, *args, **given)
        except DatabaseUnavailable as fault:
            log.error("%s: %s", draw.__qualname__, fault)
            return away(view, fault.store, fault.why)
        except NotKept as fault:
            return not_kept(view, fault.subject)

    return drawn


def damages(view: View, context: RequestContext) -> list[Any]:
    """A sentence for each database that the storage check found damaged."""
    return [damage(view, fault.store, fault.found) for fault in context.storage_faults]
