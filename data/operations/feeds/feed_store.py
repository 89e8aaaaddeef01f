"""How far each feed has read, when it runs next, and the record of its runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from data.operations.feeds.feed_tables import feed_run, feed_state
from data.storage.engines import capabilities

Outcome = Literal["running", "good", "empty", "refused", "failed"]
KEPT = 500  # runs of a feed that are remembered
_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class FeedState:
    """Where a feed stands. Times are epoch seconds; 0: never. `failures` are failed runs in a row."""

    mark: str = ""
    digest: str = ""
    due_at: int = 0
    failures: int = 0
    paused_until: int = 0
    good_at: int = 0


@dataclass(frozen=True)
class FeedRun:
    """One run of a feed. `good`: all that came has landed; `empty`: nothing came; `refused`: a delivery as a whole was;
    `failed`: nothing more could be fetched. `code` and `facts` say why.
    """

    id: int
    feed: str
    started_at: int
    ended_at: int | None = None
    outcome: Outcome = "running"
    tries: int = 0
    deliveries: int = 0
    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: _NO_FACTS)


def state_of(connection: Connection, feed: str) -> FeedState:
    """Where a feed stands; one that has never run stands at the beginning."""
    row = connection.execute(select(feed_state).where(feed_state.c.feed == feed)).mappings().first()
    return FeedState(**{name: value for name, value in row.items() if name != "feed"}) if row else FeedState()


def keep_state(connection: Connection, feed: str, state: FeedState) -> None:
    """Write where a feed stands."""
    statement = capabilities(connection).upsert(feed_state).values(feed=feed, **vars(state))
    connection.execute(statement.on_conflict_do_update(index_elements=["feed"], set_=vars(state)))


def begin_run(connection: Connection, feed: str, at: int) -> FeedRun:
    """Note that a run has begun; the oldest ones of the feed are let go."""
    values = {**vars(FeedRun(0, feed, at)), "facts": "{}"}
    made = connection.execute(insert(feed_run).values({k: v for k, v in values.items() if k != "id"}))
    assert made.inserted_primary_key is not None
    number = int(made.inserted_primary_key[0])
    mine = feed_run.c.feed == feed
    oldest = select(feed_run.c.id).where(mine).order_by(feed_run.c.id.desc()).offset(KEPT).limit(1)
    last = connection.execute(oldest).scalar()
    if last is not None:
        connection.execute(delete(feed_run).where(mine, feed_run.c.id <= last))
    return FeedRun(number, feed, at)


def note_run(connection: Connection, run: FeedRun) -> None:
    """Write what has become of a run."""
    values = {**vars(run), "facts": json.dumps(dict(run.facts), ensure_ascii=False, default=str)}
    del values["id"]
    connection.execute(update(feed_run).where(feed_run.c.id == run.id).values(**values))


def runs_of(connection: Connection, feed: str, most: int = KEPT) -> tuple[FeedRun, ...]:
    """The runs of a feed, the newest first."""
    query = select(feed_run).where(feed_run.c.feed == feed).order_by(feed_run.c.id.desc()).limit(most)
    return tuple(_run(row) for row in connection.execute(query).mappings())


def _run(row: Mapping[Any, Any]) -> FeedRun:
    return replace(FeedRun(**{**row, "facts": {}}), facts=json.loads(row["facts"]))
