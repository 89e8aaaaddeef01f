"""Looking ahead from a snapshot: beside the web workers, after each refresh that changed something."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, insert, select

from data.core.clock import Clock, to_epoch
from data.forecast.issued_forecasts import INDICATOR, Forecast, issue
from data.snapshots.snapshot import parts_of
from data.snapshots.snapshot_results import stored_results
from data.snapshots.snapshot_rows import newest
from data.snapshots.target_register import with_register
from data.storage.engines import capabilities, reading
from data.warehouse.tables import forecast_run
from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.groups import CITY
from indicators.compute.membership import KINDS, Member, member, subjects
from indicators.compute.results import Result
from indicators.forecast.group_outlook import Aimed, group_outlook
from indicators.forecast.outlook import History, Outlook, newest_run, outlooks
from indicators.targets.paths import expected, judging_target

LEVELS = ("city", "district")  # of regions: towns have too few cases to be looked ahead at


@dataclass(frozen=True)
class Ground:
    """What is looked ahead from: the results of a snapshot, and the definitions that it was judged by."""

    version: int
    catalogue: Catalogue
    day: date
    results: Mapping[str, Result]


def look_ahead(engine: Engine, catalogue: Catalogue, clock: Clock) -> int:
    """Issue what the newest snapshot says of the future; returns how many forecasts are new.

    0 where that snapshot was looked ahead from before, or there is none. Killed at any moment, it goes on from there.
    """
    with reading(engine).connect() as connection:
        ground = _ground(connection, catalogue)
    if ground is None:
        return 0
    alone = outlooks(histories(ground))
    made = [*(_of_indicator(one) for one in alone), *group_forecasts(ground, alone)]
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        if _is_done(connection, ground.version):
            return 0
        issued = issue(connection, made, clock.now())
        row = {"version": ground.version, "made_at": to_epoch(clock.now()), "issued": issued}
        connection.execute(insert(forecast_run).values(row))
    return issued


def _ground(connection: Connection, catalogue: Catalogue) -> Ground | None:
    snapshot = newest(connection)
    if snapshot is None or _is_done(connection, snapshot.version):
        return None
    merged = with_register(connection, catalogue)
    parts = {name: part for name, part in parts_of(connection, snapshot.version).items() if name in merged.indicators}
    return Ground(snapshot.version, merged, snapshot.day, stored_results(connection, merged, parts, snapshot.day))


def _is_done(connection: Connection, version: int) -> bool:
    return (
        connection.execute(select(forecast_run.c.version).where(forecast_run.c.version == version)).first() is not None
    )


def _of_indicator(one: Outlook) -> Forecast:
    return Forecast(INDICATOR, one.indicator, one.region, one.due, one)


def histories(ground: Ground) -> list[History]:
    """What is known of every indicator in the city and its districts, and where it is to be by when."""
    return [history for result in ground.results.values() for history in _histories(ground, result)]


def _histories(ground: Ground, result: Result) -> Iterable[History]:
    catalogue, name = ground.catalogue, result.indicator
    indicator = catalogue.indicators[name]
    native = result.series[Grain(indicator.grain)]
    for row, region in enumerate(native.regions):
        if not _is_looked_at(catalogue, region) or not catalogue.regions.reaches(region, indicator.level):
            continue
        run = newest_run(native.value[row], native.grain)
        if run is not None:
            due, aim = _aim(ground, name, region, native.grain)
            yield History(name, indicator, region, native.periods[run], native.value[row, run].astype(float), due, aim)


def group_forecasts(ground: Ground, found: Iterable[Outlook]) -> Iterable[Forecast]:
    """The outlook of every goal and function, and of each region as a whole, at the end of the plan."""
    catalogue, outlook = ground.catalogue, {(one.indicator, one.region): one for one in found}
    members = [member(result, catalogue, ground.day) for result in ground.results.values()]
    end = f"{catalogue.plan.stages[-1].end}-12"
    for row, region in enumerate(catalogue.regions.codes):
        if not _is_looked_at(catalogue, region):
            continue
        aimed = {
            one.name: _aimed(ground, one, row, outlook.get((one.name, region)))
            for one in members
            if one.asked[row] and one.counts[row, -1]
        }
        for kind in KINDS:
            groups = [_inside(catalogue, kind, subject, aimed) for subject in subjects(catalogue, kind)]
            for subject, inside in zip(subjects(catalogue, kind), groups, strict=True):
                yield Forecast(kind, subject, region, end, group_outlook([inside]))
            if kind == "function":
                yield Forecast(*CITY, region, end, group_outlook(groups))


def _inside(catalogue: Catalogue, kind: str, subject: str, aimed: Mapping[str, Aimed]) -> list[Aimed]:
    return [one for name, one in aimed.items() if getattr(catalogue.indicators[name], kind) == subject]


def _aimed(ground: Ground, one: Member, row: int, outlook: Outlook | None) -> Aimed:
    """A member at the end of the plan: what is expected of it then, else the score that it has now."""
    indicator = ground.catalogue.indicators[one.name]
    region = ground.catalogue.regions.codes[row]
    now = float(one.score[row, -1])
    grain = Grain(indicator.grain)
    end = Period(grain, ground.catalogue.plan.stages[-1].end, PER_YEAR[grain])
    target = judging_target(ground.catalogue, one.name, region)
    way = indicator.band[0] if indicator.band else float("nan") if target is None else float(expected(target, [end])[0])
    points = () if outlook is None else outlook.points
    return Aimed(
        one.name,
        indicator,
        one.weight,
        next((point for point in points if point.period == end.id), None),
        () if outlook is None else outlook.errors,
        None if math.isnan(way) else way,
        None if math.isnan(now) else now,
        indicator.veto,
    )


def _is_looked_at(catalogue: Catalogue, region: int) -> bool:
    return catalogue.regions[region].level in LEVELS


def _aim(ground: Ground, name: str, region: int, grain: Grain) -> tuple[Period | None, float | None]:
    """When an indicator is to be where: at its target's date, or within its band at the end of the year."""
    target, band = judging_target(ground.catalogue, name, region), ground.catalogue.indicators[name].band
    if target is not None:
        return Period(grain, target.period, PER_YEAR[grain]), target.value
    if band is not None:
        return Period(grain, ground.day.year, PER_YEAR[grain]), sum(band) / 2
    return None, None
