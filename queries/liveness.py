"""Whether what a screen shows is of now, in words: for badge, banner, and whatever would say that all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from components.framework.view import View
from components.liveness import LivenessView, PartLine
from data.core.clock import BUSINESS_ZONE, from_epoch
from indicators.liveness import STATES, LivenessPart
from queries.request_context import RequestContext

DEMO_FEED = "demonstration-feeder"


@dataclass(frozen=True)
class LivenessQueries:
    """Answers from the judgement that the request began with."""

    context: RequestContext

    def shown(self, view: View) -> LivenessView:
        """The judgement with its parts, the gravest first."""
        found = self.context.liveness
        ordered = sorted(found.parts, key=lambda part: -STATES.index(part.state))
        return LivenessView(found.state, _local(found.since), [_line(view, part) for part in ordered], self.context.now)

    def blind(self, view: View) -> str:
        """Since when nothing is known of the city, as a sentence; "" where there are readings of now.

        Whoever would say that nothing is wrong says this instead.
        """
        found = self.context.liveness
        if found.has_readings or self.context.as_of is not None:
            return ""
        since = _local(found.blind_since)
        if since is None:
            return view.translate("liveness.blind.never")
        return view.translate("liveness.blind", since=f"{since:%m-%d %H:%M}")


def feed_name(view: View, feed: str) -> str:
    """What a feed is called: the demonstration's has a name, others go by their id."""
    return view.translate("vitals.feed.demo") if feed == DEMO_FEED else feed


def _line(view: View, part: LivenessPart) -> PartLine:
    return PartLine(part.name, part.state, _local(part.since), [feed_name(view, one) for one in part.feeds])


def _local(moment: int | None) -> datetime | None:
    return None if moment is None else from_epoch(moment).astimezone(BUSINESS_ZONE)
