"""Moments as tests write them."""

from __future__ import annotations

from datetime import datetime

from data.core.clock import BUSINESS_ZONE


def local(text: str) -> datetime:
    """A moment in Foshan: `2025-06-30 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=BUSINESS_ZONE)


def epoch(text: str) -> int:
    """The same as it is stored."""
    return int(local(text).timestamp())
