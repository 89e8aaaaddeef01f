"""Where a number of a snapshot came from: its formula, its parts, and the facts behind each measure."""

import math
from collections.abc import Iterable

from sqlalchemy import Connection

from data.snapshots.inputs import inputs_of
from data.snapshots.qualifiers import Qualifiers, qualifiers_of
from data.snapshots.result_types import Provenance, RegionSeries, SnapshotInfo
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import Catalogue


def provenance(
    connection: Connection,
    catalogue: Catalogue,
    about: SnapshotInfo,
    indicator: str,
    region: int,
    period: str,
    series: Iterable[RegionSeries],
    wordings: Qualifiers,
) -> Provenance:
    """A number's formula and parts from its series, and how each measure behind it was found."""
    wanted = Period.parse(period)
    nothing = math.nan
    value, numerator, denominator, basis = nothing, nothing, nothing, 0
    for one in series:
        if wanted.code in one.codes:
            at = one.codes.index(wanted.code)
            value, numerator, denominator = float(one.value[at]), float(one.numerator[at]), float(one.denominator[at])
            basis = int(one.basis[at])
    inputs = inputs_of(connection, catalogue, about, indicator, region, wanted, wordings)
    formula = catalogue.indicators[indicator].formula
    words = qualifiers_of(catalogue, wordings, indicator, region, wanted)
    return Provenance(
        indicator, region, wanted.id, about.version, formula, value, numerator, denominator, basis, inputs, *words
    )
