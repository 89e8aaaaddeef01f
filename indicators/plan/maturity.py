"""How grown-up an indicator is: defined → fed → has a target → its unit answers → its quality is watched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from indicators.compute.results import IndicatorValue, StatusReason
from indicators.definitions.model import Indicator, Measure
from indicators.targets.paths import JUDGING

DEMO = 4  # a value's basis: of the demonstration


class MaturityStep(IntEnum):
    """The rungs from the lowest to the highest."""

    DEFINED = 1
    FED = 2
    TARGET = 3
    ANSWERED = 4
    WATCHED = 5


@dataclass(frozen=True)
class IndicatorMaturity:
    """Where an indicator stands: one reason for each rung reached, the lowest first, and what the next one lacks."""

    step: MaturityStep
    reached: tuple[StatusReason, ...]
    missing: StatusReason | None

    @property
    def delivered(self) -> bool:
        """Whether any value was ever there."""
        return self.step >= MaturityStep.FED


@dataclass(frozen=True)
class _Case:
    indicator: Indicator
    cell: IndicatorValue | None
    targets: Collection[str]
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class _Found:
    reached: bool
    reason: StatusReason


def maturity_step(
    indicator: Indicator, cell: IndicatorValue | None, target_kinds: Collection[str], measures: Mapping[str, Measure]
) -> IndicatorMaturity:
    """The rung an indicator stands on; one counts only when all below it are reached.

    `cell`: its newest value in the city or in any region of it. `target_kinds`: who set its targets (SourceKind).
    `measures`: all measures behind it, by id.
    """
    case = _Case(indicator, cell, target_kinds, measures)
    step, reached = MaturityStep.DEFINED, [StatusReason("defined", {"basis": indicator.basis.kind})]
    for following, rule in _RULES.items():
        found = rule(case)
        if not found.reached:
            return IndicatorMaturity(step, tuple(reached), found.reason)
        step, reached = following, [*reached, found.reason]
    return IndicatorMaturity(step, tuple(reached), None)


def representative_value(cells: Iterable[IndicatorValue], city: int) -> IndicatorValue | None:
    """The cell that says whether an indicator is fed: the city's if it has a value, else the newest in a region."""
    fed = [cell for cell in cells if cell.value is not None]
    return max(fed, key=lambda cell: (cell.region == city, not cell.stale, cell.period), default=None)


def _fed(case: _Case) -> _Found:
    """A value of the demonstration feeds the demonstration only, and says so."""
    if case.cell is None or case.cell.value is None:
        return _Found(False, StatusReason("never-delivered"))
    code = "fed-demo" if case.cell.basis == DEMO else "fed"
    return _Found(True, StatusReason(code, {"basis": case.cell.basis, "period": case.cell.period}))


def _target(case: _Case) -> _Found:
    """Something judges it: a target of the register, the plan or the demonstration, or its own range."""
    kind = next((kind for kind in JUDGING if kind in case.targets), None)
    if kind is not None:
        return _Found(True, StatusReason("target", {"kind": kind}))
    if case.indicator.band is not None:
        return _Found(True, StatusReason("band"))
    return _Found(False, StatusReason("no-target"))


def _answered(case: _Case) -> _Found:
    unit = case.indicator.responsible
    if not unit.strip():
        return _Found(False, StatusReason("no-unit"))
    facts: dict[str, float | str] = {"unit": unit, "days": case.indicator.fresh_days}
    late = case.cell is None or case.cell.stale or case.cell.impossible
    return _Found(not late, StatusReason("overdue" if late else "answered", facts))


def _watched(case: _Case) -> _Found:
    """Every measure has limits beyond which a value is refused; that the value is fresh, the rung below says."""
    open_ended = [name for name, m in case.measures.items() if m.minimum is None and m.maximum is None]
    if open_ended or not case.measures:
        return _Found(False, StatusReason("unlimited", {"count": len(open_ended), "first": next(iter(open_ended), "")}))
    return _Found(True, StatusReason("watched", {"count": len(case.measures)}))


_RULES: Mapping[MaturityStep, Callable[[_Case], _Found]] = {
    MaturityStep.FED: _fed,
    MaturityStep.TARGET: _target,
    MaturityStep.ANSWERED: _answered,
    MaturityStep.WATCHED: _watched,
}
