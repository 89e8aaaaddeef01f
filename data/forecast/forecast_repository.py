"""What screens read of forecasts. Every method takes the scope of the person who asks first, and keeps to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, case, func, select

from data.core.scope import Scope, required, required_region
from data.forecast.issued_forecasts import INDICATOR, IssuedForecast, Key, standing_forecasts
from data.storage.engines import reading
from data.warehouse.tables import forecast, forecast_mark
from indicators.forecast.group_outlook import GroupOutlook
from indicators.forecast.outlook import Outlook

TENTHS = 10


@dataclass(frozen=True)
class MarkedForecasts:
    """Forecasts of some indicators whose day has come, counted: those `replayed` apart from those issued in time.

    `brier` is the mean of (probability - met) squared, `met`, `within_50` and `within_80` are shares from 0 to 1.
    `said` is the mean probability.
    """

    subject: str
    replayed: bool
    count: int
    said: float
    met: float
    brier: float
    within_50: float
    within_80: float


@dataclass(frozen=True)
class ForecastRepository:
    """Reads what was issued, as it stood at a moment, and the record of what became of it."""

    engine: Engine

    def of_indicator(self, scope: Scope, name: str, region: int, as_of: datetime | None = None) -> Outlook | None:
        """The standing outlook of an indicator in a region; None before the first. OutOfScope as usual."""
        required_region(scope, region)
        found = self._standing(scope, INDICATOR, [name], [region], as_of)
        one = found.get((INDICATOR, name, region))
        return one.forecast.outlook if one is not None and isinstance(one.forecast.outlook, Outlook) else None

    def of_indicators(
        self, scope: Scope, names: Sequence[str], regions: Sequence[int], as_of: datetime | None = None
    ) -> dict[tuple[str, int], Outlook]:
        """The standing outlooks of some indicators in some regions, as far as the scope permits."""
        required(scope)
        found = self._standing(scope, INDICATOR, names, regions, as_of).values()
        outlooks = [one.forecast.outlook for one in found]
        return {(one.indicator, one.region): one for one in outlooks if isinstance(one, Outlook)}

    def of_groups(self, scope: Scope, kind: str, region: int, as_of: datetime | None = None) -> dict[str, GroupOutlook]:
        """The standing outlooks of all groups of a kind in a region, by their names. OutOfScope as usual."""
        required_region(scope, region)
        found = self._standing(scope, kind, None, [region], as_of).values()
        outlooks = [(one.forecast.subject, one.forecast.outlook) for one in found]
        return {subject: one for subject, one in outlooks if isinstance(one, GroupOutlook)}

    def record(self, scope: Scope, regions: Sequence[int]) -> list[MarkedForecasts]:
        """What became of the forecasts of each indicator in some regions, as far as the scope permits."""
        one, mark = forecast.c, forecast_mark.c
        columns = [
            one.subject, one.replayed, func.count().label("count"), func.avg(one.probability).label("said"),
            func.avg(_number(mark.met)).label("met"), func.avg(mark.brier).label("brier"),
            func.avg(_number(mark.within_50)).label("within_50"), func.avg(_number(mark.within_80)).label("within_80"),
        ]  # fmt: skip
        query = self._marked(scope, regions, *columns).group_by(one.subject, one.replayed)
        with reading(self.engine).connect() as connection:
            return [MarkedForecasts(**row) for row in connection.execute(query).mappings()]

    def reliability(self, scope: Scope, regions: Sequence[int]) -> dict[int, tuple[int, float, float]]:
        """By tenths of the probability that was said (0: below 10 %): how many, the mean said, the share met."""
        one, mark = forecast.c, forecast_mark.c
        tenth = func.floor(one.probability * TENTHS)
        columns = [tenth.label("tenth"), func.count(), func.avg(one.probability), func.avg(_number(mark.met))]
        query = self._marked(scope, regions, *columns).group_by(tenth)
        with reading(self.engine).connect() as connection:
            rows = connection.execute(query).all()
        return {min(int(row[0]), TENTHS - 1): (int(row[1]), float(row[2]), float(row[3])) for row in rows}

    def _marked(self, scope: Scope, regions: Sequence[int], *columns: Any) -> Select[Any]:
        required(scope)
        permitted = [region for region in regions if scope.permits(region)]
        query = select(*columns).join_from(forecast, forecast_mark, forecast_mark.c.forecast == forecast.c.id)
        return query.where(forecast.c.region.in_(permitted))

    def _standing(
        self,
        scope: Scope,
        kind: str,
        subjects: Sequence[str] | None,
        regions: Sequence[int],
        as_of: datetime | None,
    ) -> dict[Key, IssuedForecast]:
        with reading(self.engine).connect() as connection:
            return standing_forecasts(connection, scope, kind, subjects=subjects, regions=regions, as_of=as_of)


def _number(column: Any) -> Any:
    """A flag as 1 or 0, which every engine can take the mean of."""
    return case((column, 1.0), else_=0.0)
