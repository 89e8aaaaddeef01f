"""Stored times as people of the city read them."""

from __future__ import annotations

from datetime import datetime

from data.core.clock import BUSINESS_ZONE, from_epoch


def local(seconds: int) -> datetime:
    """A stored time (UTC epoch seconds) in the business zone."""
    return from_epoch(seconds).astimezone(BUSINESS_ZONE)
