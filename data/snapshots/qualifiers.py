"""Which facts of a version are limits or rough figures, and what that makes of the values computed from them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from data.core.qualifier import Qualifier, qualified_value
from data.core.states import EXPECTED
from data.snapshots.result_types import SnapshotInfo
from data.warehouse.facts import known_by
from data.warehouse.tables import batch, fact, measure_key
from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.formula.meaning import fraction
from indicators.measures.axes import span

Qualifiers = Mapping[tuple[str, int, tuple[int, int]], Qualifier]
"""By measure, region and span (indicators.measures.axes); what is not there is exact or no fact of its own."""


def read_qualifiers(connection: Connection, catalogue: Catalogue, about: SnapshotInfo) -> Qualifiers:
    """The wordings that stood when a version was made, of facts that are not exact."""
    here = select(fact.c.measure, fact.c.region).where(fact.c.wording != int(Qualifier.EXACT)).distinct().subquery()
    query = (
        select(measure_key.c.id, fact.c.region, fact.c.period, fact.c.wording)
        .join(here, (here.c.measure == fact.c.measure) & (here.c.region == fact.c.region))
        .join(measure_key, measure_key.c.no == fact.c.measure)
        .join(batch, batch.c.id == fact.c.batch)
        .where(fact.c.state.not_in(EXPECTED), known_by(about.known_at, about.last_batch))
        .order_by(batch.c.loaded_at, batch.c.id, fact.c.period)
    )
    rows = [row for row in connection.execute(query) if row.id in catalogue.measures]
    stood = {(row.id, row.region, _span(catalogue, row.id, row.period)): Qualifier(row.wording) for row in rows}
    return {key: wording for key, wording in stood.items() if wording}  # the last one stands


def qualifier_of(catalogue: Catalogue, wordings: Qualifiers, measure: str, region: int, period: Period) -> Qualifier:
    """How far the fact of a measure holds that stands for a region and a period, by whatever name."""
    return wordings.get((measure, region, _span(catalogue, measure, period.code)), Qualifier.EXACT)


def _span(catalogue: Catalogue, measure: str, code: int) -> tuple[int, int]:
    return span(Period.from_code(code), catalogue.measures[measure].kind == "stock")


def qualifiers_of(
    catalogue: Catalogue, wordings: Qualifiers, indicator: str, region: int, period: Period
) -> tuple[Qualifier, Qualifier, Qualifier]:
    """How far an indicator's value, its numerator and its denominator hold; all exact when no fact says else.

    Only facts of the region and period themselves count: a value rolled up from others has no wording.
    """

    def said(measure: str, year_before: bool) -> Qualifier:
        return qualifier_of(catalogue, wordings, measure, region, period.year_earlier() if year_before else period)

    node = catalogue.formulas[indicator]
    quotient = fraction(node)
    above, below = (Qualifier.EXACT, Qualifier.EXACT)
    if quotient is not None:
        above, below = qualified_value(quotient.numerator, said), qualified_value(quotient.denominator, said)
    return qualified_value(node, said), above, below


def history_of(
    catalogue: Catalogue, wordings: Qualifiers, indicator: str, region: int, grain: str
) -> dict[str, Qualifier]:
    """How far an indicator's values hold, by period id, where not exactly: growth has it a year later, too."""
    measures = catalogue.measures_of(indicator)
    spans = {key[2] for key in wordings if key[1] == region and key[0] in measures}
    own = {period for last, length in spans if (period := _named(Grain(grain), last, length)) is not None}
    later = {Period.from_code(period.code + 100) for period in own}
    found = {p.id: qualifiers_of(catalogue, wordings, indicator, region, p)[0] for p in own | later}
    return {period: wording for period, wording in found.items() if wording}


def _named(grain: Grain, last: int, length: int) -> Period | None:
    """The period of a grain with a span, if there is one; a stock's span (length 0) is named by its end alone."""
    year, month = divmod(last - 1, 12)
    number, rest = divmod((month + 1) * PER_YEAR[grain], 12)
    if rest:
        return None
    period = Period(grain, year, number)
    return period if length in (0, period.length) else None


def with_qualifiers(
    catalogue: Catalogue, wordings: Qualifiers, cells: Iterable[IndicatorValue]
) -> list[IndicatorValue]:
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
    words = qualifiers_of(catalogue, wordings, cell.indicator, cell.region, Period.parse(cell.period))
    value, numerator, denominator = map(int, words)
    return replace(cell, wording=value, numerator_wording=numerator, denominator_wording=denominator)
