"""What is open on the demonstration's first morning: in every state, some due today, a few late, the flood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE, from_epoch
from data.operations.tasks.bulk_writes import TaskBundle
from demo.tasks.drafts import DraftFactory
from demo.tasks.people import People
from demo.tasks.replay import TaskReplay
from demo.tasks.texts import FloodTask, words
from tasks.tasks.proposals import tier_of
from tasks.tasks.subjects import SubjectReference, TaskDraft
from tasks.tasks.transitions import TaskTransition

FAR = {
    "dispatch": 16, "accept": 22, "progress": 46, "help": 7, "extension": 5, "return": 3, "returned": 2,
    "suspend": 3, "report": 12, "verify": 5,
}  # fmt: skip
"""How many have come how far."""
TODAY, LATE = 9, 4  # of those that are worked on
LEFT = 3  # of the most pressing numbers nobody has sent anything about yet: they are for the visitor
EVERY = 3  # one of so many of the rest is about a number


def replay_present(drafts: DraftFactory, people: People, now: datetime) -> list[TaskBundle]:
    """All of it."""
    told: list[TaskBundle] = []
    numbers = iter(drafts.pressing(60)[LEFT::2])
    fars = [far for far, count in FAR.items() for _ in range(count)]
    people.chance.shuffle(fars)
    dues = _dues(fars, now)
    for order, far in enumerate(fars):
        sent = people.moment(now.date() - timedelta(days=people.chance.randrange(1, 6)))
        sent = min(sent, now - timedelta(hours=18))
        cell = next(numbers, None) if order % EVERY == 0 else None
        draft = drafts.of_number(cell, sent) if cell else drafts.some_spot(people)
        due = dues.get(order)
        if due is not None:
            sent = min(sent, due - timedelta(days=3))
        story = TaskReplay.sent(drafts.book, _sender(people), sent, replace(draft, until=due))
        _come_far(story, people, far, sent, now)
        told.append(story.whole)
    return told + [_flood(drafts, people, flood, now) for flood in words().flood]


def _dues(fars: list[str], now: datetime) -> dict[int, datetime]:
    """Which of those that are worked on are due today, and which were due before."""
    working = [order for order, far in enumerate(fars) if far in {"accept", "progress"}]
    today = datetime.combine(now.astimezone(BUSINESS_ZONE).date(), time(17, 30), BUSINESS_ZONE)
    late = [today - timedelta(days=3 + n % 2, hours=2 * n) for n in range(LATE)]
    return dict(zip(working, [today] * TODAY + late, strict=False))


def _sender(people: People) -> Actor:
    return people.leader if people.chance.random() < 0.3 else people.supervisor


def _come_far(story: TaskReplay, people: People, far: str, sent: datetime, now: datetime) -> None:
    """Tell a task as far as it has come, and what time has done to it."""
    steps = list(_steps(story, people, far))
    pause = (now - sent) / (len(steps) + 1)
    for order, (actor, move, given) in enumerate(steps, 1):
        at = sent + min(pause * order, timedelta(hours=20) * order)
        story.then(actor, at, move, **given)
    story.until(now)


Step = tuple[Actor, TaskTransition, dict[str, Any]]


def _steps(story: TaskReplay, people: People, far: str) -> Iterator[Step]:
    said, chance, supervisor = words().said, people.chance, people.supervisor
    unit = people.of(story.task.unit)
    if far in {"return", "returned"}:
        yield unit, TaskTransition.ASK_RETURN, {"reason": chance.choice(said["return"])}
        if far == "returned":
            yield supervisor, TaskTransition.GRANT_RETURN, {}
        return
    if far != "dispatch":
        yield unit, TaskTransition.ACCEPT, {}
    if far in {"progress", "help", "extension", "suspend", "report", "verify"}:
        yield unit, TaskTransition.PROGRESS, {"text": chance.choice(said["progress"])}
    if far == "help":
        helper = "public-security-bureau" if story.task.unit != "public-security-bureau" else "transport-bureau"
        yield unit, TaskTransition.ASK_HELP, {"units": (helper,), "text": "请配合现场处置"}
    elif far == "extension":
        yield unit, TaskTransition.ASK_EXTENSION, {"amount": 1, "reason": chance.choice(said["extension"])}
    elif far == "suspend":
        until = people.moment(from_epoch(story.task.sent_at or 0).date() + timedelta(days=20))
        yield supervisor, TaskTransition.SUSPEND, {"until": until, "reason": said["suspended"][0]}
    elif far in {"report", "verify"}:
        yield unit, TaskTransition.REPORT, {"text": chance.choice(said["report"]), "files": people.photo()}
    if far == "verify":
        yield supervisor, TaskTransition.VERIFY, {}


def _flood(drafts: DraftFactory, people: People, flood: FloodTask, now: datetime) -> TaskBundle:
    """A task of the flood, sent this morning by the duty chief."""
    sent = now - timedelta(minutes=people.chance.randrange(35, 90))
    draft = TaskDraft(
        SubjectReference("place", str(flood.region)),
        "alert",
        flood.urgency,
        flood.region,
        flood.unit,
        flood.title,
        flood.what,
        "演示：三水区乐平镇水浸处置",
        drafts.book.catalogue.regions[flood.region].name.zh,
        tier_of(drafts.book, flood.unit),
        flood.helpers,
    )
    story, unit = TaskReplay.sent(drafts.book, people.duty, sent, draft), people.of(flood.unit)
    story.then(unit, sent + timedelta(minutes=6), TaskTransition.ACCEPT)
    if flood.far == "progress":
        story.then(unit, sent + timedelta(minutes=24), TaskTransition.PROGRESS, text=flood.said, files=people.photo())
    if flood.far == "report":
        story.then(unit, sent + timedelta(minutes=28), TaskTransition.REPORT, text=flood.said, files=people.photo())
    return story.until(now).whole
