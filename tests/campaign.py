"""Long campaigns: short in the usual run, at full length in `make torture`, which sets TORTURE=1."""

from __future__ import annotations

import os

import pytest

LONG = os.environ.get("TORTURE") == "1"
campaign = pytest.mark.campaign


def length(usual: int, long: int) -> int:
    """How much of something: rounds, examples, days."""
    return long if LONG else usual


def kills(most: int) -> range:
    """At which statements a process is killed: at every third, in the long form at every one."""
    return range(1, most, length(3, 1))
