"""What came in since: readings by channel, in order of time, and who brought them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data.telemetry.state_types import FeedState
from data.telemetry.tables import arrival, channel, feed, reading
from indicators.liveness import FeedFact

_FEEDS = select(feed.c.id, feed.c.every, feed.c.last_at).order_by(feed.c.id)  # asked every second: built once
AT_ONCE = 50_000  # readings of one look: a long history is taken bite by bite


@dataclass(frozen=True)
class NewReadings:
    """Readings that arrived after a number, up to `upto`: (at, value) by channel, ascending in time.

    `feeds` says who brought each channel's newest. `more`: there is more to fetch.
    """

    upto: int
    readings: dict[int, list[tuple[int, float]]]
    feeds: dict[int, str]
    more: bool


def readings_after(connection: Connection, number: int, at_once: int = AT_ONCE) -> NewReadings:
    """What arrived after an arrival's number; whole arrivals, about `at_once` readings of them."""
    upto, feeds, count = number, dict[int, str](), 0
    more = False
    query = select(arrival.c.no, arrival.c.feed, arrival.c.accepted).where(arrival.c.no > number)
    for one in connection.execute(query.order_by(arrival.c.no)):
        if count and count + one.accepted > at_once:
            more = True
            break
        upto, count = one.no, count + one.accepted
        feeds[one.no] = one.feed
    rows = connection.execute(
        select(reading.c.channel, reading.c.at, reading.c.value, reading.c.arrival)
        .where(reading.c.arrival > number, reading.c.arrival <= upto)
        .order_by(reading.c.at)
    )
    found: dict[int, list[tuple[int, float]]] = {}
    brought: dict[int, str] = {}
    for number, at, value, by in rows:
        found.setdefault(number, []).append((at, value))
        brought[number] = feeds[by]
    return NewReadings(upto, found, brought, more)


def readings_since(
    connection: Connection, channels: Collection[int], since: float
) -> dict[int, list[tuple[int, float]]]:
    """All readings of some channels from a moment on, ascending in time."""
    query = select(reading).where(reading.c.channel.in_(channels), reading.c.at >= int(since)).order_by(reading.c.at)
    found: dict[int, list[tuple[int, float]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.channel, []).append((row.at, row.value))
    return found


def feeds_now(connection: Connection, now: int) -> tuple[FeedState, ...]:
    """Who brings readings, and who has fallen silent."""
    found = feed_facts(connection)
    return tuple(FeedState(one.id, one.every, one.last_at, one.is_silent(now)) for one in found)


def feed_facts(connection: Connection) -> tuple[FeedFact, ...]:
    """Who brings readings, what each promised, and when something came last; by id."""
    return tuple(FeedFact(row.id, row.every, row.last_at) for row in connection.execute(_FEEDS))


def feed_of_channels(connection: Connection) -> dict[int, str]:
    """Who brought the newest reading of each channel."""
    newest = reading.c.channel == channel.c.no, reading.c.at == channel.c.last_at
    query = (
        select(channel.c.no, arrival.c.feed)
        .join(reading, newest[0] & newest[1])
        .join(arrival, arrival.c.no == reading.c.arrival)
    )
    return {row.no: row.feed for row in connection.execute(query)}
