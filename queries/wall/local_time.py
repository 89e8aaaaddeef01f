"""Moments as a wall tells them, in the business zone."""

from __future__ import annotations

from datetime import datetime

from data.core.clock import BUSINESS_ZONE, from_epoch


def local(moment: int) -> datetime:
    """A stored moment (epoch seconds)."""
    return from_epoch(moment).astimezone(BUSINESS_ZONE)


def period_text(moment: int) -> str:
    """A moment (epoch seconds) as the data attributes carry it: local time to the second."""
    return f"{local(moment):%Y-%m-%dT%H:%M:%S}"


def clock_text(moment: int) -> str:
    """A moment (epoch seconds) as people read it: the hour and minute."""
    return f"{local(moment):%H:%M}"
