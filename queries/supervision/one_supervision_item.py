"""One supervised matter: its light, its milestones with what may be done about each, its record."""

from __future__ import annotations

from dataclasses import dataclass

from access.authorization.roles import shipped
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.supervision.item_view import MilestoneView, SupervisionEntryView, SupervisionItemView
from components.tasks.timeline import EvidenceFile
from data.core.clock import to_epoch
from data.operations.supervision.supervision_store import NoSupervisionItem, supervision_timeline
from data.operations.tasks.filters import TaskFilter
from data.operations.tasks.task_queries import tasks
from indicators.tasks.supervision_item import Milestone, SupervisionEntry, SupervisionItem, SupervisionTimeline
from queries.local_time import local
from queries.supervision.supervision_lines import SupervisionLines, rag_reason
from queries.tasks.subjects import number
from queries.tasks.task_lines import TaskLines
from tasks import MATTER_TRANSITIONS, SupervisionContext, SupervisionPayload, open_rule_set

WHOLE = ("answer", "add", "close", "note", "withdraw")
OF_STEP = ("report", "confirm", "send-back", "extend", "reopen")
SENT = 10  # tasks about a matter that are listed


@dataclass(frozen=True)
class OneSupervisionItem(SupervisionLines, TaskLines):
    """What the screen of one matter says."""

    def matter(self, view: View, address: str) -> SupervisionItemView:
        """The matter that an address names. NoSuchScreen where there is none for this visitor."""
        context, story = self.context, self._matter_story(address)
        one = story.matter
        lit = self._light_of(one, story.milestones)
        with context.operations.reading() as connection:
            wanted = TaskFilter(subject_kind="matter", subject=str(one.id))
            sent = tasks(connection, context.scope, wanted, to_epoch(context.now), SENT)
        return SupervisionItemView(
            one.id,
            one.version,
            one.title,
            one.what,
            lit.light,
            rag_reason(view, lit),
            self._matter_facts(view, one),
            self._moves(story, WHOLE, 0),
            [self._milestone(story, step) for step in story.milestones],
            self.lines(view, sent),
            context.actor.may("task.dispatch"),
            [_record(view, entry) for entry in story.record[::-1]],
        )

    def _matter_story(self, address: str) -> SupervisionTimeline:
        with self.context.operations.reading() as connection:
            try:
                return supervision_timeline(connection, self.context.scope, number(address))
            except NoSupervisionItem as missing:
                raise NoSuchScreen(address) from missing

    def _matter_facts(self, view: View, one: SupervisionItem) -> list[tuple[str, str]]:
        return [
            ("kind", view.translate(f"matter.kind.{one.kind}")),
            ("source", one.source),
            ("unit", self.unit_name(view, one.unit)),
            ("region", self.region_name(view, one.region)),
            ("answer_by", f"{local(one.answer_by):%Y-%m-%d %H:%M}"),
            ("set_by", f"{one.set_by_name} {local(one.set_at):%Y-%m-%d}"),
        ]

    def _milestone(self, story: SupervisionTimeline, step: Milestone) -> MilestoneView:
        return MilestoneView(
            step.n,
            step.title,
            f"{local(step.due):%Y-%m-%d}",
            "confirmed" if step.confirmed_at else "reported" if step.reported_at else "waiting",
            step.report,
            step.extensions,
            [
                EvidenceFile(f"/evidence/matters/{file.id}", file.name, file.media.startswith("image/"))
                for file in story.evidence
                if file.milestone == step.n
            ],
            self._moves(story, OF_STEP, step.n),
        )

    def _moves(self, story: SupervisionTimeline, moves: tuple[str, ...], milestone: int) -> list[str]:
        """The moves that this visitor may make now, with the matter (`milestone` 0) or with one of its milestones."""
        context = self.context
        book = open_rule_set(context.catalogue, context.definitions)
        given = SupervisionPayload(milestone)
        case = SupervisionContext(story.matter, story.milestones, context.actor, given, context.now, book)
        return [move for move, refusal in MATTER_TRANSITIONS.offers(case, moves).items() if refusal is None]


def _record(view: View, entry: SupervisionEntry) -> SupervisionEntryView:
    role = shipped().roles.get(entry.role)
    return SupervisionEntryView(
        f"{local(entry.at):%Y-%m-%d %H:%M}",
        entry.move,
        view.translate("matter.step.n", n=entry.milestone) if entry.milestone else "",
        f"{view.localise(role.name)} {entry.name}" if role else entry.name,
        [text for text in (entry.reason, entry.text) if text],
    )
