"""How each feed is: for the command line and for screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data.feeds.definitions import FeedDefinition
from data.operations import Operations
from data.operations.feeds.feed_store import KEPT, FeedRun, FeedState, runs_of, state_of

Health = Literal["new", "good", "failing", "paused"]


@dataclass(frozen=True)
class FeedStanding:
    """A feed with where it stands, its newest run, and its health: `paused` while its breaker is open."""

    name: str
    definition: FeedDefinition
    state: FeedState
    last: FeedRun | None
    health: Health


def feed_overview(operations: Operations, feeds: Mapping[str, FeedDefinition], now: int) -> tuple[FeedStanding, ...]:
    """Every feed at a moment (epoch seconds), by name."""
    with operations.reading() as connection:
        states = {name: (state_of(connection, name), runs_of(connection, name, 1)) for name in sorted(feeds)}
    return tuple(
        FeedStanding(name, feeds[name], state, runs[0] if runs else None, _health(state, now))
        for name, (state, runs) in states.items()
    )


def feed_runs(operations: Operations, name: str, most: int = KEPT) -> tuple[FeedRun, ...]:
    """The runs of a feed, the newest first."""
    with operations.reading() as connection:
        return runs_of(connection, name, most)


def _health(state: FeedState, now: int) -> Health:
    if state.paused_until > now:
        return "paused"
    if state.failures:
        return "failing"
    return "good" if state.good_at else "new"
