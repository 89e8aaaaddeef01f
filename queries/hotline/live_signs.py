"""The hotline's live signs: calls against what is usual at this hour, and whether a topic surges today."""

from __future__ import annotations

from dataclasses import dataclass

from components.framework.view import View
from components.hotline.live_strip import LiveSign
from queries.request_context import RequestContext
from queries.vitals import CurrentSignQueries

SIGNS = ("V55", "V56")


@dataclass(frozen=True)
class LiveSignQueries:
    """The signs of the hotline in the region of an address."""

    context: RequestContext

    def signs(self, view: View) -> list[LiveSign]:
        """Those that are known."""
        current, context = CurrentSignQueries(self.context), self.context
        defined = context.catalogue.vitals.signs
        known = context.picture.signs(context.scope, current.region(view))
        return [
            LiveSign(view.localise(defined[name].name), current.figure(view, known[name]))
            for name in SIGNS
            if name in known and name in defined
        ]
