"""What is kept of signs and devices for somebody who looks back: what devices are called, and the courses of the last
days up to the moment. How things stood is not kept, and asking for it raises NotKept."""

from __future__ import annotations

from collections.abc import Collection

from data.core.clock import Clock, to_epoch
from data.core.scope import Scope
from data.telemetry.current_state import SLOT, CurrentStateRepository
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.engine import Readings
from data.telemetry.no_readings import NoReadings
from data.telemetry.state_types import BucketValue


class PastStateRepository(CurrentStateRepository):
    """In the place of the current state. `clock` stands at the moment looked back to."""

    def __init__(self, readings: Readings, clock: Clock) -> None:
        super().__init__(NoReadings(readings.engine), clock)
        self._kept = CurrentStateRepository(readings, clock)

    def named(self, scope: Scope, ids: Collection[str]) -> dict[str, RegisteredDevice]:
        """What devices are called and where they stand, which does not change."""
        return self._kept.named(scope, ids)

    def point_history(self, scope: Scope, sign: str, device: int, since: int, until: int) -> tuple[BucketValue, ...]:
        """The course of a sign at a device in the slots that were over at the moment."""
        return self._kept.point_history(scope, sign, device, since, min(until, self._over))

    def sign_history(self, scope: Scope, sign: str, region: int, since: int, until: int) -> tuple[BucketValue, ...]:
        """The course of a sign in a region in the slots that were over at the moment."""
        return self._kept.sign_history(scope, sign, region, since, min(until, self._over))

    @property
    def _over(self) -> int:
        return to_epoch(self._clock.now()) - SLOT
