"""One source of data in depth."""

from __future__ import annotations

from dataclasses import dataclass

from components.data.source import BatchRow, ItemRow, QualityPart, SourceView, StandingIndicator
from components.formatting.dates import period_words
from components.formatting.lists import list_of
from components.formatting.numbers import digits
from components.framework.page import NoSuchScreen
from components.framework.view import View
from data.core.clock import BUSINESS_ZONE
from data.operations.accounts import accounts
from data.warehouse.delivery_batches import LoadedBatch
from indicators.deliveries import DeliverySource, DeliveryState, Item, punctuality
from indicators.deliveries.quality import quality_score
from queries.data.calendar import DeliveryQueries, promise_words
from queries.request_context import RequestContext

LISTED = 40  # items that were not whole and in time
SMOOTH = frozenset({DeliveryState.ON_TIME, DeliveryState.EARLY, DeliveryState.NOT_DUE})


@dataclass(frozen=True)
class SourceQueries:
    """A source as one visitor may see it."""

    context: RequestContext

    def source(self, view: View, name: str) -> SourceView:
        """All of a source. NoSuchScreen for an unknown one."""
        deliveries = DeliveryQueries(self.context)
        one = next((one for one in deliveries.sources if one.id == name), None)
        if one is None:
            raise NoSuchScreen(name)
        items = deliveries.items[name]
        record, indicators = punctuality(items), self._indicators(view, one)
        parts = self.context.deliveries.quality(self.context.scope, one, self.context.today, self.context.as_of)
        batches = self.context.deliveries.batches(self.context.scope, one, self.context.as_of)
        return SourceView(
            name,
            deliveries.unit_name(view, one.unit),
            view.localise(one.system),
            promise_words(view, one),
            view.translate("data.record", on_time=record.on_time, settled=record.settled),
            digits(quality_score(parts), 1),
            [_part(part.name, part.held, part.checks, part.share) for part in parts],
            self._items(view, deliveries, items),
            indicators,
            self._batches(view, batches),
            bool(deliveries.open_of(name)),
            view.translate("data.silent", n=len(indicators), measures=len(one.promises)),
        )

    def _items(self, view: View, deliveries: DeliveryQueries, items: tuple[Item, ...]) -> list[ItemRow]:
        rough = [item for item in reversed(items) if item.state not in SMOOTH]
        return [
            ItemRow(
                deliveries.measure_name(view, item.promise.measure),
                period_words(view, item.period.id),
                f"{item.due:%Y-%m-%d}",
                view.translate("data.items.regions", came=item.delivered, n=item.promise.regions),
                item.state,
                item.days,
            )
            for item in rough[:LISTED]
        ]

    def _indicators(self, view: View, source: DeliverySource) -> list[StandingIndicator]:
        """Every indicator of the catalogue that needs a measure of the source."""
        catalogue, owed = self.context.catalogue, {promise.measure for promise in source.promises}
        found = []
        for name, indicator in catalogue.indicators.items():
            needed = [measure for measure in catalogue.measures_of(name) if measure in owed]
            if needed:
                goal = catalogue.plan.goals.get(indicator.goal or "")
                found.append(
                    StandingIndicator(
                        name,
                        view.localise(indicator.name),
                        list_of(view, [view.localise(catalogue.measures[one].name) for one in needed]),
                        view.localise(goal.name) if goal else "",
                        view.localise(catalogue.plan.functions[indicator.function].name),
                        indicator.function,
                    )
                )
        return found

    def _batches(self, view: View, found: tuple[LoadedBatch, ...]) -> list[BatchRow]:
        names = people(self.context)
        return [
            BatchRow(
                one.number,
                f"{one.loaded_at.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}",
                one.source_zh if view.lang == "zh" else one.source_en,
                one.file_name,
                digits(one.accepted, 0),
                digits(one.refused, 0),
                person(view, one.by, names),
            )
            for one in found
        ]


def people(context: RequestContext) -> dict[str, str]:
    """The names of accounts as the audit calls them."""
    with context.operations.reading() as connection:
        return {f"account:{one.id}": one.name for one in accounts.listed(connection)}


def person(view: View, by: str, names: dict[str, str]) -> str:
    """Who did something, by the name that the audit has."""
    return names.get(by) or (view.translate("data.by.command") if by == "cockpit" else by or "—")


def _part(name: str, held: int, checks: int, share: float) -> QualityPart:
    """A share is cut down, so that it never looks better than it is."""
    return QualityPart(name, f"{int(share * 1000 + 1e-9) / 10:.1f}%", f"{held:,} / {checks:,}")
