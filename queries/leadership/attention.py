"""What needs a hand: the findings of the refresh, with their definitions and the basis of their values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from components.formatting.display_values import points
from components.indicators.attention import AttentionRow
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
        found = context.reader.attention(context.scope, context.version, limit, region)
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
