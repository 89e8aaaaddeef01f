"""Cutting what came in into steps of time, so that a history gives the same pictures as if it had come live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.watch.following import SLOT
from indicators.vitals import Sample

Readings = Mapping[int, Sequence[Sample]]


def steps(readings: Readings, seen: float, until: float) -> Iterator[tuple[float, Readings]]:
    """(moment, readings) one step after another, the last at `until`.

    What is newer than `seen` (the moment of the last picture) is cut where slots end; what is older came late and
    belongs to the first step. Live, a turn is one step.
    """
    newer = [sample.at for samples in readings.values() for sample in samples if seen < sample.at <= until]
    if not newer:
        yield until, readings
        return
    rest: dict[int, Sequence[Sample]] = dict(readings)
    edge = _edge(min(newer))
    while rest and edge < until:
        here = {channel: [s for s in samples if s.at <= edge] for channel, samples in rest.items()}
        rest = {channel: after for channel, samples in rest.items() if (after := samples[len(here[channel]) :])}
        yield edge, {channel: samples for channel, samples in here.items() if samples}
        edge = max(edge + SLOT, _edge(min((samples[0].at for samples in rest.values()), default=edge)))
    yield until, rest


def _edge(moment: float) -> float:
    """The last second of the slot that a moment lies in."""
    return (moment // SLOT + 1) * SLOT - 1
