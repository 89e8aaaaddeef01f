"""Rules that hold between definitions; each returns the faults it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from indicators.catalogue.definition_set import Catalogue
from indicators.definitions.faults import Fault
from indicators.definitions.loader import LocatedDefinition
from indicators.definitions.model import (
    Definition,
    EventKind,
    Indicator,
    Level,
    LocalisedText,
    Measure,
    Target,
    TopicNames,
)
from indicators.definitions.regions import DEPTH, Region
from indicators.formula.functions import FUNCTIONS
from indicators.formula.meaning import expanded
from indicators.formula.tree import Binary, Call, Constant, Name, Node, parts_of
from indicators.formula.tree import measures as used

Place = Callable[[str, str, str, str], Fault]
PLAN_FIGURE = re.compile(r"[BT]\d\d", re.ASCII)
OUTER: Mapping[Level, Level | None] = {"city": None, "district": "city", "town": "district"}
LENGTH = {"month": 0, "quarter": 1, "year": 2}


def region(row: Mapping[str, str]) -> Region:
    """The region a row of regions.csv describes. KeyError or ValueError where it does not."""
    parent = int(row["parent"]) if row["parent"] else None
    name = LocalisedText(zh=row["name_zh"], en=row["name_en"])
    return Region(int(row["code"]), parent, _level(row["level"]), name, int(row["order"]))


def _level(text: str) -> Level:
    for known in DEPTH:
        if text == known:
            return known
    raise ValueError(f"a level is city, district or town, not {text!r}")


def region_tree(found: Sequence[tuple[Region, int]], file: Path) -> list[Fault]:
    """One city without a parent, districts in it, towns in districts, each code once. `found` has line numbers."""
    levels = {region.code: region.level for region, _ in found}
    faults = [
        Fault(file, line, str(region.code), code, reason)
        for region, line in found
        for code, reason in _seat(region, levels)
    ]
    seen: set[int] = set()
    for region, line in found:
        if region.code in seen:
            faults.append(Fault(file, line, str(region.code), "duplicate-region", "given twice"))
        seen.add(region.code)
    if [region.level for region, _ in found].count("city") > 1:
        faults.append(Fault(file, 1, "", "several-cities", "there is one city"))
    return faults


def _seat(region: Region, levels: Mapping[int, Level]) -> Iterable[tuple[str, str]]:
    outer = OUTER[region.level]
    if region.parent is None:
        if outer:
            yield "unknown-parent", f"a {region.level} lies in a {outer}"
    elif region.parent not in levels:
        yield "unknown-parent", f"there is no region {region.parent}"
    elif levels[region.parent] != outer:
        yield "wrong-level", f"a {region.level} cannot lie in a {levels[region.parent]}"


def topic_names(kind: str, names: TopicNames, known: EventKind | None, at: Place) -> list[Fault]:
    """The kind of events and each topic must exist, and a name belongs to one of them."""
    if known is None:
        return [at(kind, "", "unknown-event-kind", f"there is no kind of events {kind}")]
    topics = {topic.id for topic in known.topics}
    faults = [at(kind, "topics", "unknown-topic", f"there is no topic {one}") for one in names.topics.keys() - topics]
    owners: dict[str, str] = {}
    for topic in known.with_names(names).topics:
        for name in (topic.zh, topic.en, *topic.also):
            if owners.setdefault(name, topic.id) != topic.id:
                faults.append(at(kind, "topics", "name-of-two", f"{name} is {owners[name]} and {topic.id}"))
    return faults


def aliases(catalogue: Catalogue, at: Place) -> list[Fault]:
    """What an alias names must exist."""
    return [
        at(name, key, f"unknown-{key}", f"there is no {key} {of}")
        for name, alias in catalogue.aliases.items()
        for key, of, known in (
            ("region", alias.region, catalogue.regions),
            ("measure", alias.measure, catalogue.measures),
        )
        if of is not None and of not in known
    ]


def units(catalogue: Catalogue, at: Place) -> list[Fault]:
    """The region that a unit governs must exist, and has one government."""
    faults: list[Fault] = []
    governed: dict[int, str] = {}
    for name, unit in catalogue.units.items():
        if unit.region is None:
            continue
        if unit.region not in catalogue.regions:
            faults.append(at(name, "region", "unknown-region", f"there is no region {unit.region}"))
        elif unit.region in governed:
            faults.append(at(name, "region", "governed-twice", f"{governed[unit.region]} governs {unit.region}"))
        governed.setdefault(unit.region, name)
    return faults


def measures(catalogue: Catalogue, at: Place) -> list[Fault]:
    """Weights and events that a measure names must exist; weights must not run in a circle."""
    faults: list[Fault] = []
    for name, measure in catalogue.measures.items():
        faults += _weight(catalogue, name, measure, at)
        counted = measure.events
        if counted is None:
            continue
        kind = catalogue.events.get(counted.kind)
        if kind is None:
            faults.append(at(name, "events", "unknown-event-kind", f"there is no kind of events {counted.kind!r}"))
        else:
            faults += [
                at(name, "events", "unknown-flag", f"{counted.kind} has no flag {flag!r}")
                for flag in counted.flags
                if flag not in kind.flags
            ]
    return faults


def _weight(catalogue: Catalogue, name: str, measure: Measure, at: Place) -> list[Fault]:
    seen, weight = {name}, measure.weight
    if weight and measure.kind != "mean":
        return [at(name, "weight", "needless-weight", "only a mean is weighted")]
    while weight:
        if weight not in catalogue.measures:
            return [at(name, "weight", "unknown-measure", f"there is no measure {weight!r}")]
        if weight in seen:
            return [at(name, "weight", "circular", f"the weight {weight!r} leads back to itself")]
        seen.add(weight)
        weight = catalogue.measures[weight].weight
    return []


def indicators(catalogue: Catalogue, at: Place) -> list[Fault]:
    """What an indicator refers to must exist and fit together."""
    faults: list[Fault] = []
    for name, indicator in catalogue.indicators.items():
        faults += _references(catalogue, name, indicator, at)
        if name in catalogue.formulas:
            faults += _formula(catalogue, name, indicator, at)
    return faults


def _references(catalogue: Catalogue, name: str, indicator: Indicator, at: Place) -> Iterable[Fault]:
    plan = catalogue.plan
    known: dict[str, tuple[str | None, Iterable[str]]] = {
        "goal": (indicator.goal, plan.goals),
        "pillar": (indicator.pillar, {**plan.pillars, **plan.supports}),
        "function": (indicator.function, plan.functions),
        "topic": (indicator.topic, plan.topics),
        "section": (indicator.section, {section.id for section in plan.sections}),
        "responsible": (indicator.responsible, catalogue.units),
        "standard": (indicator.standard, catalogue.standards.by_name()),
    }
    for key, (value, there) in known.items():
        if value is not None and value not in there:
            yield at(name, key, f"unknown-{key}", f"there is no {key} {value!r}")
    yield from _served(name, indicator, {section.id for section in plan.sections}, at)
    if not _known_source(catalogue, indicator.basis.ref):
        yield at(name, "basis", "unknown-source", f"there is no source {indicator.basis.ref!r}")


def _served(name: str, indicator: Indicator, there: set[str], at: Place) -> Iterable[Fault]:
    """Sections served besides the own one exist, and each is said once."""
    said = {indicator.section}
    for section in indicator.also:
        if section not in there:
            yield at(name, "also", "unknown-section", f"there is no section {section!r}")
        elif section in said:
            yield at(name, "also", "repeated-section", f"section {section!r} is named already")
        said.add(section)


def _formula(catalogue: Catalogue, name: str, indicator: Indicator, at: Place) -> list[Fault]:
    tree = catalogue.formulas[name]
    needed = dict.fromkeys(used(tree))
    lost = [measure for measure in needed if measure not in catalogue.measures]
    if lost or not needed:
        words = f"there is no measure {', '.join(map(repr, lost))}" if lost else "a formula needs a measure"
        return [at(name, "formula", "unknown-measure", words)]
    faults = [
        at(name, "formula", "unit-mismatch", f"{left} and {right} cannot be added up")
        for left, right in _mismatches(catalogue, tree)
    ]
    coarse = [
        m
        for m in needed
        if LENGTH[catalogue.measures[m].grain] > LENGTH[indicator.grain] and catalogue.measures[m].kind != "stock"
    ]
    if coarse:
        faults.append(
            at(name, "grain", "grain-too-fine", f"{', '.join(coarse)} come less often than every {indicator.grain}")
        )
    return faults


def _mismatches(catalogue: Catalogue, node: Node) -> list[tuple[str, str]]:
    """The pairs of units that are added up, each once; of a function, those in its arithmetic."""
    node = expanded(node)
    found = [pair for part in parts_of(node) for pair in _mismatches(catalogue, part)]
    if isinstance(node, Binary) and node.sign in "+-":
        left, right = (_unit(catalogue, side) for side in (node.left, node.right))
        if left and right and left != right:
            found.append((left, right))
    return list(dict.fromkeys(found))


def _unit(catalogue: Catalogue, node: Node) -> str | None:
    """The unit of a node where it is plain to see; None where it is not (products, quotients)."""
    if isinstance(node, Name):
        return catalogue.measures[node.measure].unit.zh
    if isinstance(node, Binary) and node.sign in "+-":
        return _unit(catalogue, node.left) or _unit(catalogue, node.right)
    if isinstance(node, Binary) and node.sign == "*":
        sides = [side for side in (node.left, node.right) if not isinstance(side, Constant)]
        return _unit(catalogue, sides[0]) if len(sides) == 1 else None
    return FUNCTIONS[node.function].unit if isinstance(node, Call) else None


def targets(catalogue: Catalogue, found: Iterable[LocatedDefinition[Target]]) -> list[Fault]:
    """A target needs an indicator, a region, a known reference, and a tolerance where its value is 0."""
    return [
        placed.fault((key,), code, reason) for placed in found for key, code, reason in _target(catalogue, placed.made)
    ]


def _target(catalogue: Catalogue, target: Target) -> Iterable[tuple[str, str, str]]:
    indicator = catalogue.indicators.get(target.indicator)
    if indicator is None:
        yield "indicator", "unknown-indicator", f"there is no indicator {target.indicator!r}"
        return
    if target.region not in catalogue.regions:
        yield "region", "unknown-region", f"there is no region {target.region}"
    if not _known_source(catalogue, target.ref):
        yield "ref", "unknown-source", f"there is no source {target.ref!r}"
    if _meets_zero(target) and indicator.tolerance is None and target.source_kind != "benchmark":
        reason = f"{target.indicator} needs a tolerance, since a share of 0 is 0"
        yield "value", "zero-without-tolerance", reason
    if indicator.better == "none" and target.source_kind != "benchmark":
        yield "indicator", "not-judged", f"{target.indicator} has no good direction"


def _known_source(catalogue: Catalogue, ref: str | None) -> bool:
    """A listed source, or the number of a figure of the plan's text (B01–B63, T01–T06)."""
    return not ref or not catalogue.sources or ref in catalogue.sources or bool(PLAN_FIGURE.fullmatch(ref))


def _meets_zero(target: Target) -> bool:
    """Whether the path is or passes 0, where a tolerance that is a share of it would vanish."""
    held = {target.value, *(value for _, value in target.steps)}
    if target.path == "linear" and target.baseline is not None:
        return min(target.baseline, target.value) <= 0 <= max(target.baseline, target.value)
    return 0 in held


__all__ = ["Definition", "Place", "indicators", "measures", "region", "region_tree", "targets", "units"]
