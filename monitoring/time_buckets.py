"""Cutting what came in into steps of time, so that a history gives the same pictures as if it had come live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from indicators.vitals import Sample
from monitoring.stream_evaluator import SLOT

Readings = Mapping[int, Sequence[Sample]]


FAR = 2 * 3600  # seconds from which on a picture is of long ago, and fewer of them are drawn
COARSE = 3 * SLOT


def steps(readings: Readings, seen: float, until: float, now: float) -> Iterator[tuple[float, Readings]]:
    """(moment, readings) one step after another, the last at `until`.

    What is newer than `seen` (the moment of the last picture) is cut where slots end, and every quarter of an hour
    where it is long before `now`; what is older came late and belongs to the first step. Live, a turn is one step.
    """
    ordered = sorted(
        ((sample.at, channel, sample) for channel, samples in readings.items() for sample in samples),
        key=itemgetter(0),
    )
    edge = next((_edge(at, now) for at, _, _ in ordered if seen < at <= until), until)
    part: dict[int, list[Sample]] = {}
    for at, channel, sample in ordered:
        if at > edge and edge < until:
            yield edge, part
            part, edge = {}, _edge(at, now)
        part.setdefault(channel, []).append(sample)
    if edge < until and part:
        yield edge, part
        part = {}
    yield until, part


def _edge(moment: float, now: float) -> float:
    """The last second of the step that a moment lies in."""
    length = SLOT if now - moment < FAR else COARSE
    return (moment // length + 1) * length - 1
