"""The list of alerts as the address narrows it down: lines, numbers, choices, map."""

from __future__ import annotations

from dataclasses import dataclass

from components.alerts.alert_counts import AlertLevelCount
from components.alerts.alert_filters import AlertFilterOptions, chosen_state
from components.alerts.alert_list import AlertListing
from components.framework.view import View
from components.maps.big_map import MapSpec
from components.maps.levels import LEVELS
from data.core.scope import required_region
from data.operations.alerts.repository import AlertFilter, count_alerts, list_alerts
from indicators.alerts import AlertState, level_number
from queries.alerts.alert_bar import AlertCounts
from queries.alerts.alert_lines import LIVE_STATES, by_incident
from queries.alerts.alert_map import AlertMaps
from queries.liveness import LivenessQueries

SHOWN = 60
QUIET = 1000  # alerts that are looked through for those that an incident has besides what leads it
RECOVERED: tuple[AlertState, ...] = ("recovered",)
CLOSED: tuple[AlertState, ...] = ("closed",)
STATES = {"live": LIVE_STATES, "waiting": LIVE_STATES, "recovered": RECOVERED, "closed": CLOSED}
COUNTED = ("live", "waiting", "recovered")


@dataclass(frozen=True)
class AlertSearch(AlertCounts, AlertMaps):
    """Alerts by the options of an address: level, state, kind, region, cause, echoes. All raise OutOfScope."""

    def listing(self, view: View) -> AlertListing:
        """The lines that are shown, and how many there are in all."""
        context, wanted = self.context, self._wanted(view, chosen_state(view))
        with context.operations.reading() as connection:
            found = list_alerts(connection, context.scope, wanted, SHOWN)
            number = count_alerts(connection, context.scope, wanted)
            live = AlertFilter(states=LIVE_STATES)
            quiet = list_alerts(connection, context.scope, live, QUIET) if not wanted.echoes else ()
        return AlertListing(self.lines(view, found, by_incident(quiet)), number, LivenessQueries(context).blind(view))

    def counts_listed(self, view: View) -> list[AlertLevelCount]:
        """How many alerts of each level are on in the region of the address."""
        return self.counts(self._regions(view))

    def state_numbers(self, view: View) -> dict[str, int]:
        """How many alerts are in each state, by its name in the address."""
        context = self.context
        with context.operations.reading() as connection:
            return {state: count_alerts(connection, context.scope, self._wanted(view, state)) for state in COUNTED}

    def choices(self, view: View) -> AlertFilterOptions:
        """What the list can be narrowed by."""
        context = self.context
        vitals, regions = context.catalogue.vitals, context.catalogue.regions
        seen = context.seen((regions.city.code, *regions.at("district")))
        return AlertFilterOptions(
            [(name, view.localise(kind.name)) for name, kind in vitals.kinds.items()],
            [(str(code), self.region_name(view, code)) for code in seen],
            [(name, self.cause_name(view, name)) for name in context.grounds.causes],
        )

    def map_listed(self, view: View) -> MapSpec:
        """Where the listed alerts are, with those that go along with them."""
        context, wanted = self.context, self._wanted(view, chosen_state(view), echoes=True)
        with context.operations.reading() as connection:
            found = list_alerts(connection, context.scope, wanted, 2 * SHOWN)
        return self.map_of(view, self.lines(view, found), view.translate("alert.map.label"))

    def _wanted(self, view: View, state: str, *, echoes: bool = False) -> AlertFilter:
        level = view.option("level")
        return AlertFilter(
            levels=[level_number(level)] if level in LEVELS[2:] else None,
            states=STATES.get(state),
            regions=self._regions(view),
            kind=view.option("kind") or None,
            cause=view.option("cause") or None,
            waiting=state == "waiting",
            echoes=echoes or view.option("echoes") == "all" or state not in ("live", "waiting"),
        )

    def _regions(self, view: View) -> tuple[int, ...] | None:
        """The region that is asked for and all inside it; None for all. OutOfScope."""
        regions = self.context.catalogue.regions
        wanted = {str(code): code for code in regions.codes}.get(view.option("region"))
        if wanted is None:
            return None
        required_region(self.context.scope, wanted)
        return self.context.seen(regions.within(wanted))
