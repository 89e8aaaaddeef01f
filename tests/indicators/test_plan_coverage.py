"""Which sub-items of the plan have indicators, and how these stand."""

from __future__ import annotations

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import load_catalogue
from indicators.compute.results import IndicatorValue
from indicators.plan.plan_coverage import by_goal, counts, coverage, of_the_plan
from indicators.scoring.judgement import Judgement
from indicators.scoring.status import Status


def cell(name: str, status: int = 1) -> IndicatorValue:
    return IndicatorValue(name, 440600, Grain.MONTH, "2025-06", 1.0, judgement=Judgement(Status(status)))


def test_every_sub_item_stands_once_and_every_indicator_under_those_it_serves() -> None:
    catalogue = load_catalogue()
    covered = coverage(catalogue)
    assert [item.section.id for item in covered] == [section.id for section in catalogue.plan.sections]
    listed = [(name, item.section.id) for item in covered for name in item.indicators]
    known = {section.id for section in catalogue.plan.sections}
    own = {(name, one.section) for name, one in catalogue.indicators.items() if one.section in known}
    besides = {(name, served) for name, one in catalogue.indicators.items() for served in one.also if served in known}
    wanted = own | besides
    assert set(listed) == wanted
    assert len(listed) == len(wanted)


def test_counts_go_by_status_code() -> None:
    assert counts([cell("a", 1), cell("b", 3), cell("c", 1), cell("d", 0)]) == (1, 2, 0, 1)


def test_statistics_beside_the_plan_are_no_part_of_it() -> None:
    catalogue = load_catalogue()
    beside = next(n for n, i in catalogue.indicators.items() if not i.goal and not i.pillar)
    inside = next(n for n, i in catalogue.indicators.items() if i.pillar and not i.goal)
    aimed = next(n for n, i in catalogue.indicators.items() if i.goal == "G5")
    cells = [cell(beside), cell(inside), cell(aimed)]
    assert [c.indicator for c in of_the_plan(cells, catalogue)] == [inside, aimed]
    found = by_goal(cells, catalogue)
    assert [c.indicator for c in found["G5"]] == [aimed]
    assert [c.indicator for c in found[None]] == [inside]
    assert set(found) == {*catalogue.plan.goals, None}
