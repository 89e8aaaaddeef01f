"""A stop watch for a machine that others use too: medians, and CPU time beside the clock's."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Took:
    """Medians of several runs, in seconds: by the clock, and of this process's CPU."""

    wall: float
    cpu: float
    runs: int


def say(text: str) -> None:
    """What is being done now, on the terminal's error stream: the table alone goes to the output."""
    print(f"  {text} ...", file=sys.stderr, flush=True)


def timed(what: str, runs: int, act: Callable[[], object]) -> Took:
    """Do something several times."""
    say(f"{what} ({runs} ×)")
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Took(statistics.median(walls), statistics.median(cpus), runs)
