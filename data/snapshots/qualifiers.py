"""Which facts of a version are limits or rough figures, and what that makes of the values computed from them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from data.core.clock import to_epoch
from data.core.qualifier import Qualifier, worded
from data.core.states import EXPECTED
from data.snapshots.result_types import SnapshotInfo
from data.warehouse.tables import batch, fact, measure_key
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.formula.meaning import fraction

Qualifiers = Mapping[tuple[str, int, int], Qualifier]
"""By measure, region and period code; what is not there is exact or no fact of its own."""


def read_wordings(connection: Connection, about: SnapshotInfo) -> Qualifiers:
    """The wordings that stood when a version was made, of facts that are not exact."""
    keys = select(fact.c.measure, fact.c.region, fact.c.period).where(fact.c.wording != int(Qualifier.EXACT)).distinct()
    here = keys.subquery()
    query = (
        select(measure_key.c.id, fact.c.region, fact.c.period, fact.c.wording)
        .join(here, (here.c.measure == fact.c.measure) & (here.c.region == fact.c.region))
        .join(measure_key, measure_key.c.no == fact.c.measure)
        .join(batch, batch.c.id == fact.c.batch)
        .where(here.c.period == fact.c.period, fact.c.batch <= about.last_batch, fact.c.state.not_in(EXPECTED))
        .order_by(batch.c.loaded_at, batch.c.id)
    )
    if about.known_at is not None:
        query = query.where(batch.c.loaded_at <= to_epoch(about.known_at))
    rows = connection.execute(query)
    stood = {(row.id, row.region, row.period): Qualifier(row.wording) for row in rows}  # the last one stands
    return {key: wording for key, wording in stood.items() if wording}


def wordings_of(
    catalogue: Catalogue, wordings: Qualifiers, indicator: str, region: int, period: Period
) -> tuple[Qualifier, Qualifier, Qualifier]:
    """How far an indicator's value, its numerator and its denominator hold; all exact when no fact says else.

    Only facts of the region and period themselves count: a value rolled up from others has no wording.
    """
    here, before = period.code, period.year_earlier().code

    def said(measure: str, year_before: bool) -> Qualifier:
        return wordings.get((measure, region, before if year_before else here), Qualifier.EXACT)

    node = catalogue.formulas[indicator]
    quotient = fraction(node)
    above, below = (Qualifier.EXACT, Qualifier.EXACT)
    if quotient is not None:
        above, below = worded(quotient.numerator, said), worded(quotient.denominator, said)
    return worded(node, said), above, below


def history_of(
    catalogue: Catalogue, wordings: Qualifiers, indicator: str, region: int, grain: str
) -> dict[str, Qualifier]:
    """How far an indicator's values hold, by period id, where not exactly: growth has it a year later, too."""
    measures = catalogue.measures_of(indicator)
    facts = {Period.from_code(code) for measure, place, code in wordings if place == region and measure in measures}
    own = {period for period in facts if period.grain == grain}
    later = {Period.from_code(period.code + 100) for period in own}
    found = {p.id: wordings_of(catalogue, wordings, indicator, region, p)[0] for p in own | later}
    return {period: wording for period, wording in found.items() if wording}


def with_wordings(catalogue: Catalogue, wordings: Qualifiers, cells: Iterable[IndicatorValue]) -> list[IndicatorValue]:
    """The cells again; those that rest on worded facts say so."""
    touched = {(measure, region) for measure, region, _ in wordings}
    return [
        _worded(catalogue, wordings, cell)
        if any((measure, cell.region) in touched for measure in catalogue.measures_of(cell.indicator))
        else cell
        for cell in cells
    ]


def _worded(catalogue: Catalogue, wordings: Qualifiers, cell: IndicatorValue) -> IndicatorValue:
    if cell.value is None:
        return cell
    words = wordings_of(catalogue, wordings, cell.indicator, cell.region, Period.parse(cell.period))
    value, numerator, denominator = map(int, words)
    return replace(cell, wording=value, numerator_wording=numerator, denominator_wording=denominator)
