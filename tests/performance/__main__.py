"""`python -m tests.performance`: measure the engine, the vital signs, the warehouse and the pages, beside peers.

`python -m tests.performance alarms` measures how often alerts are false or missing, `... readings` what becomes of
readings by the thousand while screens are open, `... forecast` how good forecasts of public series are.
`... --against REV` builds an earlier version beside this one and prints both in one table.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.performance import against, alarms, engine, forecast, maps, readings, vitals, warehouse
from tests.performance.city import NoRoom, built
from tests.performance.report import Line, keep, table, verdict
from tests.performance.versions import NoVersion

CITY_AREAS = {"engine", "warehouse", "pages", "maps", "readings"}  # the others need no city
KEPT = Path("var/bench")
AREAS = ("engine", "vitals", "warehouse", "pages", "maps", "readings", "forecast", "alarms")


def asked(arguments: list[str]) -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance", description=__doc__)
    parser.add_argument("area", nargs="?", choices=AREAS, help="the same as --only")
    parser.add_argument("--scale", nargs="+", type=float, default=[1], help="times the events: 1 10 100")
    parser.add_argument("--only", choices=AREAS, help="one area instead of all")
    parser.add_argument("--runs", type=int, default=5, help="medians of so many runs")
    parser.add_argument("--city", type=Path, help="measure on a copy of this data folder instead of building one")
    parser.add_argument("--sensors", type=int, default=24, help="made-up sensors for each kind of series (alarms)")
    parser.add_argument("--against", metavar="REV", help="an earlier version, measured first; prints a table of ratios")
    parser.add_argument("--also", nargs="+", choices=against.ALSO, default=[], help="minutes more for each version")
    parser.add_argument("--rate", type=int, default=2000, help="readings a second (readings)")
    parser.add_argument("--seconds", type=int, default=60, help="for so long (readings)")
    found = parser.parse_args(arguments)
    if found.also and not found.against:
        parser.error("--also says what else to measure --against another version")
    if found.against and (found.only or found.area or found.city or found.scale != [1]):
        parser.error("--against measures the pages of both versions at scale 1: without an area, --scale or --city")
    return found


def main() -> int:
    """0, also when something is over its budget: a time is measured, not asserted."""
    wanted = asked(sys.argv[1:])
    if wanted.against:
        return beside(wanted)
    only = wanted.only or wanted.area
    areas = [only] if only else list(AREAS)
    lines: list[Line] = vitals.measure(wanted.runs) if "vitals" in areas else []
    said = 0
    scales = wanted.scale if CITY_AREAS & set(areas) else []
    for place, scale in enumerate(scales if "warehouse" in areas else scales[:1]):
        with ExitStack() as stack:
            try:
                needed = maps.SMALL_CITY if areas in (["maps"], ["readings"]) else scale
                city = stack.enter_context(built(needed, wanted.city if scale == 1 else None))
            except NoRoom as reason:
                print(f"Left out: {reason}", file=sys.stderr)
                continue
            if place == 0 and "pages" in areas:  # before the warehouse's batches: the pages of a clean city
                from tests.performance import pages

                lines += pages.measure(city, wanted.runs)
            if place == 0 and "maps" in areas:
                lines += maps.measure(city.home, wanted.runs)
            if place == 0 and "readings" in areas:
                lines += readings.measure(city.home, wanted.rate, wanted.seconds)
            if place == 0 and "engine" in areas:
                lines += engine.measure(city, wanted.runs)
            if "warehouse" in areas:
                lines += warehouse.measure(city, wanted.runs)
        print(table(lines[said:]), end="\n\n", flush=True)
        said = len(lines)
    lines += warehouse.growth(lines)
    if lines[said:]:
        print(table(lines[said:]))
    if "forecast" in areas:
        lines += forecast.measure(KEPT / "series")
        print(table(lines[said:]), end="\n\n", flush=True)
    if "alarms" in areas:
        lines += told(alarms.outcomes(wanted.sensors))
    print("\n".join(["", *verdict(lines)]))
    print(f"\nKept in {keep(lines, KEPT)}. Medians; CPU seconds where it says so.")
    return 0


def beside(wanted: argparse.Namespace) -> int:
    """Both versions in one table; 1 where one of them cannot be measured."""
    try:
        print(against.compare(wanted.against, wanted.runs, wanted.also))
    except NoVersion as reason:
        print(f"Not measured: {reason}", file=sys.stderr)
        return 1
    return 0


def told(found: list[alarms.Outcome]) -> list[Line]:
    """The alarms have a table of their own; what they say is kept like the rest."""
    print(f"\n{alarms.shown(found)}")
    return alarms.lines(found)


if __name__ == "__main__":
    sys.exit(main())
