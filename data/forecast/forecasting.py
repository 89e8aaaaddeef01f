"""Looking ahead from a snapshot: beside the web workers, after each refresh that changed something."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from sqlalchemy import Engine, insert

from data.core.clock import Clock, to_epoch
from data.forecast.forecast_input import ForecastInput, is_done, is_looked_at, new_input
from data.forecast.issued_forecasts import INDICATOR, Forecast, issue
from data.forecast.marking import mark_due
from data.storage.engines import capabilities, reading
from data.warehouse.tables import forecast_run
from indicators.calendar.periods import PER_YEAR, Grain, Period
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.groups import CITY
from indicators.compute.membership import KINDS, GroupMember, member, subjects
from indicators.compute.results import IndicatorResult
from indicators.forecast.group_outlook import Aimed, group_outlook
from indicators.forecast.outlook import History, Outlook, newest_run, outlooks
from indicators.targets.paths import expected, judging_target


def make_forecasts(engine: Engine, catalogue: Catalogue, clock: Clock) -> int:
    """Issue what the newest snapshot says of the future; returns how many forecasts are new.

    0 where that snapshot was looked ahead from before, or there is none. Killed at any moment, it goes on from there.
    """
    with reading(engine).connect() as connection:
        given = new_input(connection, catalogue, clock.now())
    if given is None:
        return 0
    alone = outlooks(histories(given))
    made = [*(_of_indicator(one) for one in alone), *group_forecasts(given, alone)]
    with engine.begin() as connection:
        capabilities(connection).lock_writers(connection)
        if is_done(connection, given.version):
            return 0
        issued = issue(connection, made, clock.now())
        mark_due(connection, given.catalogue, given.results, given.day, clock.now())
        row = {"version": given.version, "made_at": to_epoch(clock.now()), "issued": issued}
        connection.execute(insert(forecast_run).values(row))
    return issued


def _of_indicator(one: Outlook) -> Forecast:
    return Forecast(INDICATOR, one.indicator, one.region, one.due, one)


def histories(given: ForecastInput) -> list[History]:
    """What is known of every indicator in the city and its districts, and where it is to be by when."""
    return [history for result in given.results.values() for history in _histories(given, result)]


def _histories(given: ForecastInput, result: IndicatorResult) -> Iterable[History]:
    catalogue, name = given.catalogue, result.indicator
    indicator = catalogue.indicators[name]
    native = result.series[Grain(indicator.grain)]
    for row, region in enumerate(native.regions):
        if not is_looked_at(catalogue, region) or not catalogue.regions.reaches(region, indicator.level):
            continue
        run = newest_run(native.value[row], native.grain)
        if run is not None:
            due, aim = _aim(given, name, region, native.grain)
            yield History(name, indicator, region, native.periods[run], native.value[row, run].astype(float), due, aim)


def group_forecasts(given: ForecastInput, found: Iterable[Outlook]) -> Iterable[Forecast]:
    """The outlook of every goal and function, and of each region as a whole, at the end of the plan."""
    catalogue, outlook = given.catalogue, {(one.indicator, one.region): one for one in found}
    members = [member(result, catalogue, given.day) for result in given.results.values()]
    end = f"{catalogue.plan.stages[-1].end}-12"
    for row, region in enumerate(catalogue.regions.codes):
        if not is_looked_at(catalogue, region):
            continue
        aimed = {
            one.name: _aimed(given, one, row, outlook.get((one.name, region)))
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


def _aimed(given: ForecastInput, one: GroupMember, row: int, outlook: Outlook | None) -> Aimed:
    """A member at the end of the plan: what is expected of it then, else the score that it has now."""
    indicator = given.catalogue.indicators[one.name]
    region = given.catalogue.regions.codes[row]
    now = float(one.score[row, -1])
    grain = Grain(indicator.grain)
    end = Period(grain, given.catalogue.plan.stages[-1].end, PER_YEAR[grain])
    target = judging_target(given.catalogue, one.name, region)
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


def _aim(given: ForecastInput, name: str, region: int, grain: Grain) -> tuple[Period | None, float | None]:
    """When an indicator is to be where: at its target's date, or within its band at the end of the year."""
    target, band = judging_target(given.catalogue, name, region), given.catalogue.indicators[name].band
    if target is not None:
        return Period(grain, target.period, PER_YEAR[grain]), target.value
    if band is not None:
        return Period(grain, given.day.year, PER_YEAR[grain]), sum(band) / 2
    return None, None
