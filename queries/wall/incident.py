"""The incident in wartime mode, with everything that those who lead the response need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.framework.view import View
from components.wall.alert_cards import AlertCard
from components.wall.incident import IncidentDeadline
from components.wall.incident_scene import IncidentScene
from components.wall.wall_map import WallViewport
from data.operations.alerts.incidents import IncidentTimeline, incident_timeline, open_incidents
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators import incidents as rules
from indicators.incidents import Incident
from indicators.tasks.model import Task
from queries.request_context import RequestContext
from queries.wall.alerts import WallAlertQueries
from queries.wall.incident_log import log_lines
from queries.wall.local_time import clock_text
from queries.wall.slides import SlideQueries

TASKS = 4


@dataclass(frozen=True)
class WallIncidentQueries:
    """Incidents within the scope of the wall."""

    context: RequestContext

    def at_war(self) -> Incident | None:
        """The gravest incident, if it is in wartime mode."""
        context = self.context
        with context.operations.reading() as connection:
            found = open_incidents(connection, context.scope, context.grounds)
        return found[0] if found and found[0].wartime else None

    def scene(self, view: View, incident: Incident) -> IncidentScene:
        """An incident with its alerts, its tasks and what has to be kept."""
        now, alerts = int(self.context.now.timestamp()), WallAlertQueries(self.context)
        story, sent = self._read(incident, now)
        cards = alerts.cards(view, story.alerts)
        lead = next((one for one in cards if one.alert.id == story.incident.lead), cards[0])
        return IncidentScene(
            story.incident,
            view.localise(self.context.grounds.cause(story.incident.cause).name),
            self._declared(view, story.incident),
            lead,
            self.context.shapes,
            _viewport(view, lead, cards, alerts),
            log_lines(view, self.context.catalogue.vitals, story),
            SlideQueries(self.context).task_lines(view, sent[:TASKS]),
            len(sent),
            sum(task.due_close is not None and task.due_close < now for task in sent),
            self._due(view, story.incident),
            now,
        )

    def _read(self, incident: Incident, now: int) -> tuple[IncidentTimeline, Sequence[Task]]:
        """The incident with its log, and the tasks about it and its alerts."""
        scope, about = self.context.scope, TaskFilter(subject_kind="incident", subject=str(incident.id))
        with self.context.operations.reading() as connection:
            story = incident_timeline(connection, scope, incident.id, self.context.grounds)
            found = tasks(connection, scope, about, now, 50)
            for alert in story.alerts:
                if alert.task:
                    wanted = TaskFilter(subject_kind="alert", subject=str(alert.id))
                    found += tasks(connection, scope, wanted, now, 5)
        return story, tuple(dict.fromkeys(found))

    def _declared(self, view: View, incident: Incident) -> str:
        """Who declared which response, when; empty where nobody did."""
        declared = incident.declaration
        if declared is None:
            return ""
        reporting = self.context.grounds.rules.reporting[str(declared.response)]  # type: ignore[index]
        return view.translate(
            "wall.war.declared",
            response=view.localise(reporting.name),
            who=declared.actor.name,
            time=clock_text(declared.at),
        )

    def _due(self, view: View, incident: Incident) -> list[IncidentDeadline]:
        kept = rules.deadlines(incident, self.context.grounds.rules, 1)
        if kept is None:
            return []
        report, term = view.translate("wall.due.report"), view.translate("wall.due.term")
        return [IncidentDeadline(report, kept.reports[0]), IncidentDeadline(term, kept.expected_until)]


def _viewport(view: View, lead: AlertCard, cards: Sequence[AlertCard], alerts: WallAlertQueries) -> WallViewport:
    mark = lead.mark()
    others = [m for one in cards if one is not lead and one.alert.live and (m := one.mark()) is not None]
    label = view.translate("wall.war.map", place=lead.place, n=len(others))
    return WallViewport(label, alerts.around(mark), others, mark, towns=True)
