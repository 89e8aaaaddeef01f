"""One function or topic: its score, its regions, its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.indicators.indicator_row import IndicatorLine
from components.leadership.group import Group, GroupPage
from indicators.definitions.model import PlanEntry
from queries.indicator_values import IndicatorValueQueries
from queries.request_context import RequestContext


@dataclass(frozen=True)
class GroupQueries:
    """Functions and topics where the visitor begins."""

    context: RequestContext

    def page(self, view: View, kind: str, name: str) -> GroupPage:
        """A group of a kind (function | topic). NoSuchScreen for an unknown one or one without a score."""
        entries: Mapping[str, PlanEntry] = getattr(self.context.catalogue.plan, f"{kind}s")
        if name not in entries:
            raise NoSuchScreen(name)
        title = view.localise(entries[name].name)
        siblings = [
            (view.localise(entry.name), view.href(f"/{kind}s/{key}"), key == name) for key, entry in entries.items()
        ]
        return GroupPage(kind, siblings, self._group(view, kind, name, title), self._lines(kind, name))

    def _group(self, view: View, kind: str, name: str, title: str) -> Group:
        context, regions = self.context, self.context.catalogue.regions
        inside = context.inside(context.home)
        scores = IndicatorValueQueries(context).scores_by_region(kind, name, [context.home, *inside])
        if context.home not in scores:
            raise NoSuchScreen(name)
        names = {key: view.localise(indicator.name) for key, indicator in context.catalogue.indicators.items()}
        districts = [
            (view.localise(regions[code].name), view.href(f"/regions/{code}"), scores[code])
            for code in inside
            if code in scores
        ]
        own = scores[context.home]
        return Group(title, own, IndicatorValueQueries(context).changes(own), names, districts, context.demo)

    def _lines(self, kind: str, name: str) -> list[IndicatorLine]:
        """The group's indicators with their newest and their last values."""
        defined, values = self.context.catalogue.indicators, IndicatorValueQueries(self.context)
        members = [key for key, indicator in defined.items() if getattr(indicator, kind) == name]
        recent = values.recent(members, self.context.home)
        return [
            IndicatorLine(one, defined[one.indicator], recent[one.indicator].tolist())
            for one in values.newest(self.context.home, members)
        ]
