"""How many alerts are on, and the newest that wait for an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from components.alerts.alert_bar import AlertBar
from components.alerts.alert_counts import AlertLevelCount
from components.framework.view import View
from data.operations.alerts.repository import AlertFilter, count_by_level, list_alerts
from indicators.alerts import level_number
from queries.alerts.alert_lines import LIVE_STATES, AlertLines
from queries.alerts.names import level_of

RED = level_number("red")
LOOKED_THROUGH = 40  # waiting alerts of which the newest is read out


@dataclass(frozen=True)
class AlertCounts(AlertLines):
    """Alerts counted by level, and what the frame of every page says of them."""

    def counts(self, regions: Collection[int] | None = None) -> list[AlertLevelCount]:
        """How many alerts of each level are on, from red down."""
        with self.context.operations.reading() as connection:
            found = count_by_level(connection, self.context.scope, regions)
        return [AlertLevelCount(level_of(one.level), one.live, one.calling) for one in found]

    def bar(self, view: View) -> AlertBar:
        """The counts, the newest alert that waits for an answer, and the gravest where it is red."""
        counts = self.counts()
        wanted = AlertFilter(states=LIVE_STATES, waiting=True, echoes=False)
        with self.context.operations.reading() as connection:
            waiting = list_alerts(connection, self.context.scope, wanted, LOOKED_THROUGH)
        newest = max(waiting, key=lambda alert: alert.id, default=None)
        red = next((alert for alert in waiting if alert.level == RED), None)
        named = {alert.id: alert for alert in (red, newest) if alert is not None}
        lines = {line.id: line for line in self.lines(view, list(named.values()))}
        return AlertBar(counts, lines[newest.id] if newest else None, lines[red.id] if red else None)
