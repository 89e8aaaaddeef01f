"""Whoever reads for a screen has one clock, that of the context: so nothing shows the present under a past moment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OTHER = re.compile(r"WallClock|DemoClock|datetime\.now|utcnow|date\.today|\btime\.time\b|monotonic|context\.wall\b")
ALLOWED = {
    "queries/request_context.py": "declares real time, which tokens and sessions live by",
    "queries/admin/account_lists.py": "tokens and sessions live by real time; its pages cannot be looked back at",
}


@pytest.mark.parametrize("room", ["queries", "pages", "components"])
def test_readers_reach_no_other_clock(room: str) -> None:
    files = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / room).rglob("*.py")}
    found = {name for name, text in files.items() if OTHER.search(text)}

    assert found <= set(ALLOWED), "ask `context.now`: it is the moment that is looked at"


def test_what_is_allowed_is_still_needed() -> None:
    assert all(OTHER.search((ROOT / name).read_text("utf-8")) for name in ALLOWED)
