"""Events of the hotline, of the grids and of city management by grid, as an address asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.framework.view import View
from components.hotline.hotline_map import Choice, GridCounts, HotlineMap
from components.maps.big_map_spec import MapSpec, ShadedGrids
from components.maps.colour_scale import graded
from components.tables.exports import FORMATS
from queries.request_context import RequestContext

KIND = "hotline_order"
ON_MAP = ("hotline_order", "grid_event", "city_case")
WEEK = 7


@dataclass(frozen=True)
class HotlineSelection:
    """What an address asks for: events of a kind and topic ("" for all) in so many days."""

    kind: str
    topic: str
    days: int


@dataclass(frozen=True)
class HotlineMapQueries:
    """Counts of events by grid, of one evaluation of the hotline (`run`)."""

    context: RequestContext

    def map(self, view: View, run: int, region: int) -> HotlineMap:
        """The map of a region: kind, topic and days stand in the address."""
        context, asked = self.context, self._asked(view)
        event = context.catalogue.events[asked.kind]
        number = [topic.id for topic in event.topics].index(asked.topic) + 1 if asked.topic else 0
        counts = context.voice.by_grid(context.scope, run, event.no, number, asked.days)
        about = self._topic(view, asked) if asked.topic else view.translate("voice.map.all")
        kind = view.translate(f"voice.kind.{asked.kind}")
        what = view.translate("voice.map.what", kind=kind, topic=about, days=asked.days)
        return HotlineMap(
            what,
            self._kinds(view, asked),
            self._spans(view, asked),
            self._topics(view, asked),
            self._chosen_grid(view, run, asked),
            self._spec(view, region, counts, what, asked.days),
            self._downloads(region, asked.days),
            context.voice_rules.smallest_count,
        )

    def grid_name(self, view: View, number: int) -> str:
        """A grid by its code and its town; by its number where it is not known."""
        grid = self.context.grids.grid(self.context.scope, number)
        if grid is None:
            return view.translate("voice.grid", code=number)
        town = view.localise(self.context.catalogue.regions[grid.town].name)
        return view.translate("voice.grid.at", place=town, grid=view.translate("voice.grid", code=grid.code))

    @property
    def _month(self) -> int:
        return self.context.voice_rules.repeats.days

    def _asked(self, view: View) -> HotlineSelection:
        events = self.context.catalogue.events
        kind = view.option("kind") if view.option("kind") in events else KIND
        topic = view.option("topic")
        known = any(one.id == topic for one in events[kind].topics)
        days = WEEK if view.option("days") == str(WEEK) else self._month
        return HotlineSelection(kind, topic if known else "", days)

    def _topic(self, view: View, asked: HotlineSelection) -> str:
        topics = self.context.catalogue.events[asked.kind].topics
        return next(view.localise(one) for one in topics if one.id == asked.topic)

    def _kinds(self, view: View, asked: HotlineSelection) -> list[Choice]:
        return [
            (view.translate(f"voice.kind.{one}"), view.href(kind=one, topic=None), one == asked.kind)
            for one in ON_MAP
            if one in self.context.catalogue.events
        ]

    def _spans(self, view: View, asked: HotlineSelection) -> list[Choice]:
        spans = (WEEK, self._month)
        return [(view.translate("voice.map.days", days=n), view.href(days=str(n)), n == asked.days) for n in spans]

    def _topics(self, view: View, asked: HotlineSelection) -> list[Choice]:
        topics = self.context.catalogue.events[asked.kind].topics
        found = [(view.localise(one), view.href(topic=one.id), one.id == asked.topic) for one in topics]
        return [(view.translate("voice.map.all"), view.href(topic=None), not asked.topic), *found]

    def _chosen_grid(self, view: View, run: int, asked: HotlineSelection) -> GridCounts | None:
        """What happened in the grid that the address names, by topic."""
        context, text = self.context, view.option("grid")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
        if not number or context.grids.grid(context.scope, number) is None:
            return None
        event = context.catalogue.events[asked.kind]
        counts = [
            (context.voice.by_grid(context.scope, run, event.no, n, asked.days).get(number, 0), view.localise(topic))
            for n, topic in enumerate(event.topics, 1)
        ]
        topics = [(name, n) for n, name in sorted(counts, reverse=True) if n]
        return GridCounts(self.grid_name(view, number), asked.days, topics)

    def _spec(self, view: View, region: int, counts: Mapping[int, int], what: str, days: int) -> MapSpec:
        context, grids, regions = self.context, self.context.grids, self.context.catalogue.regions
        file, inside = grids.file(context.scope), set(regions.within(region))
        here = [town in inside for town in file.towns]
        values = [float(counts.get(n, 0)) if mine else None for n, mine in zip(file.numbers, here, strict=True)]
        marks = {"data-number": "hot-spot", "data-period": f"{days}d"}
        href = view.href(grid="{number}").replace("%7Bnumber%7D", "{number}")
        unit = view.translate("voice.map.unit")
        note = grids.layer.note[view.lang] if grids.approximate else ""
        shaded = ShadedGrids(file, values, graded(values), what, unit, href, marks, note)
        label = view.translate("voice.map.label", place=view.localise(regions[region].name), what=what)
        return MapSpec("voice-map", label, context.shapes, towns=True, grids=shaded)

    def _downloads(self, region: int, days: int) -> list[tuple[str, str]]:
        """Files with the counts, for those who may take tables away."""
        if not self.context.actor.may("export"):
            return []
        return [(form, f"/voice/table.{form}?region={region}&days={days}") for form in FORMATS]
