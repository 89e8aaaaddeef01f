"""A task that is already filled in: what, where, why with the number as it was, for whom, and by when.

Somebody sees something, and this says what a task about it would be. Nothing is written; tasks.tasks.dispatch sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from data.core.clock import BUSINESS_ZONE, to_epoch
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator, LocalisedText
from indicators.scoring.judgement import telling_decimals
from indicators.scoring.status import Status
from indicators.tasks.model import NumberSample, Tier, Urgency
from tasks.tasks.dispatch import TaskDeadlines, deadlines
from tasks.tasks.subjects import (
    AlertSubject,
    Fact,
    IndicatorSubject,
    PlaceSubject,
    Subject,
    SubjectReference,
    SupervisionSubject,
    TaskDraft,
    TopicSubject,
)
from tasks.tasks.transition import RuleSet
from tasks.workflow.guards import LONGEST

DEMO = 4  # a value's basis: of the demonstration
SURGE = 2.0  # times what is usual: a topic that is more than a ripple
BY_LEVEL = (Urgency.ORDINARY, Urgency.ORDINARY, Urgency.ORDINARY, Urgency.IMPORTANT, Urgency.URGENT, Urgency.CRITICAL)
"""Normal, white, blue, yellow, orange, red."""


class ProposalWording(Protocol):
    """How a proposed task is worded: screens know the language, rules do not."""

    def localise(self, subject: str, part: str, **facts: str) -> str:
        """The title, the request (`what`) or the reason (`why`) of a task about a kind of subject."""
        ...

    def name(self, text: LocalisedText) -> str:
        """A name."""
        ...

    def number(self, value: float | None, decimals: int, unit: LocalisedText | None = None) -> str:
        """A number, with its unit."""
        ...


@dataclass(frozen=True)
class Addressee:
    """Who a task should go to, and why.

    `chosen`: `government` of the region (or the nearest around it), `responsible` for the number or device, or
    `nobody`: then somebody has to choose. `others` could be chosen instead; `helpers` are proposed to help.
    """

    unit: str
    chosen: str
    others: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A draft with the deadlines it would have if it were sent now, and why this unit."""

    draft: TaskDraft
    deadlines: TaskDeadlines
    addressee: Addressee


def propose(subject: Subject, book: RuleSet, now: datetime, words: ProposalWording) -> Proposal:
    """The task that a subject suggests, in the words of whoever sees it."""
    if isinstance(subject, IndicatorSubject):
        draft, to = _indicator(subject, book, now, words)
    elif isinstance(subject, AlertSubject):
        draft, to = _alert(subject, book, words)
    elif isinstance(subject, TopicSubject):
        draft, to = _topic(subject, book, now, words)
    elif isinstance(subject, SupervisionSubject):
        draft, to = _matter(subject, book, words)
    else:
        draft, to = _place(subject, book, words)
    return Proposal(draft, deadlines(book, draft, now), to)


def number_of(cell: IndicatorValue, version: int, at: datetime) -> NumberSample:
    """The reading of an indicator that a task keeps."""
    return NumberSample(to_epoch(at), cell.value, cell.period, cell.status, cell.gap, version=version)


def topic_number(count: float, usual: float | None, period: str, at: datetime) -> NumberSample:
    """The reading of a topic that a task keeps: off track while it stands above what is usual, by how much."""
    if not usual:
        return NumberSample(to_epoch(at), count, period)
    status = Status.OFF_TRACK if count > usual else Status.ON_TRACK
    return NumberSample(to_epoch(at), count, period, int(status), 1 - count / usual)


def of_region(book: RuleSet, region: int, responsible: str) -> Addressee:
    """A matter of a district or town goes to its government, one of the city to the unit that answers for it."""
    whole = region == book.catalogue.regions.city.code
    government = None if whole else book.catalogue.government_of(region)
    around = [book.catalogue.government_of(code) for code in book.catalogue.regions.around(region)]
    candidates = [unit for unit in (government, responsible, *around) if unit]
    ordered = tuple(dict.fromkeys(candidates))
    if not ordered:
        return Addressee("", "nobody")
    return Addressee(ordered[0], "government" if government else "responsible", ordered[1:])


def of_device(book: RuleSet, region: int, responsible: str) -> Addressee:
    """An alert goes to the unit that answers for the sign; the government of the place is asked to help."""
    local = of_region(book, region, "")
    if not responsible:
        return local
    helpers = (local.unit,) if local.unit and local.unit != responsible else ()
    others = tuple(unit for unit in (local.unit, *local.others) if unit and unit != responsible)
    return Addressee(responsible, "responsible", others, helpers)


def tier_of(book: RuleSet, unit: str) -> Tier:
    """The tier at which a unit handles: its region's, or the city's."""
    known = book.catalogue.units.get(unit)
    return Tier.CITY if known is None or known.region is None else Tier(book.catalogue.regions[known.region].level)


def _indicator(
    subject: IndicatorSubject, book: RuleSet, now: datetime, words: ProposalWording
) -> tuple[TaskDraft, Addressee]:
    cell, judged = subject.cell, subject.cell.judgement
    indicator = book.catalogue.indicators[cell.indicator]
    decimals = indicator.decimals
    if cell.value is not None and judged.aim is not None:
        decimals = telling_decimals(cell.value, judged.aim, decimals)
    said = {
        "region": _region(book, cell.region, words),
        "name": words.name(indicator.name),
        "period": cell.period,
        "value": words.number(cell.value, decimals, indicator.unit),
        "expected": words.number(judged.aim, decimals, indicator.unit),
        "run": str(judged.short_run),
        "demo": words.localise("indicator", "demo") if cell.basis == DEMO else "",
    }
    form = _form(cell, indicator)
    to = of_region(book, cell.region, indicator.responsible)
    draft = TaskDraft(
        about=SubjectReference("indicator", cell.indicator, _indicator_facts(subject, book)),
        kind=book.policy.kind_for("indicator"),
        urgency=_urgency_of(cell, indicator.veto),
        region=cell.region,
        unit=to.unit,
        title=words.localise("indicator", f"{form}.title", **said),
        what=words.localise("indicator", f"{form}.what", **said),
        why=words.localise("indicator", f"{form}.why", **said),
        place=said["region"],
        tier=tier_of(book, to.unit),
        number=number_of(cell, subject.version, now),
    )
    return draft, to


def _form(cell: IndicatorValue, indicator: Indicator) -> str:
    """Which of the wordings says what is: `short` of the path, `over` what is allowed, `outside` the band, `silent`
    where a figure is overdue, else `asked`: nothing is wrong, and yet somebody wants something."""
    if cell.stale or cell.value is None:
        return "silent"
    if cell.judgement.code != "short":
        return "asked"
    return {"higher": "short", "lower": "over"}.get(indicator.better, "outside")


def _urgency_of(cell: IndicatorValue, veto: bool) -> Urgency:
    if cell.status != Status.OFF_TRACK or not cell.judgement.needs_a_hand:
        return Urgency.ORDINARY
    return Urgency.URGENT if veto else Urgency.IMPORTANT


def _indicator_facts(subject: IndicatorSubject, book: RuleSet) -> dict[str, Fact]:
    """The number as it was, with what a screen needs to show it again in either language."""
    cell = subject.cell
    indicator = book.catalogue.indicators[cell.indicator]
    return {
        "name_zh": indicator.name.zh,
        "name_en": indicator.name.en,
        "unit_zh": indicator.unit.zh,
        "unit_en": indicator.unit.en,
        "decimals": indicator.decimals,
        "period": cell.period,
        "value": cell.value,
        "expected": cell.expected,
        "gap": cell.gap,
        "status": int(cell.status),
        "basis": cell.basis,
        "run": cell.judgement.short_run,
        "version": subject.version,
    }


def _alert(subject: AlertSubject, book: RuleSet, words: ProposalWording) -> tuple[TaskDraft, Addressee]:
    said = {
        "place": subject.place or _region(book, subject.region, words),
        "name": words.name(subject.name),
        "level": words.localise("level", str(subject.level)),
        "value": words.number(subject.value, 2, subject.unit),
        "at": f"{subject.at.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}",
    }
    to = of_device(book, subject.region, subject.responsible)
    facts: dict[str, Fact] = {
        "name_zh": subject.name.zh,
        "name_en": subject.name.en,
        "unit_zh": subject.unit.zh,
        "unit_en": subject.unit.en,
        "level": subject.level,
        "value": subject.value,
        "at": to_epoch(subject.at),
    }
    draft = TaskDraft(
        about=SubjectReference(subject.kind, subject.ref, facts),
        kind=book.policy.kind_for(subject.kind),
        urgency=BY_LEVEL[subject.level],
        region=subject.region,
        unit=to.unit,
        title=words.localise("alert", "title", **said),
        what=words.localise("alert", "what", **said),
        why=words.localise("alert", "why" if subject.value is not None else "why.bare", **said),
        place=said["place"],
        tier=tier_of(book, to.unit),
        helpers=to.helpers,
        number=NumberSample(to_epoch(subject.at), subject.value, level=subject.level),
    )
    return draft, to


def _topic(subject: TopicSubject, book: RuleSet, now: datetime, words: ProposalWording) -> tuple[TaskDraft, Addressee]:
    times = subject.count / subject.usual if subject.usual else None
    said = {
        "region": _region(book, subject.region, words),
        "name": words.name(subject.name),
        "period": subject.period,
        "count": words.number(subject.count, 0),
        "usual": words.number(subject.usual, 1),
        "times": words.number(times, 1),
    }
    to = of_region(book, subject.region, subject.responsible)
    facts: dict[str, Fact] = {
        "name_zh": subject.name.zh,
        "name_en": subject.name.en,
        "period": subject.period,
        "value": subject.count,
        "usual": subject.usual,
    }
    draft = TaskDraft(
        about=SubjectReference("topic", subject.ref, facts),
        kind=book.policy.kind_for("topic"),
        urgency=Urgency.IMPORTANT if times is not None and times >= SURGE else Urgency.ORDINARY,
        region=subject.region,
        unit=to.unit,
        title=words.localise("topic", "title", **said),
        what=words.localise("topic", "what", **said),
        why=words.localise("topic", "why" if times is not None else "why.bare", **said),
        place=said["region"],
        tier=tier_of(book, to.unit),
        number=topic_number(subject.count, subject.usual, subject.period, now),
    )
    return draft, to


def _place(subject: PlaceSubject, book: RuleSet, words: ProposalWording) -> tuple[TaskDraft, Addressee]:
    said = {"place": subject.place or _region(book, subject.region, words)}
    to = of_region(book, subject.region, subject.responsible)
    draft = TaskDraft(
        about=SubjectReference("place", str(subject.region)),
        kind=book.policy.kind_for("place"),
        urgency=Urgency.ORDINARY,
        region=subject.region,
        unit=to.unit,
        title=words.localise("place", "title", **said),
        what=words.localise("place", "what", **said),
        place=said["place"],
        tier=tier_of(book, to.unit),
    )
    return draft, to


def _matter(subject: SupervisionSubject, book: RuleSet, words: ProposalWording) -> tuple[TaskDraft, Addressee]:
    """It goes to the unit that answers for the matter, whatever the region."""
    said = {"title": subject.title, "source": subject.source}
    local = of_region(book, subject.region, subject.responsible)
    others = tuple(unit for unit in (local.unit, *local.others) if unit and unit != subject.responsible)
    draft = TaskDraft(
        about=SubjectReference("matter", str(subject.ref)),
        kind=book.policy.kind_for("matter"),
        urgency=Urgency.ORDINARY,
        region=subject.region,
        unit=subject.responsible,
        title=subject.title[: LONGEST["title"]],
        what=words.localise("matter", "what", **said),
        why=words.localise("matter", "why", **said),
        place=_region(book, subject.region, words),
        tier=tier_of(book, subject.responsible),
    )
    return draft, Addressee(subject.responsible, "responsible", others)


def _region(book: RuleSet, code: int, words: ProposalWording) -> str:
    return words.name(book.catalogue.regions[code].name)
