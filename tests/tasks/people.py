"""Who acts in the tests of the dispatch loop: one person for each role, and units with two people each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from data.core.actor import Actor
from data.core.scope import Scope
from data.operations import Operations
from indicators.tasks.model import Task, Urgency
from tasks.tasks.commands import TaskActionResult, act_on_task
from tasks.tasks.dispatch import send
from tasks.tasks.subjects import SubjectReference, TaskDraft
from tasks.tasks.transition import RuleSet
from tasks.tasks.transitions import Payload, TaskTransition
from tests.tasks.moments import local

EVERYWHERE = Scope.everything()
NOW = local("2025-06-30 10:00")


def unit_person(account: int, name: str, *units: str, rights: tuple[str, ...] = ("task.handle",)) -> Actor:
    return Actor(account, name, "unit", Scope(None, frozenset(units)), frozenset(rights))


LEADER = Actor(1, "市领导", "leader", EVERYWHERE, frozenset({"task.dispatch", "task.rate"}))
SUPERVISOR = Actor(2, "督查员", "supervisor", EVERYWHERE, frozenset({"task.dispatch", "task.supervise"}))
COLLEAGUE = Actor(3, "另一督查员", "supervisor", EVERYWHERE, frozenset({"task.dispatch", "task.supervise"}))
ANALYST = Actor(4, "分析员", "analyst", EVERYWHERE, frozenset())
WATER = unit_person(10, "水利局甲", "water-bureau")
WATER_TOO = unit_person(11, "水利局乙", "water-bureau")
ROADS = unit_person(12, "交通局", "transport-bureau")
SANSHUI = unit_person(20, "三水区", "sanshui-government")
LEPING = unit_person(21, "乐平镇", "leping-government")
NANHAI_SUPERVISOR = Actor(30, "南海督查", "supervisor", Scope.of_regions({440605}), frozenset({"task.supervise"}))
CLOCK = Actor.cockpit()


def draft(**changes: Any) -> TaskDraft:
    """A task for the water bureau about the whole city."""
    plain = TaskDraft(
        about=SubjectReference("indicator", "I046", {"value": 81.0}),
        kind="indicator",
        urgency=Urgency.IMPORTANT,
        region=440600,
        unit="water-bureau",
        title="内涝点整治未达进度",
        what="请查明原因",
        why="5月为81，应达90",
    )
    return replace(plain, **changes)


def code_of(outcome: TaskActionResult) -> str:
    """Why it was refused; or that it was done, now or before."""
    if outcome.refusal is not None:
        return outcome.refusal.code
    return "done-before" if outcome.again else "accepted"


@dataclass
class Office:
    """An operations database, the rules, and a clock that a test moves on."""

    operations: Operations
    book: RuleSet
    now: datetime = NOW

    def sent(self, actor: Actor = SUPERVISOR, once: str | None = None, **changes: Any) -> Task:
        """A task that has just been sent."""
        outcome = send(self.operations, self.book, actor, self.now, draft(**changes), once=once)
        assert outcome.task is not None, outcome.refusal
        return outcome.task

    def try_(
        self,
        actor: Actor,
        task: Task | int,
        move: TaskTransition,
        seen: int | None = None,
        once: str | None = None,
        **given: Any,
    ) -> TaskActionResult:
        """A move, whatever comes of it."""
        number = task if isinstance(task, int) else task.id
        said = Payload(**given)
        return act_on_task(self.operations, self.book, actor, self.now, number, move, said, seen=seen, once=once)

    def do(self, actor: Actor, task: Task | int, move: TaskTransition, **given: Any) -> Task:
        """A move that must be accepted."""
        outcome = self.try_(actor, task, move, **given)
        assert outcome.done, outcome.refusal
        assert outcome.task is not None
        return outcome.task

    def code(self, actor: Actor, task: Task | int, move: TaskTransition, **given: Any) -> str:
        """Why a move is refused."""
        outcome = self.try_(actor, task, move, **given)
        assert outcome.refusal is not None
        return outcome.refusal.code

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def reported(self, **changes: Any) -> Task:
        """A task that the water bureau has reported on."""
        task = self.sent(**changes)
        self.do(WATER, task, TaskTransition.ACCEPT)
        return self.do(WATER, task, TaskTransition.REPORT, text="已完成整治")

    def closed(self, **changes: Any) -> Task:
        """A task that went the straight way to its end."""
        task = self.reported(**changes)
        self.do(SUPERVISOR, task, TaskTransition.VERIFY)
        return self.do(SUPERVISOR, task, TaskTransition.CLOSE)
