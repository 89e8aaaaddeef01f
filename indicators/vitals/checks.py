"""Rules that hold between the definitions of vital signs; each returns the faults it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from indicators.definitions.faults import Fault
from indicators.standards.model import Standards
from indicators.vitals.definition_set import Vitals
from indicators.vitals.definitions import SignBlock
from indicators.vitals.levels import Level, LevelName
from indicators.vitals.thresholds import Threshold
from indicators.vitals.value_rules import (
    AirIndexRule,
    DifferenceRule,
    LastingRule,
    LatestRule,
    MeanRule,
    MinutesOpenRule,
    RatioRule,
    ShareRule,
    SumRule,
    WaterClassRule,
)

Where = tuple[str, ...]
Place = Callable[[str, Where, str, str], Fault]
Found = Iterator[tuple[Where, str, str]]
"""Where in a sign, the fault's code, and a sentence."""

PERCENT, POINTS, TIMES, MINUTES = "%", "百分点", "倍", "分钟"


@dataclass(frozen=True)
class ReferencedDefinitions:
    """What signs refer to."""

    vitals: Vitals
    units: Collection[str]
    sources: Collection[str]
    standards: Standards


def duties(around: ReferencedDefinitions, at: Place) -> list[Fault]:
    """A desk belongs to a unit that is there."""
    return [
        at(name, ("unit",), "unknown-unit", f"there is no unit {duty.unit!r}")
        for name, duty in around.vitals.duties.items()
        if duty.unit not in around.units
    ]


def level_sets(around: ReferencedDefinitions, at: Place) -> list[Fault]:
    """A set of levels names a source that is there."""
    return [
        at(name, ("ref",), "unknown-source", f"there is no source {own.ref!r}")
        for name, own in around.vitals.level_sets.items()
        if not _known(own.ref, around.sources)
    ]


def signs(blocks: Mapping[str, SignBlock], around: ReferencedDefinitions, at: Place) -> list[Fault]:
    """What a sign refers to exists, its steps are in order, its units fit, and a warning has words."""
    shared = Counter(block.cause for block in blocks.values())
    return [
        at(name, where, code, reason)
        for name, block in blocks.items()
        for where, code, reason in (
            *_references(block, around),
            *_quantities(block, around),
            *_steps(block),
            *_levels(block, around),
            *_shared(block, shared),
        )
    ]


def _references(sign: SignBlock, around: ReferencedDefinitions) -> Found:
    known: dict[str, tuple[str, Iterable[str]]] = {
        "kind": (sign.kind, around.vitals.kinds),
        "level_set": (sign.level_set, around.vitals.level_sets),
        "responsible": (sign.responsible, around.units),
        "called": (sign.called, around.vitals.duties),
    }
    for key, (value, there) in known.items():
        if value not in there:
            yield (key,), f"unknown-{key.replace('_', '-')}", f"there is no {key.replace('_', ' ')} {value!r}"
    if not _known(sign.basis.ref, around.sources):
        yield ("basis",), "unknown-source", f"there is no source {sign.basis.ref!r}"


def _known(ref: str | None, sources: Collection[str]) -> bool:
    return not ref or not sources or ref in sources


def _quantities(sign: SignBlock, around: ReferencedDefinitions) -> Found:
    """The quantities are there, of the kind that the rule needs, and give the sign's unit."""
    there = around.vitals.quantities
    lost = [quantity for quantity in sign.value.reads if quantity not in there]
    if lost:
        yield ("value",), "unknown-quantity", f"there is no quantity {', '.join(map(repr, dict.fromkeys(lost)))}"
        return
    yield from _states(sign, around)
    yield from _standards(sign, around.standards)
    needed = _unit(sign, {name: quantity.unit.zh for name, quantity in there.items()})
    if needed is not None and sign.unit.zh != needed:
        yield ("unit",), "unit-mismatch", f"its value comes in {needed}, not in {sign.unit.zh}"
    if isinstance(sign.value, ShareRule) and sign.value.times == 100:
        part, whole = (there[name].unit.zh for name in sign.value.reads)
        if part != whole:
            yield ("value",), "unit-mismatch", f"{part} is no part of {whole}"


def _unit(sign: SignBlock, units: Mapping[str, str]) -> str | None:
    """The unit of a sign's value where the rule gives one."""
    rule = sign.value
    if isinstance(rule, LatestRule | SumRule | MeanRule | LastingRule):
        return units[rule.of]
    if isinstance(rule, DifferenceRule):
        return POINTS if units[rule.of] == PERCENT else units[rule.of]
    if isinstance(rule, ShareRule | RatioRule) and rule.times == 100:
        return PERCENT
    if isinstance(rule, RatioRule) and rule.times == 1:
        return TIMES
    return MINUTES if isinstance(rule, MinutesOpenRule) else None


def _states(sign: SignBlock, around: ReferencedDefinitions) -> Found:
    """What is timed as open is a state; a step by state names one that there is."""
    rule = sign.value
    states = around.vitals.quantities[rule.reads[0]].states
    if isinstance(rule, MinutesOpenRule) and not states:
        yield ("value",), "no-state", f"{rule.of} is a number, and only a state is open or not"
    for name, step in sign.steps.items():
        if step.state is not None and not (isinstance(rule, MinutesOpenRule) and step.state in states):
            yield ("steps", name), "unknown-state", f"{rule.reads[0]} has no state {step.state} to be timed in"
        if step.hours is not None and not isinstance(rule, SumRule | WaterClassRule):
            yield ("steps", name), "needless-hours", "only a sum and a water class have hours in their steps"


def _standards(sign: SignBlock, standards: Standards) -> Found:
    rule = sign.value
    if isinstance(rule, AirIndexRule) and standards.air_index is None:
        yield ("value",), "unknown-standard", "there is no standard of the air quality index"
    if isinstance(rule, WaterClassRule):
        if standards.water_classes is None:
            yield ("value",), "unknown-standard", "there is no standard of water classes"
            return
        items = set.union(*({*edition.items} for edition in standards.water_classes.editions))
        if unknown := sorted(rule.of.keys() - items):
            yield ("value",), "unknown-item", f"the standard has no item {', '.join(unknown)}"


def _steps(sign: SignBlock) -> Found:
    """Each step lies on the worse side of the one before: what reaches it has reached the milder one."""
    ordered = sorted(sign.steps.items(), key=lambda pair: Level.called(pair[0]))
    for name, step in ordered:
        if step.worse != sign.worse:
            yield ("steps", name), "wrong-side", f"a sign for which {sign.worse} is worse has no such step"
    for (_, low), (name, high) in pairwise(ordered):
        if not _beyond(sign, low, high):
            yield ("steps", name), "steps-out-of-order", "a worse level begins further out than a milder one"
    limits = [step.limit for _, step in ordered if step.state is None and step.hours is None]
    if sign.best is not None and limits and _turned(sign, limits[0]) < _turned(sign, sign.best):
        yield ("best",), "best-beyond-a-step", "the best value there can be lies on the good side of all steps"


def _beyond(sign: SignBlock, low: Threshold, high: Threshold) -> bool:
    if high.state is not None:
        return low.state is None or low.state < high.state
    if low.state is not None:
        return False
    farther = _turned(sign, high.limit) - _turned(sign, low.limit)
    longer = (high.hours or 0.0) - (low.hours or 0.0)
    stricter = -longer if isinstance(sign.value, SumRule) else longer
    return farther >= 0 and stricter >= 0 and (farther > 0 or stricter > 0)


def _turned(sign: SignBlock, limit: float) -> float:
    return -limit if sign.worse == "lower" else limit


def _levels(sign: SignBlock, around: ReferencedDefinitions) -> Found:
    """Steps and words are for levels of the set, and the mildest step has words."""
    own = around.vitals.level_sets.get(sign.level_set)
    if own is None:
        return
    said: dict[Where, Iterable[LevelName]] = {
        ("steps",): sign.steps,
        ("warning", "matter"): sign.warning.matter,
        ("warning", "measures"): sign.warning.measures,
    }
    for where, names in said.items():
        for name in names:
            if name not in own.names:
                yield (*where, name), "level-outside-set", f"{sign.level_set} has no level {name}"
    mildest = min(sign.steps, key=Level.called)
    for key, texts in (("matter", sign.warning.matter), ("measures", sign.warning.measures)):
        if mildest not in texts:
            yield ("warning", key), "no-words", f"a warning of the level {mildest} has no words here"


def _shared(sign: SignBlock, shared: Mapping[str | None, int]) -> Found:
    if sign.cause is not None and shared[sign.cause] < 2:
        yield ("cause",), "lonely-cause", f"no other sign is driven by {sign.cause!r}"
