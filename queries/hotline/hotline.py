"""The barometer: how the mood of citizens is in a region, what rises, lasts, is everywhere, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from components.framework.view import View
from components.hotline.cards import FindingCard, span_words
from components.hotline.hotline_overview import HotlineOverview
from components.hotline.rates import RateRow
from components.hotline.repeats import RepeatRow
from components.hotline.sentiment import DailyOrders
from data.hotline.types import RegionHotline, Repeat
from indicators.hotline import KINDS, Finding, Volume, three_rates
from queries.hotline.hotline_map import KIND, HotlineMapQueries
from queries.request_context import RequestContext
from queries.vitals import CurrentSignQueries

REPEATS = 10


@dataclass(frozen=True)
class HotlineQueries:
    """The hotline in the region of an address. NoSuchScreen, OutOfScope as CurrentSignQueries.region says."""

    context: RequestContext

    def barometer(self, view: View) -> HotlineOverview | None:
        """Everything but the map; None where nothing has been evaluated."""
        context, rules, current = self.context, self.context.voice_rules, CurrentSignQueries(self.context)
        region = current.region(view)
        run = context.voice.run_of(context.scope, context.version)
        here = context.voice.region(context.scope, run.run, region) if run else None
        if run is None or here is None:
            return None
        findings = context.voice.findings(context.scope, run.run, region)
        again = context.voice.repeats(context.scope, run.run, region)
        return HotlineOverview(
            run.run,
            current.region_choice(region),
            rules,
            self._name(view, here.region),
            f"{_day(here.last_day):%Y-%m-%d}",
            here.mood,
            DailyOrders(here.daily, here.low, here.high),
            here.loop,
            {kind: self.cards(view, [one for one in findings if one.kind == kind]) for kind in KINDS},
            self._units(view, run.run, region),
            self._topics(view, here),
            [self._repeat(view, one) for one in again[:REPEATS]],
            max(len(again) - REPEATS, 0),
        )

    def cards(self, view: View, found: Sequence[Finding]) -> list[FindingCard]:
        """Findings with the names of topic and place, how sure they are, and the task that can be sent."""
        return [
            FindingCard(
                one,
                self._topic(view, one.topic),
                self._name(view, one.region),
                self._sureness(one.strength),
                view.href(region=str(one.region), topic=one.topic),
                self._dispatch(view, one),
            )
            for one in found
        ]

    def _name(self, view: View, region: int) -> str:
        return view.localise(self.context.catalogue.regions[region].name)

    def _topic(self, view: View, topic: str) -> str:
        found = next((one for one in self.context.catalogue.events[KIND].topics if one.id == topic), None)
        return view.localise(found) if found else topic

    def _sureness(self, strength: float) -> str:
        rules = self.context.voice_rules
        return "strong" if strength >= rules.strong else "clear" if strength >= rules.clear else "slight"

    def _dispatch(self, view: View, one: Finding) -> str | None:
        """未诉先办: a task about the topic, filled in; for those who may send one."""
        if not self.context.actor.may("task.dispatch"):
            return None
        return view.href(
            "/tasks/new",
            topic=one.topic,
            region=str(one.region),
            count=str(one.count),
            usual=f"{one.usual:.1f}",
            period=span_words(view, one.hours),
        )

    def _units(self, view: View, run: int, region: int) -> list[RateRow]:
        """The region and those directly inside it, each as the unit that governs it."""
        context, rows = self.context, []
        for code in (region, *context.inside(region)):
            found = context.voice.region(context.scope, run, code)
            if found is not None:
                name, href = self._unit(view, code), view.href(region=str(code))
                rows.append(self._rates(str(code), name, href, found.volume))
        return rows

    def _unit(self, view: View, region: int) -> str:
        units, unit = self.context.catalogue.units, self.context.catalogue.government_of(region)
        own = unit is not None and units[unit].region == region
        return view.localise(units[unit].name) if own and unit else self._name(view, region)

    def _topics(self, view: View, here: RegionHotline) -> list[RateRow]:
        ordered = sorted(here.topics, key=lambda one: -one.volume.received)
        return [
            self._rates(one.topic, self._topic(view, one.topic), view.href(topic=one.topic), one.volume)
            for one in ordered
        ]

    def _rates(self, mark: str, name: str, href: str, volume: Volume) -> RateRow:
        rates = three_rates(volume, self.context.voice_rules.rates.fewest)
        return RateRow(mark, name, href, volume.received, rates, volume.repeat)

    def _repeat(self, view: View, one: Repeat) -> RepeatRow:
        place = HotlineMapQueries(self.context).grid_name(view, one.grid)
        dispatch = view.href("/tasks/new", place=str(one.region), where=place)
        return RepeatRow(
            f"{one.grid}:{one.topic}",
            place,
            self._topic(view, one.topic),
            one.again,
            one.count,
            f"{_day(one.first):%m-%d}",
            f"{_day(one.last):%m-%d}",
            view.href(grid=str(one.grid), topic=one.topic, kind=None),
            dispatch if self.context.actor.may("task.dispatch") else None,
        )


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
