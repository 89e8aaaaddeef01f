"""How long a connection may keep the server waiting, and what of it the server holds meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["head", "body", "idle", "unread"]


@dataclass(frozen=True)
class ClientTimeouts:
    """Seconds to wait for what a client does next.

    `head`: for the first request, or the rest of a request's head. `body`: for the next bytes of a body, which on the
    whole has to come at `rate` bytes a second after that grace, so that a slow client is served and one that drips is
    not. `idle`: between two requests. `unread`: for an answer to be taken up further.
    """

    head: float = 20.0
    body: float = 20.0
    rate: int = 500
    idle: float = 75.0
    unread: float = 60.0


@dataclass(frozen=True)
class ClientWait:
    """What a connection is waited for: since when, when anything moved last, and the bytes of the body so far."""

    state: State
    since: float
    moved: float
    received: int = 0


def overdue(waiting: ClientWait, patience: ClientTimeouts, now: float) -> bool:
    """Whether a connection has used its time up. All moments are of one clock, in seconds."""
    if waiting.state == "head":
        return now > waiting.since + patience.head
    if waiting.state == "body":
        paced = waiting.since + patience.body + waiting.received / patience.rate
        return now > min(paced, waiting.moved + patience.body)
    return now > waiting.moved + (patience.idle if waiting.state == "idle" else patience.unread)
