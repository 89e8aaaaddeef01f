"""The demonstration's supervised matters: lights in all colours, none of them set by hand."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from data.core.clock import BUSINESS_ZONE
from data.operations import Operations
from demo.tasks.people import People
from demo.tasks.texts import DemoSupervisionItem, words
from tasks.supervision.commands import NewSupervisionItem, act_on_item, set_item
from tasks.supervision.transition import SupervisionPayload, SupervisionTransition
from tasks.tasks.transition import RuleSet

BEFORE = 20  # days before its first milestone a matter was set, at least


def replay_supervision_items(operations: Operations, book: RuleSet, people: People, now: datetime) -> int:
    """Set all of them and tell what was reported and confirmed; returns how many."""
    for matter in words().matters:
        _tell(operations, book, people, matter, now)
    return len(words().matters)


def _tell(operations: Operations, book: RuleSet, people: People, matter: DemoSupervisionItem, now: datetime) -> None:
    today = now.astimezone(BUSINESS_ZONE).date()
    days = [datetime.combine(today + timedelta(days=n), time(17, 30), BUSINESS_ZONE) for n in matter.days]
    at = min(days[0], now) - timedelta(days=BEFORE)
    region = book.catalogue.units[matter.unit].region or book.catalogue.regions.city.code
    steps = tuple(zip(matter.steps, days, strict=True))
    new = NewSupervisionItem(matter.kind, matter.title, matter.source, region, matter.unit, steps)
    outcome = set_item(operations, book, people.supervisor, at, new)
    assert outcome.matter is not None, outcome.refusal
    number, unit = outcome.matter.id, people.of(matter.unit)
    if matter.far < 0:
        return
    answer = SupervisionPayload(text="已制定方案并明确责任人")
    act_on_item(operations, book, unit, at + timedelta(days=1), number, SupervisionTransition.ANSWER, answer)
    for order, day in enumerate(days[: matter.far], 1):
        reported = min(day - timedelta(days=2), now - timedelta(days=2))
        given = SupervisionPayload(order, text="该节点已完成，佐证材料附后", files=people.photo())
        act_on_item(operations, book, unit, reported, number, SupervisionTransition.REPORT, given)
        act_on_item(
            operations,
            book,
            people.supervisor,
            reported + timedelta(days=1),
            number,
            SupervisionTransition.CONFIRM,
            SupervisionPayload(order),
        )
