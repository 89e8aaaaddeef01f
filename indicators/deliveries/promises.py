"""What each source owes: the measures of the indicators that a unit feeds from one of its systems, and by when.

An indicator promises its value so many days after its period is over (`fresh_days`); with it, whoever delivers promises
the measures of its formula. A measure has one deliverer: the source of the first indicator of the catalogue that is
this measure and nothing else, else of the first that uses it. What the cockpit counts of itself is owed by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indicators.calendar.periods import PER_YEAR, Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Indicator, LocalisedText
from indicators.definitions.regions import DEPTH


@dataclass(frozen=True)
class Promise:
    """A measure that is owed for each period of a grain, `days` after its end, for `regions` regions of a depth.

    `depth` is 0 for the city, 1 for districts, 2 for towns.
    """

    measure: str
    grain: Grain
    days: int
    depth: int
    regions: int


@dataclass(frozen=True)
class DeliverySource:
    """A system of a unit, with what is owed from it and the indicators that stand on it, in the catalogue's order."""

    id: str
    unit: str
    system: LocalisedText
    promises: tuple[Promise, ...] = ()
    indicators: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def sources_of(catalogue: Catalogue) -> Mapping[str, DeliverySource]:
    """Every source by its id, in the order of the units; a source that owes nothing is left out."""
    found: dict[str, DeliverySource] = {}
    for name, indicator in catalogue.indicators.items():
        key = _id(indicator)
        one = found.get(key) or DeliverySource(key, indicator.responsible, indicator.system)
        found[key] = replace(one, indicators=(*one.indicators, name))
    owned: dict[str, list[Promise]] = {}
    for measure, users in _users(catalogue).items():
        owned.setdefault(_owner(catalogue, measure, users), []).append(_promise(catalogue, measure, users))
    order = {unit: place for place, unit in enumerate(catalogue.units)}
    ordered = sorted(found.values(), key=lambda one: (order.get(one.unit, len(order)), one.id))
    return {one.id: replace(one, promises=tuple(owned[one.id])) for one in ordered if one.id in owned}


def source_of_measure(catalogue: Catalogue, measure: str) -> DeliverySource | None:
    """Who owes a measure; None for one that nobody promised."""
    return _by_measure(catalogue).get(measure)


@lru_cache(maxsize=4)
def _by_measure(catalogue: Catalogue) -> Mapping[str, DeliverySource]:
    return {promise.measure: one for one in sources_of(catalogue).values() for promise in one.promises}


def _id(indicator: Indicator) -> str:
    """Unit and system as an address: `transport-bureau.smart-transport-platform`."""
    system = re.sub(r"[^a-z0-9]+", "-", indicator.system.en.lower()).strip("-")
    return f"{indicator.responsible}.{system}"


def _users(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """The indicators that use each measure which is delivered."""
    users: dict[str, list[str]] = {}
    for name in catalogue.indicators:
        for measure in catalogue.measures_of(name):
            if catalogue.measures[measure].tasks is None:
                users.setdefault(measure, []).append(name)
    return users


def _owner(catalogue: Catalogue, measure: str, users: Sequence[str]) -> str:
    alone = [name for name in users if catalogue.indicators[name].formula.strip() == measure]
    return _id(catalogue.indicators[(alone or users)[0]])


def _promise(catalogue: Catalogue, measure: str, users: Sequence[str]) -> Promise:
    """The finest grain among the indicators that use the measure, and the earliest day among those of this grain."""
    indicators = [catalogue.indicators[name] for name in users]
    grain = max((Grain(one.grain) for one in indicators), key=lambda one: PER_YEAR[one])
    days = min(one.fresh_days for one in indicators if one.grain == grain)
    level = catalogue.measures[measure].level
    return Promise(measure, grain, days, DEPTH[level], len(catalogue.regions.at(level)))
