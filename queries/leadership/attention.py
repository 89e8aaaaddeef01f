"""What needs a hand: the findings of the refresh, with their definitions and the basis of their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.formatting.display_values import points
from components.indicators.attention import AttentionRow
from indicators.compute.results import Attention, StatusReason
from indicators.forecast.outlook import Outlook
from indicators.forecast.probability import EVEN
from queries.indicator_values import IndicatorValueQueries
from queries.request_context import RequestContext


@dataclass(frozen=True)
class AttentionQueries:
    """The most pressing indicators within the scope of the visitor."""

    context: RequestContext

    def rows(self, limit: int, place: Callable[[int], str], region: int | None = None) -> list[AttentionRow]:
        """At most `limit` findings of a region and all in it (default: the whole scope), the most urgent first.

        `place` names a region. OutOfScope for a region outside of the scope.
        """
        context = self.context
        found = self._foreseen(context.reader.attention(context.scope, context.version, limit, region))
        values = context.reader.many_cells(
            context.scope, context.version, {item.indicator for item in found}, {item.region for item in found}
        )
        bases = {key: value.basis for key, value in values.items()}
        recent = IndicatorValueQueries(context).recent_beside((item.indicator, item.region) for item in found)
        return [
            AttentionRow(
                item,
                context.catalogue.indicators[item.indicator],
                place(item.region),
                bases.get((item.indicator, item.region), 0),
                points(recent.get((item.indicator, item.region), ())),
            )
            for item in found
        ]

    def _foreseen(self, found: Sequence[Attention]) -> list[Attention]:
        """The same, where it was said that last year's pace misses a target: what the forecast says of it instead."""
        context, missing = self.context, [item for item in found if item.reason.code == "will_miss"]
        outlooks = context.forecasts.of_indicators(
            context.scope, [item.indicator for item in missing], [item.region for item in missing], context.as_of
        )
        return [_with_chance(item, outlooks.get((item.indicator, item.region))) for item in found]


def _with_chance(item: Attention, outlook: Outlook | None) -> Attention:
    if item.reason.code != "will_miss" or outlook is None or outlook.probability is None:
        return item
    chance = {**item.reason.facts, "chance": outlook.probability}
    return replace(item, reason=StatusReason("outlook" if outlook.probability < EVEN else "", chance))
