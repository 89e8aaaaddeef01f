"""Measures as departments write them: by id, by the catalogue's own names in both languages, by a city's aliases."""

from __future__ import annotations

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


@dataclass(frozen=True)
class MeasureNames:
    """Every way to write a measure. A name that several measures share is ambiguous and names none."""

    measures: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, catalogue: Catalogue, more: Mapping[str, str] | None = None) -> MeasureNames:
        """The names in a catalogue, and `more` names that were mapped to a measure's id.

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
        found |= {name_key(text): {name} for text, name in (more or {}).items()}
        return cls({name: frozenset(ids) for name, ids in found.items()})

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
    """The unit that a text names beside a value of a measure. RowRefused: `not_a_unit`."""
    if name_key(text) in (name_key(measure.unit.zh), name_key(measure.unit.en)):
        return unit_of(measure)
    found = quantity(text)
    if found is None:
        raise RowRefused("not_a_unit", column, text=shown(text))
    return found


@lru_cache(maxsize=1024)
def _unit(zh: str, en: str) -> Quantity:
    return quantity(zh) or quantity(en) or Quantity(f"{zh} / {en}", Decimal(1))
