"""What was closed in the months before the demonstration begins: mostly in time, some late, sent back or reopened."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from data.core.clock import from_epoch
from data.operations.tasks.bulk_writes import TaskBundle
from demo.tasks.drafts import DraftFactory
from demo.tasks.people import People
from demo.tasks.replay import TaskReplay
from demo.tasks.texts import words
from tasks.tasks.subjects import TaskDraft
from tasks.tasks.transitions import TaskTransition

NUMBERS, SPOTS = 150, 260  # closed tasks about numbers, and about things on the spot
BACK = 150  # days from the first of the latter


def replay_history(drafts: DraftFactory, people: People, now: datetime) -> list[TaskBundle]:
    """All of it."""
    told: list[TaskBundle] = []
    for past in islice(drafts.past(), NUMBERS):
        day = past.known.date() + timedelta(days=people.chance.randrange(3, 20))
        told += _tell(drafts, people, now, drafts.of_number(past.cell, past.known), people.moment(day))
    for _ in range(SPOTS):
        day = now.date() - timedelta(days=people.chance.randrange(8, BACK))
        told += _tell(drafts, people, now, drafts.some_spot(people), people.moment(day))
    return told


def _tell(drafts: DraftFactory, people: People, now: datetime, draft: TaskDraft, sent: datetime) -> list[TaskBundle]:
    """One task from dispatch to its rating; nothing where that would reach into the present."""
    if now - sent < timedelta(days=6):
        return []
    chance, said = people.chance, words().said
    sender = people.leader if chance.random() < 0.3 else people.supervisor
    unit = people.of(draft.unit)
    story = TaskReplay.sent(drafts.book, sender, sent, draft)
    accepted = sent + timedelta(minutes=chance.randrange(15, 200) if chance.random() < 0.9 else 1500)
    story.then(unit, accepted, TaskTransition.ACCEPT)
    due = from_epoch(story.task.due_close or 0)
    late = chance.random() < 0.13
    share = 1.05 + chance.random() * 0.3 if late else 0.35 + chance.random() * 0.6
    reported = accepted + (due - accepted) * share
    if reported > now - timedelta(days=2):
        reported = now - timedelta(days=2)
    if chance.random() < 0.6:
        story.then(
            unit, accepted + (reported - accepted) * 0.4, TaskTransition.PROGRESS, text=chance.choice(said["progress"])
        )
    story.then(unit, reported, TaskTransition.REPORT, text=chance.choice(said["report"]), files=people.photo())
    at = reported + timedelta(hours=2 + chance.randrange(8))
    if chance.random() < 0.1:
        story.then(people.supervisor, at, TaskTransition.REJECT, reason=chance.choice(said["rejected"]))
        at += timedelta(hours=5)
        story.then(unit, at, TaskTransition.REPORT, text=chance.choice(said["report"]), files=people.photo())
        at += timedelta(hours=3)
    story.then(people.supervisor, at, TaskTransition.VERIFY).then(
        people.supervisor, at + timedelta(minutes=30), TaskTransition.CLOSE
    )
    _judge(story, people, at + timedelta(hours=4))
    return [story.until(now).whole]


def _judge(story: TaskReplay, people: People, at: datetime) -> None:
    """What others thought of it: the leader's stars, the public's word."""
    chance = people.chance
    if chance.random() < 0.7:
        happy, solved = chance.random() < 0.88, chance.random() < 0.93
        story.then(people.supervisor, at, TaskTransition.CALL_BACK, resolved=solved, satisfied=happy and solved)
    if chance.random() < 0.6:
        story.then(people.leader, at + timedelta(hours=1), TaskTransition.RATE, stars=chance.choice((3, 4, 4, 5, 5, 5)))
