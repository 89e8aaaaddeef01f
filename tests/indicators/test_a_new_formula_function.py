"""A new function of the formula language is one class in one file, and then everything knows it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.core.qualifier import Qualifier, qualified_value
from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.catalogue.checks import _mismatches, _unit
from indicators.compute.indicator_values import adds_up
from indicators.definitions.registry import one_of_each
from indicators.formula import functions
from indicators.formula.functions import FUNCTIONS, FormulaFunction
from indicators.formula.meaning import fraction, in_words
from indicators.formula.parser import parse
from indicators.formula.scalar_evaluation import evaluate_scalar
from indicators.formula.tree import FormulaError
from indicators.measures.formula_evaluation import evaluate
from tests.indicators.facts import cube_of

FILE = '''
import numpy as np

from indicators.formula.functions.function import FormulaFunction
from indicators.formula.tree import Binary, Constant, Elementwise


class Excess(FormulaFunction):
    """How far a part lies above another, in percent; never below 0."""

    name = "excess"
    unit = "%"

    def expand(self, above, below):
        over = Binary("/", Binary("-", above, below), below)
        return Elementwise(np.maximum, (Binary("*", over, Constant(100.0)), Constant(0.0)))

    def words(self, parts, year_earlier):
        return f"{parts[0]} over {parts[1]}"
'''


@pytest.fixture(autouse=True)
def excess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language with the function of one file more."""
    (tmp_path / "excess.py").write_text(FILE, "utf-8")
    monkeypatch.setattr(functions, "__path__", [*functions.__path__, str(tmp_path)])
    for name, function in one_of_each(functions, FormulaFunction).items():  # type: ignore[type-abstract]
        monkeypatch.setitem(FUNCTIONS, name, function)
    yield
    sys.modules.pop(f"{functions.__name__}.excess", None)


def test_it_is_parsed_with_its_number_of_arguments() -> None:
    assert parse("excess(a, b + c)")
    with pytest.raises(FormulaError, match="excess takes 2 arguments, not 1"):
        parse("excess(a)")


def test_it_is_evaluated_over_numbers_and_over_matrices(small_city: Catalogue) -> None:
    cube = cube_of(
        small_city,
        [("on_time", 440600, "2024-01", 30.0), ("due", 440600, "2024-01", 20.0), ("due", 440600, "2024-02", 9.0)],
        date(2024, 2, 28),
    )
    tree = parse("excess(on_time, due)")

    grid = evaluate(tree, cube, Grain.MONTH)

    assert grid.value[0, -2:].tolist()[0] == evaluate_scalar(tree, {"on_time": 30.0, "due": 20.0}) == 50.0
    assert evaluate_scalar(tree, {"on_time": 10.0, "due": 20.0}) == 0.0
    assert evaluate_scalar(tree, {"on_time": None, "due": 20.0}) is None
    assert (grid.basis[0, -2:] > 0).tolist() == [True, False]


def test_its_unit_and_its_parts_are_checked(small_city: Catalogue) -> None:
    assert _unit(small_city, parse("excess(on_time, due)")) == "%"
    assert _mismatches(small_city, parse("excess(on_time, due)")) == []
    assert len(_mismatches(small_city, parse("excess(on_time, people)"))) == 1


def test_people_read_it_and_limits_do_not_pass_through_it_unsaid(small_city: Catalogue) -> None:
    tree = parse("excess(on_time, due) + 1")

    assert in_words(tree, str.upper, "") == "(ON_TIME over DUE) + 1"
    assert fraction(tree) is None
    assert not adds_up(tree, small_city)
    assert qualified_value(tree, lambda measure, before: Qualifier.EXACT) is Qualifier.EXACT
    assert qualified_value(tree, lambda measure, before: Qualifier.AT_LEAST) is Qualifier.ABOUT
