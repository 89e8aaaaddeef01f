"""Measures as departments write them: by id, by the catalogue's own names in both languages, by a city's aliases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from data.pipeline.refusal import RowRefused
from data.pipeline.values.texts import name_key, shown
from data.pipeline.values.units import Quantity, quantity
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import Measure
from indicators.formula.tree import Name

_SEVERAL = re.compile("[、,，;；和]")


@dataclass(frozen=True)
class MeasureNames:
    """Every way to write a measure. A name that several measures share is ambiguous and names none."""

    measures: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> MeasureNames:
        """The names in a catalogue.

        An indicator's name stands for its measure where the indicator is that measure and nothing else.
        """
        found: dict[str, set[str]] = {}
        for name, measure in catalogue.measures.items():
            for text in (measure.name.zh, measure.name.en):
                found.setdefault(name_key(text), set()).add(name)
        bare = ((one, catalogue.formulas[name]) for name, one in catalogue.indicators.items())
        for one, formula in bare:
            if isinstance(formula, Name):
                for text in (one.name.zh, one.name.en):
                    found.setdefault(name_key(text), {formula.measure})
        for alias in catalogue.aliases.values():
            if alias.measure is not None:
                found |= {name_key(text): {alias.measure} for text in alias.names}
        found |= {name_key(name): {name} for name in catalogue.measures}
        return cls({name: frozenset(ids) for name, ids in found.items()})

    def with_names(self, more: Mapping[str, str]) -> MeasureNames:
        """The same with more names, each for a measure's id."""
        return MeasureNames({**self.measures, **{name_key(text): frozenset({name}) for text, name in more.items()}})

    def find(self, text: str, column: str = "measure") -> str:
        """The id of the measure that a text names. RowRefused: `unknown_measure`, `ambiguous_measure`."""
        ids = self.measures.get(name_key(text), frozenset())
        if len(ids) > 1:
            raise RowRefused("ambiguous_measure", column, text=shown(text), known=", ".join(sorted(ids)))
        if not ids:
            raise RowRefused("unknown_measure", column, text=shown(text))
        return next(iter(ids))

    def __contains__(self, text: str) -> bool:
        return len(self.measures.get(name_key(text), ())) == 1


def unit_of(measure: Measure) -> Quantity:
    """The unit of a measure. One that nothing else converts into is a dimension of its own."""
    return _unit(measure.unit.zh, measure.unit.en)


def unit_named(text: str, measure: Measure, column: str = "unit") -> Quantity:
    """The unit that a text names beside a value of a measure; of several (亿元、%) the one of the measure's dimension.

    RowRefused: `not_a_unit`.
    """
    own = unit_of(measure)
    if name_key(text) in (name_key(measure.unit.zh), name_key(measure.unit.en)):
        return own
    found = quantity(text)
    if found is None:
        several = [quantity(part) for part in _SEVERAL.split(text)]
        found = next((one for one in several if one is not None and one.dimension == own.dimension), None)
    if found is None:
        raise RowRefused("not_a_unit", column, text=shown(text))
    return found


@lru_cache(maxsize=1024)
def _unit(zh: str, en: str) -> Quantity:
    return quantity(zh) or quantity(en) or Quantity(f"{zh} / {en}", Decimal(1))
