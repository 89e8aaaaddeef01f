"""A task that is already filled in: what, where, why with the number as it was, for whom, and by when.

Somebody sees something, and this says what a task about it would be. Nothing is written; tasks.dispatch sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from components.numbers import digits
from components.task_words import proposal
from components.view import Lang
from data.clock import BUSINESS_ZONE, to_epoch
from data.operations.task_types import Number, Tier, Urgency
from indicators.definitions import Text
from indicators.results import Cell
from indicators.status import Status
from tasks.case import Rulebook
from tasks.dispatch import Deadlines, deadlines
from tasks.guards import LONGEST
from tasks.subjects import (
    About,
    AlertSubject,
    Draft,
    Fact,
    IndicatorSubject,
    MatterSubject,
    PlaceSubject,
    Subject,
    TopicSubject,
)

DEMO = 4  # a value's basis: of the demonstration
SURGE = 2.0  # times what is usual: a topic that is more than a ripple
BY_LEVEL = (Urgency.ORDINARY, Urgency.ORDINARY, Urgency.ORDINARY, Urgency.IMPORTANT, Urgency.URGENT, Urgency.CRITICAL)
"""Normal, white, blue, yellow, orange, red."""


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

    draft: Draft
    deadlines: Deadlines
    addressee: Addressee


def propose(subject: Subject, book: Rulebook, now: datetime, lang: Lang = "zh") -> Proposal:
    """The task that a subject suggests, in the language of whoever sees it."""
    if isinstance(subject, IndicatorSubject):
        draft, to = _indicator(subject, book, now, lang)
    elif isinstance(subject, AlertSubject):
        draft, to = _alert(subject, book, lang)
    elif isinstance(subject, TopicSubject):
        draft, to = _topic(subject, book, now, lang)
    elif isinstance(subject, MatterSubject):
        draft, to = _matter(subject, book, lang)
    else:
        draft, to = _place(subject, book, lang)
    return Proposal(draft, deadlines(book, draft, now), to)


def number_of(cell: Cell, version: int, at: datetime) -> Number:
    """The reading of an indicator that a task keeps."""
    return Number(to_epoch(at), cell.value, cell.period, cell.status, cell.gap, version=version)


def topic_number(count: float, usual: float | None, period: str, at: datetime) -> Number:
    """The reading of a topic that a task keeps: off track while it stands above what is usual, by how much."""
    if not usual:
        return Number(to_epoch(at), count, period)
    status = Status.OFF_TRACK if count > usual else Status.ON_TRACK
    return Number(to_epoch(at), count, period, int(status), 1 - count / usual)


def of_region(book: Rulebook, region: int, responsible: str) -> Addressee:
    """A matter of a district or town goes to its government, one of the city to the unit that answers for it."""
    whole = region == book.catalogue.regions.city.code
    government = None if whole else book.catalogue.government_of(region)
    around = [book.catalogue.government_of(code) for code in book.catalogue.regions.around(region)]
    candidates = [unit for unit in (government, responsible, *around) if unit]
    ordered = tuple(dict.fromkeys(candidates))
    if not ordered:
        return Addressee("", "nobody")
    return Addressee(ordered[0], "government" if government else "responsible", ordered[1:])


def of_device(book: Rulebook, region: int, responsible: str) -> Addressee:
    """An alert goes to the unit that answers for the sign; the government of the place is asked to help."""
    local = of_region(book, region, "")
    if not responsible:
        return local
    helpers = (local.unit,) if local.unit and local.unit != responsible else ()
    others = tuple(unit for unit in (local.unit, *local.others) if unit and unit != responsible)
    return Addressee(responsible, "responsible", others, helpers)


def tier_of(book: Rulebook, unit: str) -> Tier:
    """The tier at which a unit handles: its region's, or the city's."""
    known = book.catalogue.units.get(unit)
    return Tier.CITY if known is None or known.region is None else Tier(book.catalogue.regions[known.region].level)


def _indicator(subject: IndicatorSubject, book: Rulebook, now: datetime, lang: Lang) -> tuple[Draft, Addressee]:
    cell = subject.cell
    indicator = book.catalogue.indicators[cell.indicator]
    unit = _unit(indicator.unit, lang)
    said = {
        "region": _region(book, cell.region, lang),
        "name": _say(indicator.name, lang),
        "period": cell.period,
        "value": digits(cell.value, indicator.decimals) + unit,
        "expected": digits(cell.expected, indicator.decimals) + unit,
        "run": str(cell.run),
        "demo": proposal(lang, "indicator", "demo") if cell.basis == DEMO else "",
    }
    silent = cell.stale or cell.value is None
    form = "silent" if silent else "short" if cell.expected is not None else "outside"
    to = of_region(book, cell.region, indicator.responsible)
    draft = Draft(
        about=About("indicator", cell.indicator, _indicator_facts(subject, book)),
        kind=book.policy.kind_for("indicator"),
        urgency=_urgency_of(cell, indicator.veto),
        region=cell.region,
        unit=to.unit,
        title=proposal(lang, "indicator", f"{form}.title", **said),
        what=proposal(lang, "indicator", f"{form}.what", **said),
        why=proposal(lang, "indicator", f"{form}.why", **said),
        place=said["region"],
        tier=tier_of(book, to.unit),
        number=number_of(cell, subject.version, now),
    )
    return draft, to


def _urgency_of(cell: Cell, veto: bool) -> Urgency:
    if cell.status != Status.OFF_TRACK or cell.stale:
        return Urgency.ORDINARY
    return Urgency.URGENT if veto else Urgency.IMPORTANT


def _indicator_facts(subject: IndicatorSubject, book: Rulebook) -> dict[str, Fact]:
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
        "run": cell.run,
        "version": subject.version,
    }


def _alert(subject: AlertSubject, book: Rulebook, lang: Lang) -> tuple[Draft, Addressee]:
    unit = _unit(subject.unit, lang)
    said = {
        "place": subject.place or _region(book, subject.region, lang),
        "name": _say(subject.name, lang),
        "level": proposal(lang, "level", str(subject.level)),
        "value": digits(subject.value, 2) + unit,
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
    draft = Draft(
        about=About(subject.kind, subject.ref, facts),
        kind=book.policy.kind_for(subject.kind),
        urgency=BY_LEVEL[subject.level],
        region=subject.region,
        unit=to.unit,
        title=proposal(lang, "alert", "title", **said),
        what=proposal(lang, "alert", "what", **said),
        why=proposal(lang, "alert", "why" if subject.value is not None else "why.bare", **said),
        place=said["place"],
        tier=tier_of(book, to.unit),
        helpers=to.helpers,
        number=Number(to_epoch(subject.at), subject.value, level=subject.level),
    )
    return draft, to


def _topic(subject: TopicSubject, book: Rulebook, now: datetime, lang: Lang) -> tuple[Draft, Addressee]:
    times = subject.count / subject.usual if subject.usual else None
    said = {
        "region": _region(book, subject.region, lang),
        "name": _say(subject.name, lang),
        "period": subject.period,
        "count": digits(subject.count, 0),
        "usual": digits(subject.usual, 1),
        "times": digits(times, 1),
    }
    to = of_region(book, subject.region, subject.responsible)
    facts: dict[str, Fact] = {
        "name_zh": subject.name.zh,
        "name_en": subject.name.en,
        "period": subject.period,
        "value": subject.count,
        "usual": subject.usual,
    }
    draft = Draft(
        about=About("topic", subject.ref, facts),
        kind=book.policy.kind_for("topic"),
        urgency=Urgency.IMPORTANT if times is not None and times >= SURGE else Urgency.ORDINARY,
        region=subject.region,
        unit=to.unit,
        title=proposal(lang, "topic", "title", **said),
        what=proposal(lang, "topic", "what", **said),
        why=proposal(lang, "topic", "why" if times is not None else "why.bare", **said),
        place=said["region"],
        tier=tier_of(book, to.unit),
        number=topic_number(subject.count, subject.usual, subject.period, now),
    )
    return draft, to


def _place(subject: PlaceSubject, book: Rulebook, lang: Lang) -> tuple[Draft, Addressee]:
    said = {"place": subject.place or _region(book, subject.region, lang)}
    to = of_region(book, subject.region, subject.responsible)
    draft = Draft(
        about=About("place", str(subject.region)),
        kind=book.policy.kind_for("place"),
        urgency=Urgency.ORDINARY,
        region=subject.region,
        unit=to.unit,
        title=proposal(lang, "place", "title", **said),
        what=proposal(lang, "place", "what", **said),
        place=said["place"],
        tier=tier_of(book, to.unit),
    )
    return draft, to


def _matter(subject: MatterSubject, book: Rulebook, lang: Lang) -> tuple[Draft, Addressee]:
    """It goes to the unit that answers for the matter, whatever the region."""
    said = {"title": subject.title, "source": subject.source}
    local = of_region(book, subject.region, subject.responsible)
    others = tuple(unit for unit in (local.unit, *local.others) if unit and unit != subject.responsible)
    draft = Draft(
        about=About("matter", str(subject.ref)),
        kind=book.policy.kind_for("matter"),
        urgency=Urgency.ORDINARY,
        region=subject.region,
        unit=subject.responsible,
        title=subject.title[: LONGEST["title"]],
        what=proposal(lang, "matter", "what", **said),
        why=proposal(lang, "matter", "why", **said),
        place=_region(book, subject.region, lang),
        tier=tier_of(book, subject.responsible),
    )
    return draft, Addressee(subject.responsible, "responsible", others)


def _region(book: Rulebook, code: int, lang: Lang) -> str:
    return _say(book.catalogue.regions[code].name, lang)


def _say(text: Text, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en


def _unit(text: Text, lang: Lang) -> str:
    said = _say(text, lang)
    return said if said in {"%", "‰", "°"} or lang == "zh" else f" {said}"
