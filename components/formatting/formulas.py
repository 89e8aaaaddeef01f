"""A formula as people write it, and the two sides of its fraction."""

from __future__ import annotations

import math

from components.formatting.numbers import digits
from components.formatting.units import unit_after
from components.framework.view import View
from indicators.catalogue.catalogue import Catalogue
from indicators.formula.meaning import fraction, in_words
from indicators.formula.tree import Node, measures


def formula_words(view: View, catalogue: Catalogue, indicator: str) -> str:
    """The formula of an indicator with the names of its measures."""
    return _words(view, catalogue, catalogue.formulas[indicator])


def sides(view: View, catalogue: Catalogue, indicator: str) -> tuple[tuple[str, str], ...]:
    """Numerator and denominator as (name, unit); nothing when the formula is no quotient."""
    quotient = fraction(catalogue.formulas[indicator])
    if quotient is None:
        return ()
    return tuple(
        (_words(view, catalogue, node), _unit(view, catalogue, node))
        for node in (quotient.numerator, quotient.denominator)
    )


def quantity(value: float | None) -> str:
    """A raw quantity: whole numbers without decimals, large ones with one, small ones with two."""
    if value is None or not math.isfinite(value):
        return digits(None)
    return digits(value, 0 if float(value).is_integer() else 1 if abs(value) >= 100 else 2)


def _words(view: View, catalogue: Catalogue, node: Node) -> str:
    return in_words(
        node, lambda name: view.localise(catalogue.measures[name].name), view.translate("formula.last_year")
    )


def _unit(view: View, catalogue: Catalogue, node: Node) -> str:
    """The unit of a side whose measures all share one (adding needs that); nothing for products."""
    units = {unit_after(view, catalogue.measures[name].unit).strip() for name in measures(node)}
    return units.pop() if len(units) == 1 else ""
