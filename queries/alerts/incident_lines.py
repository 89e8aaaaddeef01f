"""Incidents as lines of lists: what they are called, where they are, how grave they are."""

from __future__ import annotations

from dataclasses import dataclass

from components.alerts.incident_list import IncidentLine
from components.framework.view import View
from data.operations.alerts.incidents import open_incidents
from indicators.incidents import Incident
from queries.alerts.names import AlertNames, level_of
from queries.local_time import local

SHOWN = 8


@dataclass(frozen=True)
class IncidentLines(AlertNames):
    """Incidents as lines."""

    def open_incidents(self, view: View, limit: int = SHOWN) -> list[IncidentLine]:
        """The incidents whose trouble is on, or that are in wartime mode: those first, then the gravest."""
        context = self.context
        with context.operations.reading() as connection:
            found = open_incidents(connection, context.scope, context.grounds)
        pressing = [incident for incident in found if incident.wartime or incident.level]
        return [self._incident_line(view, incident) for incident in pressing[:limit]]

    def _incident_line(self, view: View, incident: Incident) -> IncidentLine:
        return IncidentLine(
            incident.id,
            level_of(incident.level),
            self.cause_of(view, incident),
            self.region_name(view, self.region_of(incident)),
            incident.state,
            len(incident.members),
            sum(member.live for member in incident.members),
            local(incident.opened_at),
        )

    def region_of(self, incident: Incident) -> int:
        """Its region; that of the first member that the visitor may see where they may not see its own."""
        regions = [incident.region, *(member.region for member in incident.members)]
        context = self.context
        return next((region for region in regions if context.scope.permits(region)), context.home)

    def cause_of(self, view: View, incident: Incident) -> str:
        """The name of its cause, or of the sign that leads it."""
        lead = next((member.sign for member in incident.members if member.alert == incident.lead), "")
        return self.cause_name(view, incident.cause, lead)
