"""Did it help? A closed task stays tied to its number: as it was when it was sent, when it was closed, and later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from data.core.actor import Actor
from data.core.clock import to_epoch
from data.core.scope import OutOfScope, Scope
from data.operations import Operations
from data.operations.alerts.repository import AlertMissing, one_alert
from data.operations.tasks.numbers import awaiting_evaluation, kept_numbers
from data.operations.tasks.store import keep_number
from data.snapshots.indicator_repository import IndicatorRepository
from indicators.scoring.status import MARGIN, Status
from indicators.tasks.model import KeptNumber, NumberOutcome, NumberSample, Task
from tasks.tasks.commands import carry_out, task_context
from tasks.tasks.proposals import number_of
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.transition import RuleSet
from tasks.tasks.transitions import Payload, TaskTransition

LOOKED_AT = timedelta(days=400)  # so long after its closing the number is looked at again
Place = tuple[str, int]
"""What a number is about: an id and a region."""


class NumberSource(Protocol):
    """Where the present numbers of one kind of subjects come from."""

    def read(self, places: Collection[Place], now: datetime) -> Mapping[Place, NumberSample]:
        """The newest number of each place; those without one are left out."""
        ...


@dataclass(frozen=True)
class IndicatorNumbers:
    """Indicators, as the newest snapshot has them."""

    reader: IndicatorRepository
    scope: Scope

    def read(self, places: Collection[Place], now: datetime) -> Mapping[Place, NumberSample]:
        """One query for all."""
        version = self.reader.version(self.scope)
        indicators, regions = {name for name, _ in places}, {region for _, region in places}
        cells = self.reader.many_cells(self.scope, version, indicators, regions)
        return {place: number_of(cells[place], version, now) for place in places if place in cells}


@dataclass(frozen=True)
class AlertNumbers:
    """Alerts by the level that they have now; 0 when the trouble has ended."""

    operations: Operations
    scope: Scope

    def read(self, places: Collection[Place], now: datetime) -> Mapping[Place, NumberSample]:
        """One that is not there any more is left out."""
        found: dict[Place, NumberSample] = {}
        with self.operations.reading() as connection:
            for place in places:
                with suppress(AlertMissing, OutOfScope):
                    alert = one_alert(connection, self.scope, int(place[0]))
                    found[place] = NumberSample(to_epoch(now), alert.value_now, level=alert.level if alert.live else 0)
        return found


def outcome_of(sent: NumberSample, now: NumberSample) -> NumberOutcome:
    """What became of a number, by its own direction and status.

    A sign has recovered when its level is normal, and got worse when it is higher. Any other number has recovered when
    it is on track, and got worse when its gap grew by more than the margin or its status is worse. Nothing is said
    before something newer is known; a number that had not come when the task was sent has recovered when one came.
    """
    if sent.level is not None and now.level is not None:
        return (
            NumberOutcome.RECOVERED
            if now.level == 0
            else NumberOutcome.WORSE
            if now.level > sent.level
            else NumberOutcome.NOT_YET
        )
    if now.status == Status.UNKNOWN or (now.period, now.value) == (sent.period, sent.value):
        return NumberOutcome.WAITING
    if sent.status == Status.UNKNOWN or now.status == Status.ON_TRACK:
        return NumberOutcome.RECOVERED
    wider = sent.gap is not None and now.gap is not None and now.gap < sent.gap - MARGIN
    return NumberOutcome.WORSE if wider or now.status > sent.status else NumberOutcome.NOT_YET


def evaluate_outcomes(operations: Operations, book: RuleSet, sources: Mapping[str, NumberSource], now: datetime) -> int:
    """Look at the numbers of closed tasks again; returns for how many something new was found.

    `sources` by kind of subject. The first look after closing is kept as what it was when closed.
    """
    everything = Actor.cockpit().scope
    with operations.reading() as connection:
        tasks = awaiting_evaluation(connection, everything, sources, to_epoch(now - LOOKED_AT))
        kept = kept_numbers(connection, everything, [task.id for task in tasks])
    found = _present(tasks, sources, now)
    news = [(task, kept[task.id], found[task.id]) for task in tasks if task.id in found]
    return sum(_keep(operations, book, task, before, number, now) for task, before, number in news)


class OutcomeEvaluation:
    """Looks at numbers again only when something is new: `mark` changes whenever numbers or tasks may have."""

    def __init__(
        self, operations: Operations, book: RuleSet, sources: Mapping[str, NumberSource], mark: Callable[[], object]
    ) -> None:
        self._look = (operations, book, sources)
        self._mark = mark
        self._seen: object = None

    def __call__(self, now: datetime) -> int:
        """For how many tasks something new was found."""
        mark = self._mark()
        if mark == self._seen:
            return 0
        found = evaluate_outcomes(*self._look, now)
        self._seen = mark
        return found


def _present(tasks: Collection[Task], sources: Mapping[str, NumberSource], now: datetime) -> dict[int, NumberSample]:
    found: dict[int, NumberSample] = {}
    for kind, source in sources.items():
        of_kind = [task for task in tasks if task.subject_kind == kind]
        numbers = source.read({(task.subject, task.region) for task in of_kind}, now) if of_kind else {}
        for task in of_kind:
            if (task.subject, task.region) in numbers:
                found[task.id] = numbers[task.subject, task.region]
    return found


def _keep(
    operations: Operations,
    book: RuleSet,
    task: Task,
    before: tuple[KeptNumber, ...],
    number: NumberSample,
    now: datetime,
) -> bool:
    closed = any(kept.when == "closed" and kept.number.at >= (task.closed_at or 0) for kept in before)
    if closed and _same(before[-1].number, number):
        return False
    sent = next(kept.number for kept in before if kept.when == "sent")
    helped = outcome_of(sent, number)
    with operations.writing() as connection:
        case = task_context(connection, book, Actor.cockpit(), now, task.id, Payload(helped=helped, reason=helped))
        refusal = TASK_TRANSITIONS.refusal(case, TaskTransition.MEASURE)
        if case.task.version != task.version or refusal is not None:
            return False  # somebody has reopened it meanwhile
        keep_number(connection, task.id, "later" if closed else "closed", number)
        if helped != task.helped:
            carry_out(connection, case, TaskTransition.MEASURE)
    return True


def _same(one: NumberSample, other: NumberSample) -> bool:
    return (one.period, one.value, one.status, one.level) == (other.period, other.value, other.status, other.level)
