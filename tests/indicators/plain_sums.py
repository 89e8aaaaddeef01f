"""The roll-up rule once more, in plain Python over a dictionary of facts: the oracle for the vectorised cube.

Shares no code with the engine. Regions and months are plain tuples; only months are delivered.
"""

from collections.abc import Callable, Mapping

INSIDE = {440600: (440604, 440605), 440604: (440604001, 440604002), 440605: (440605001,)}
Facts = Mapping[tuple[int, int, int], float]  # region, year, month
Values = Callable[[int, int, int], float | None]


def flow(facts: Facts) -> Values:
    """The value of a flow in a region and a month."""

    def value(region: int, year: int, month: int) -> float | None:
        if (region, year, month) in facts:
            return facts[region, year, month]
        parts = [value(inner, year, month) for inner in INSIDE.get(region, ())]
        known = [part for part in parts if part is not None]
        return sum(known) if parts and len(known) == len(parts) else None

    return value


def over(value: Values, region: int, year: int, months: range) -> float | None:
    """The sum of months, none when one of them is missing."""
    parts = [value(region, year, month) for month in months]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def weighted(facts: Facts, weights: Facts) -> Values:
    """A mean over regions, weighted; delivered values of a region go before."""
    weight = flow(weights)

    def value(region: int, year: int, month: int) -> float | None:
        if (region, year, month) in facts:
            return facts[region, year, month]
        parts = [(value(inner, year, month), weight(inner, year, month)) for inner in INSIDE.get(region, ())]
        known = [(part, heavy) for part, heavy in parts if part is not None and heavy is not None]
        whole = sum(heavy for _, heavy in known)
        if not parts or len(known) < len(parts) or whole == 0:
            return None
        return sum(part * heavy for part, heavy in known) / whole

    return value
