"""What the units and regions are called that tasks speak of."""

from __future__ import annotations

from dataclasses import dataclass

from components.framework.view import View
from queries.request_context import RequestContext


@dataclass(frozen=True)
class TaskNames:
    """Names by the definitions that hold, in the language of a view."""

    context: RequestContext

    def unit_name(self, view: View, unit: str) -> str:
        """A unit's name; its id where the definitions do not know it any more."""
        known = self.context.catalogue.units.get(unit)
        return view.localise(known.name) if known else unit

    def region_name(self, view: View, region: int) -> str:
        """A region's name, with its district where it is a town; its code where it is unknown."""
        regions = self.context.catalogue.regions
        if region not in regions:
            return str(region)
        here = regions[region]
        name = view.localise(here.name)
        return f"{view.localise(regions[here.parent].name)} · {name}" if here.level == "town" and here.parent else name

    def region_choices(self, view: View) -> list[tuple[str, str]]:
        """The regions that the visitor may see, as options of a list."""
        seen = self.context.seen(self.context.catalogue.regions.codes)
        return [(str(code), self.region_name(view, code)) for code in seen]
