"""One incident with its alerts and its log: what leads it, what was declared, what may be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from components.alerts.alert_list import AlertLine
from components.alerts.incident_forms import DeclarationDefaults
from components.alerts.incident_view import CalledDuties, Declaration, IncidentActions, IncidentView, ResponseForms
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.maps.big_map import MapSpec
from data.core.clock import to_epoch
from data.operations.alerts.commands import actor_of
from data.operations.alerts.incidents import IncidentTimeline, incident_timeline
from data.operations.alerts.repository import AlertMissing
from indicators.incidents import INCIDENT_TRANSITIONS, Incident, IncidentContext, IncidentTransition, deadlines
from indicators.workflow import Refusal
from queries.alerts.alert_lines import AlertLines
from queries.alerts.alert_map import AlertMaps
from queries.alerts.incident_lines import IncidentLines
from queries.alerts.names import level_of, number_in
from queries.alerts.timeline import AlertTimelines
from queries.local_time import local

TERM = timedelta(hours=24)  # that a declaration is proposed for


@dataclass(frozen=True)
class OneIncident(AlertLines, AlertMaps, AlertTimelines, IncidentLines):
    """What the screen of one incident says."""

    def incident(self, view: View, number: str) -> IncidentView:
        """The incident that an address names. NoSuchScreen, OutOfScope."""
        story = self._story(number)
        found = story.incident
        ordered = sorted(story.alerts, key=lambda a: (a.id != found.lead, not a.live, -a.level, -a.raised_at, a.id))
        lines = self.lines(view, ordered)
        lead = next((line for line in lines if line.id == found.lead), None)
        place = lead.place if lead else self.region_name(view, self.region_of(found))
        title = view.translate("incident.title", cause=self.cause_of(view, found), place=place)
        return IncidentView(
            found.id,
            title,
            level_of(found.level),
            found.state,
            local(found.opened_at),
            on=sum(member.live for member in found.members),
            all=len(found.members),
            alerts=lines,
            lead=lead,
            declaration=self._declaration(view, found),
            wartime=found.wartime,
            acts=self._incident_acts(view, story, lines, title),
            called=list(_called(view, story, lines)),
            happened=self.happened_in(view, story.alerts, story.log),
        )

    def incident_map(self, view: View, incident: IncidentView) -> MapSpec:
        """Where its alerts are, the ring around what leads."""
        return self.map_of(view, incident.alerts, view.translate("incident.map"), incident.lead, "incident")

    def _story(self, number: str) -> IncidentTimeline:
        context = self.context
        try:
            with context.operations.reading() as connection:
                return incident_timeline(connection, context.scope, number_in(number), context.grounds)
        except AlertMissing as missing:
            raise NoSuchScreen(number) from missing

    def _declaration(self, view: View, found: Incident) -> Declaration | None:
        rules = self.context.grounds.rules
        said, due = found.declaration, deadlines(found, rules)
        if said is None or due is None:
            return None
        rows = [
            ("matter", said.matter),
            ("response", view.localise(rules.reporting[str(said.response)].name)),  # type: ignore[index]
            ("expected_until", f"{local(said.expected_until):%m-%d %H:%M}"),
            ("measures", said.measures),
        ]
        late = due.reports[0] < to_epoch(self.context.now)
        return Declaration(rows, [local(at) for at in due.reports], late)

    def _incident_acts(
        self, view: View, story: IncidentTimeline, lines: list[AlertLine], title: str
    ) -> IncidentActions:
        found, may, actor = story.incident, self.context.actor.may, self.context.actor
        case = IncidentContext(found, actor_of(actor), to_epoch(self.context.now))
        offers = INCIDENT_TRANSITIONS.offers(case)
        responds = may("incident.mode") and story.whole and None in offers.values()
        return IncidentActions(
            dispatch=may("task.dispatch") and found.open,
            acknowledge=may("alert.acknowledge") and any(line.waits for line in lines),
            response=self._response_forms(view, found, title, offers) if responds else None,
        )

    def _response_forms(
        self, view: View, found: Incident, title: str, offers: Mapping[str, Refusal | None]
    ) -> ResponseForms:
        reporting = self.context.grounds.rules.reporting
        responses = [(level, view.localise(one.name)) for level, one in reporting.items()]
        said = found.declaration
        if offers[IncidentTransition.CHANGE] is None and said is not None:
            until = f"{local(said.expected_until):%Y-%m-%dT%H:%M}"
            return ResponseForms(
                True, responses, DeclarationDefaults(said.matter, str(said.response), until, said.measures)
            )
        given = DeclarationDefaults(title, until=f"{self.context.now + TERM:%Y-%m-%dT%H:%M}")
        return ResponseForms(False, responses, given, closes=offers[IncidentTransition.CLOSE] is None)


def _called(view: View, story: IncidentTimeline, lines: list[AlertLine]) -> Iterator[CalledDuties]:
    known = {line.id: line for line in lines}
    for alert in story.alerts:
        if not alert.echo:
            steps = alert.escalation.duty[: alert.escalation_step + 1]
            line = known[alert.id]
            yield CalledDuties([view.localise(step.name) for step in steps], f"{line.place} {line.name}")
