"""What a turn has drawn and not yet kept: written at its end, all in one transaction.

A turn that draws a long history writes each point, sign and health once, as they stand at its end, and of the pictures
on the way their slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from data.telemetry import Connection
from data.telemetry.state_store import put_buckets, put_healths, put_points, put_signs
from data.telemetry.state_types import HealthState, SignState
from monitoring.signals import to_record
from monitoring.stream_evaluator import SLOT, EvaluatedPoint, StreamEvaluator

Key = tuple[str, int]


@dataclass
class WriteBuffer:
    """Points that were touched, signs and healths as drawn last, and the slots of those in the `upper` regions."""

    upper: frozenset[int]
    points: dict[Key, EvaluatedPoint] = field(default_factory=dict)
    stale: frozenset[Key] = frozenset()
    signs: dict[Key, SignState] = field(default_factory=dict)
    sign_slots: dict[tuple[str, int, int], SignState] = field(default_factory=dict)
    healths: dict[tuple[int, str], HealthState] = field(default_factory=dict)
    health_slots: dict[tuple[int, str, int], HealthState] = field(default_factory=dict)

    def take(
        self,
        at: int,
        touched: Sequence[EvaluatedPoint],
        stale: frozenset[Key],
        signs: Sequence[SignState],
        healths: Sequence[HealthState],
    ) -> None:
        """One more picture."""
        begins = at // SLOT * SLOT
        self.stale = stale
        self.points.update((one.point.key, one) for one in touched)
        for sign in signs:
            self.signs[sign.sign, sign.region] = sign
            if sign.region in self.upper and sign.level is not None:
                self.sign_slots[sign.sign, sign.region, begins] = sign
        for health in healths:
            self.healths[health.region, health.kind] = health
            if health.value is not None:
                self.health_slots[health.region, health.kind, begins] = health

    def keep(self, connection: Connection, following: StreamEvaluator) -> None:
        """Write it all, with the slots of the points, and begin anew."""
        put_points(connection, [row for key, one in self.points.items() for row in _rows(one, key in self.stale)])
        put_buckets(connection, following.slots)
        put_signs(connection, self.signs.values(), self.sign_slots)
        put_healths(connection, self.healths.values(), self.health_slots)
        following.slots.clear()
        for held in (self.points, self.signs, self.sign_slots, self.healths, self.health_slots):
            held.clear()


def _rows(followed: EvaluatedPoint, stale: bool) -> list[dict[str, Any]]:
    """The row of a point; none before its first reading."""
    signal, device = followed.signal, followed.point.device
    if signal is None or signal.at is None:
        return []
    return [
        {
            "sign": followed.point.sign.id,
            "device": device.no,
            "region": device.device.region,
            "at": int(signal.at),
            "value": None if signal.value is None else float(signal.value),
            "level": int(signal.level),
            "since": int(signal.since),
            "stale": stale,
            "record": to_record(signal),
        }
    ]
