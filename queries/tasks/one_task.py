"""One task with its record: where it stands, what this visitor may do next."""

from __future__ import annotations

from dataclasses import dataclass

from components.formatting.lists import list_of
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.tasks.task_fields import MOVES
from components.tasks.task_forms import TaskFormContext
from components.tasks.task_view import TaskActions, TaskView
from components.tasks.task_words import refusal, urgency_name
from data.operations.tasks.task_queries import NoTask
from data.operations.tasks.task_queries import task_timeline as read_story
from indicators.tasks.model import TaskTimeline
from queries.tasks.subjects import number
from queries.tasks.task_lines import TaskLines, deadline_state
from queries.tasks.task_number import TaskNumbers
from queries.tasks.timeline import TaskTimelines
from tasks import TASK_TRANSITIONS, TransitionContext, open_rule_set, task_context
from tasks.tasks.policy import terms_of

UNSAID = frozenset({"not-in-this-state", "clock-only", "no-right", "no-part", "not-overseeing", "not-your-unit"})
"""Refusals that go without saying: what is not this person's business at all."""
FIRST = ("accept", "report", "answer", "verify", "close", "rate", "grant-extension", "grant-return", "redispatch")
"""The next step on the straight way stands open; everything else is folded."""


@dataclass(frozen=True)
class OneTask(TaskLines, TaskTimelines, TaskNumbers):
    """What the screen of one task says."""

    def task(self, view: View, address: str) -> TaskView:
        """The task that an address names. NoSuchScreen where there is none for this visitor."""
        story = self._story(address)
        one = story.task
        around = [other for other in (story.parent, *story.children) if other is not None]
        return TaskView(
            one.id,
            one.title,
            one.state,
            deadline_state(one, self.context.now),
            one.what,
            one.why,
            [(name, said) for name, said in self._facts(view, story) if said],
            self.clocks(view, one),
            self.kept_number(view, story),
            self.lines(view, around),
            self.record(view, story),
        )

    def acts(self, view: View, address: str) -> TaskActions | None:
        """What the visitor may do with it now; None where there is no such task for them."""
        context = self.context
        book = open_rule_set(context.catalogue, context.definitions)
        with context.operations.reading() as connection:
            try:
                case = task_context(connection, book, context.actor, context.now, number(address))
            except NoTask:
                return None
        offers = TASK_TRANSITIONS.offers(case, (*MOVES, "split"))
        possible = [move for move, refusal in offers.items() if refusal is None]
        region = case.task.region
        within = context.catalogue.regions.within(region) if "split" in possible else ()
        return TaskActions(
            self._acting(view, case),
            next((move for move in FIRST if move in possible), ""),
            possible,
            [
                (move, self._why(view, refusal.code, dict(refusal.facts)))
                for move, refusal in offers.items()
                if refusal is not None and refusal.code not in UNSAID
            ],
            [(str(code), self.region_name(view, code)) for code in within],
            str(region),
        )

    def _story(self, address: str) -> TaskTimeline:
        context = self.context
        with context.operations.reading() as connection:
            try:
                return read_story(connection, context.scope, number(address), context.actor.account)
            except NoTask as missing:
                raise NoSuchScreen(address) from missing

    def _facts(self, view: View, story: TaskTimeline) -> list[tuple[str, str]]:
        one = story.task
        helpers = (
            self.unit_name(view, part.unit) + (" ✓" if part.answered_at is not None else "") for part in story.parts
        )
        return [
            ("unit", self.unit_name(view, one.unit)),
            ("region", self.region_name(view, one.region)),
            ("sender", " · ".join(x for x in (one.sender_name, self.unit_name(view, one.sender_unit)) if x)),
            ("urgency", urgency_name(view, one.urgency)),
            ("supervision", view.translate(f"task.step.{one.supervision}") if one.supervision else ""),
            ("helpers", list_of(view, helpers)),
        ]

    def _why(self, view: View, code: str, facts: dict[str, object]) -> str:
        for name in ("unit", "units"):
            if name in facts:
                facts[name] = list_of(view, (self.unit_name(view, unit) for unit in str(facts[name]).split(", ")))
        return refusal(view, code, facts)

    def _acting(self, view: View, case: TransitionContext) -> TaskFormContext:
        task, units = case.task, self.context.catalogue.units
        longest = terms_of(task).terms.longest_extension if task.terms else None
        most = (
            ""
            if longest is None
            else view.translate("task.amount.most", n=longest.amount, unit=view.translate(f"task.limit.{longest.unit}"))
        )
        return TaskFormContext(
            task.id,
            task.version,
            [(unit, self.unit_name(view, unit)) for unit in units if unit != task.unit],
            [(part.unit, self.unit_name(view, part.unit)) for part in case.open_parts],
            most,
        )
