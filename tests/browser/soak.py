"""A wall that turns for a long time, and what it weighs: `python -m tests.browser.soak [--minutes 10] [--url …]`.

Against a running cockpit (`make run`) its live updates come along; without `--url` one is started whose city stands.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from playwright.sync_api import Page, sync_playwright

from tests.browser.entering import press
from tests.browser.pictures import served
from tests.browser.turning import turn, weight
from tests.browser.watching import FLAGS, follow, settled
from tests.needs import browser

TURNS = 60  # between two looks at the clock: a multiple of the slides of every shipped playlist
HEAD = ("minutes", "turns", "missed", "heap MB", "nodes", "listeners", "console", "outside", "updates")


def main() -> int:
    """Turn until the time is over; 1 when a picture was missed, the console spoke or somebody else was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--url", help="of a running cockpit; otherwise one is started")
    parser.add_argument("--playlist", default="duty")
    given = parser.parse_args()
    if not given.url:
        os.environ.setdefault("COCKPIT_HOME", "var")
    address = given.url or served()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser(), args=FLAGS)
        page = running.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN").new_page()
        press(page, address)
        missed = soak(page, f"{address}/wall/{given.playlist}", given.minutes)
        running.close()
    return 1 if missed else 0


def soak(page: Page, address: str, minutes: float) -> int:
    """The table, a line a minute; returns how many pictures, console messages and foreign requests there were."""
    seen = follow(page, address)
    page.goto(address)
    settled(page)
    began, told, turns, missed, updates, known = time.monotonic(), -1, 0, 0, 0, ""
    print("  ".join(f"{name:>9}" for name in HEAD), flush=True)
    while (passed := (time.monotonic() - began) / 60) < minutes:
        missed += turn(page, TURNS)
        turns += TURNS
        version = page.evaluate("document.documentElement.dataset.version")
        updates, known = updates + (version != known), version
        if int(passed) > told:
            told = int(passed)
            now = weight(page)
            row = (told, turns, missed, f"{now.heap / 1e6:.2f}", now.nodes, now.listeners)
            print(
                "  ".join(f"{cell!s:>9}" for cell in (*row, len(seen.console), len(seen.outside), updates)), flush=True
            )
    for line in [*seen.console, *seen.outside]:
        print(line)
    return missed + len(seen.console) + len(seen.outside)


if __name__ == "__main__":
    sys.exit(main())
