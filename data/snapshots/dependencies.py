"""Which indicators depend on which measures: what a batch touches."""

from collections.abc import Collection

from indicators.catalogue.catalogue import Catalogue


def measures_behind(catalogue: Catalogue, indicators: Collection[str]) -> frozenset[str]:
    """The measures that several indicators are computed from."""
    return frozenset[str]().union(*(catalogue.measures_of(name) for name in indicators))


def touched_by(catalogue: Catalogue, measures: Collection[str]) -> tuple[str, ...]:
    """The indicators that some measures may change, in the catalogue's order."""
    changed = frozenset(measures)
    return tuple(name for name in catalogue.indicators if changed.intersection(catalogue.measures_of(name)))
