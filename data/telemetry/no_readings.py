"""Readings when somebody looks back: the current state is that of now, and of no moment before."""

from __future__ import annotations

from typing import Any

from data.core.not_kept import NotKept
from data.telemetry.engine import Readings


class NoReadings(Readings):
    """In the place of the readings of now, so that nothing can read them for a moment in the past."""

    def reading(self) -> Any:
        """NotKept."""
        raise NotKept("signs")

    def writing(self, *, keep: bool = True) -> Any:
        """NotKept."""
        raise NotKept("signs")
