"""All definitions of vital signs together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from indicators.vitals.definitions import Duty, Quantity, Sign, VitalKind
from indicators.vitals.levels import LevelSet


@dataclass(frozen=True, eq=False)
class Vitals:
    """The kinds of vital signs, their levels, what devices deliver, who is called, and the signs themselves by id."""

    kinds: Mapping[str, VitalKind] = field(default_factory=dict)
    level_sets: Mapping[str, LevelSet] = field(default_factory=dict)
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    signs: Mapping[str, Sign] = field(default_factory=dict)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind's signs, in the order of their definition."""
        return tuple(name for name, sign in self.signs.items() if sign.kind == kind)

    def reading(self, quantity: str) -> tuple[str, ...]:
        """The ids of the signs whose value changes with a quantity."""
        return self._readers.get(quantity, ())

    def sharing(self, cause: str) -> tuple[str, ...]:
        """The ids of the signs that one cause drives."""
        return tuple(name for name, sign in self.signs.items() if sign.cause == cause)

    def lookback_seconds(self, quantity: str) -> float:
        """How far back readings of a quantity have to be at hand for all signs that read it; 0 when none does."""
        return max((self.signs[name].lookback_seconds for name in self.reading(quantity)), default=0.0)

    @cached_property
    def _readers(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, sign in self.signs.items():
            for quantity in sign.reads:
                found[quantity] = (*found.get(quantity, ()), name)
        return found
