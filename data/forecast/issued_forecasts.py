"""Forecasts as they are kept: each with when it was issued; the newest stands, and all are the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, insert, select

from data.core.clock import from_epoch, to_epoch
from data.core.json_records import from_json, to_json
from data.core.scope import Scope
from data.warehouse.tables import forecast, forecast_mark
from indicators.calendar.periods import Period
from indicators.forecast.group_outlook import GroupOutlook
from indicators.forecast.outlook import Outlook

INDICATOR = "indicator"
Key = tuple[str, str, int]  # kind, subject, region


@dataclass(frozen=True)
class Forecast:
    """A forecast of an indicator (`kind` indicator, an Outlook) or of a group (its kind, a GroupOutlook).

    `due` is the id of the period that `probability` speaks of.
    """

    kind: str
    subject: str
    region: int
    due: str
    outlook: Outlook | GroupOutlook

    @property
    def key(self) -> Key:
        """What it speaks of."""
        return self.kind, self.subject, self.region


@dataclass(frozen=True)
class IssuedForecast:
    """A forecast with the moment at which it was issued; `replayed`: made afterwards, from what is known now."""

    forecast: Forecast
    issued_at: datetime
    replayed: bool


def issue(connection: Connection, forecasts: Iterable[Forecast], at: datetime, *, replayed: bool = False) -> int:
    """Keep the forecasts that say more than what was issued last about the same; returns how many.

    An indicator says more when its own history, date or aim has changed; a group when what is shown of it has.

    Inside the caller's transaction, which holds the writer's lock.
    """
    standing = {} if replayed else _standing(connection)
    fresh = [_row(one, at, replayed) for one in forecasts if _says_more(one, standing.get(one.key))]
    if fresh:
        connection.execute(insert(forecast), fresh)
    return len(fresh)


def standing_forecasts(
    connection: Connection,
    scope: Scope,
    kind: str,
    *,
    subjects: Sequence[str] | None = None,
    regions: Sequence[int] | None = None,
    as_of: datetime | None = None,
) -> dict[Key, IssuedForecast]:
    """The newest forecast of each subject and region, of all that was issued (until a moment), within the scope."""
    where = [forecast.c.kind == kind, forecast.c.replayed.is_(False)]
    if subjects is not None:
        where.append(forecast.c.subject.in_(subjects))
    if regions is not None:
        where.append(forecast.c.region.in_([region for region in regions if scope.permits(region)]))
    if as_of is not None:
        where.append(forecast.c.issued_at <= to_epoch(as_of))
    rows = connection.execute(_newest(where)).mappings()
    found = [_issued(row) for row in rows if scope.permits(row["region"])]
    return {one.forecast.key: one for one in found}


def unmarked(connection: Connection, until: Period) -> list[tuple[int, IssuedForecast]]:
    """Forecasts of indicators with a probability, and the numbers they are kept under, whose date lies not after a
    month and that nobody has marked yet."""
    query = select(forecast).outerjoin(forecast_mark, forecast_mark.c.forecast == forecast.c.id)
    query = query.where(
        forecast.c.kind == INDICATOR, forecast.c.probability.is_not(None), forecast_mark.c.forecast.is_(None)
    )
    rows = connection.execute(query.order_by(forecast.c.id)).mappings().all()
    last = until.last_day()
    return [(row["id"], _issued(row)) for row in rows if Period.from_code(row["due"]).last_day() <= last]


def _newest(where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    latest = select(func.max(forecast.c.id).label("id")).where(*where)
    latest = latest.group_by(forecast.c.kind, forecast.c.subject, forecast.c.region)
    return select(forecast).where(forecast.c.id.in_(latest))


def _standing(connection: Connection) -> dict[Key, Forecast]:
    rows = connection.execute(_newest([forecast.c.replayed.is_(False)])).mappings()
    found = (_issued(row).forecast for row in rows)
    return {one.key: one for one in found}


def _says_more(one: Forecast, before: Forecast | None) -> bool:
    if before is None or one.due != before.due:
        return True
    if isinstance(one.outlook, Outlook):
        return not isinstance(before.outlook, Outlook) or one.outlook.history != before.outlook.history
    return isinstance(before.outlook, Outlook) or _shown(one.outlook) != _shown(before.outlook)


def _shown(outlook: GroupOutlook) -> tuple[object, ...]:
    """What screens show of a group: the chance in hundredths, the scores whole."""
    numbers = (outlook.low, outlook.middle, outlook.high)
    chance = None if outlook.probability is None else round(outlook.probability, 2)
    return (chance, outlook.reason, *(None if number is None else round(number) for number in numbers))


def _row(one: Forecast, at: datetime, replayed: bool) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "region": one.region,
        "issued_at": to_epoch(at),
        "replayed": replayed,
        "due": Period.parse(one.due).code if one.due else None,
        "probability": one.outlook.probability,
        "record": to_json(one.outlook),
    }


def _issued(row: RowMapping) -> IssuedForecast:
    kind: type[Outlook | GroupOutlook] = Outlook if row["kind"] == INDICATOR else GroupOutlook
    due = "" if row["due"] is None else Period.from_code(row["due"]).id
    one = Forecast(row["kind"], row["subject"], row["region"], due, from_json(kind, row["record"]))
    return IssuedForecast(one, from_epoch(row["issued_at"]), row["replayed"])
