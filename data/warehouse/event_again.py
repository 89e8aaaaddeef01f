"""Events that are delivered again: an earlier state that they replace, and one in another place that they leave."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Index, MetaData, Table, and_, delete, exists, func, select

from data.storage.engines import capabilities
from data.warehouse.events import NewEvents
from data.warehouse.tables import batch, event, order_text, order_times

_KEY = ("day", "region", "id")
_again = Table("event_again", MetaData(), *(Column(name, event.c[name].type) for name in _KEY), prefixes=["TEMPORARY"])
_by_id = Index("event_again_by_id", _again.c.id, _again.c.day)


def make_way(connection: Connection, kind: int, events: NewEvents, source_id: str) -> int:
    """How many of the events stand already, in the same region or in another one of the same day.

    One that the same source delivered for another region (a district before the town was known, or the wrong town) is
    taken away there: an order is counted once. Call it before the events are written.
    """
    if not len(events):
        return 0
    _again.create(connection)
    capabilities(connection).bulk_insert(connection, _again, {name: getattr(events, name) for name in _KEY})
    days = event.c.kind == kind, event.c.day.between(int(events.day.min()), int(events.day.max()))
    same = and_(_again.c.day == event.c.day, _again.c.id == event.c.id)
    here = exists().where(same, _again.c.region == event.c.region)
    standing = connection.execute(select(func.count()).select_from(event).where(*days, here)).scalar_one()
    elsewhere = (
        select(*(event.c[name] for name in _KEY))
        .join(batch, batch.c.id == event.c.batch)
        .where(*days, exists().where(same, _again.c.region != event.c.region), batch.c.source_id == source_id)
    )
    left = connection.execute(elsewhere).all()
    for row in left:
        for table in (event, order_times, order_text):
            key = [table.c[name] == getattr(row, name) for name in _KEY]
            connection.execute(delete(table).where(table.c.kind == kind, *key))
    _again.drop(connection)
    return int(standing) + len({(row.day, row.id) for row in left})
