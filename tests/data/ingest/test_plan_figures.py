"""The plan's own figures, as its text words them."""

from __future__ import annotations

from data.ingest.plan_figures import plan_figures
from data.ingest.published_files import QUALIFIERS, read_figures
from indicators.catalogue.catalogue import load_catalogue


def test_all_baselines_and_targets_are_there_in_order() -> None:
    ids = [figure.id for figure in plan_figures()]
    assert ids == [*(f"B{n:02}" for n in range(1, 64)), *(f"T{n:02}" for n in range(1, 7))]
    assert sum(figure.target for figure in plan_figures()) == 6


def test_they_say_the_same_as_what_is_loaded_into_the_warehouse() -> None:
    loaded = {
        f.id: (f.measure, f.region, f.period, f.value, f.qualifier, f.section) for f in read_figures(load_catalogue())
    }
    for figure in plan_figures():
        said = (figure.measure, figure.region, figure.period, figure.value, figure.qualifier, figure.section)
        assert loaded[figure.id] == said


def test_limits_and_rough_figures_keep_their_qualifier() -> None:
    found = {figure.id: figure for figure in plan_figures()}
    assert found["B04"].qualifier == "more_than"
    assert found["B06"].qualifier == "about"
    assert found["T01"].qualifier == "at_most"
    assert {figure.qualifier for figure in found.values()} <= QUALIFIERS


def test_decimals_are_those_of_the_text() -> None:
    found = {figure.id: figure for figure in plan_figures()}
    assert found["B30"].decimals == 1  # 89.5 %
    assert found["B02"].decimals == 0  # 7541
