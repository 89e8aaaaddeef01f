"""Heartbeats of processes: each tells that it works, and its supervisor tells when it has ended.

Times are the machine's own (UTC epoch seconds), also in the demonstration: nobody waits by the demonstration's clock.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import SQLAlchemyError

from data.operations.processes.heartbeat_table import heartbeat
from data.storage.brief_engine import open_briefly
from data.storage.engines import capabilities

State = Literal["starting", "running", "standby", "failing", "ended"]
Condition = Literal["starting", "running", "standby", "failing", "ended", "late", "unknown"]
SOUND: frozenset[Condition] = frozenset({"running", "standby", "failing"})
"""`standby`: another server does this work. `failing`: the last turn failed, and it goes on trying."""
KEPT = 24 * 3600  # seconds that the rows of a server stay which is no more
log = logging.getLogger("cockpit.heartbeats")


@dataclass(frozen=True)
class Heartbeat:
    """What a process said last. `promise` is within how many seconds it beats again; 0 is no promise."""

    name: str
    pid: int
    started_at: int
    beat_at: int
    promise: int
    state: State
    error: str = ""
    restarts: int = 0

    def age(self, now: float) -> int:
        """Seconds since then."""
        return max(0, round(now - self.beat_at))


def condition(beat: Heartbeat | None, now: float) -> Condition:
    """How a process is at `now`: what it said, unless it is overdue or was never heard of."""
    if beat is None:
        return "unknown"
    overdue = beat.promise > 0 and beat.age(now) > beat.promise
    return "late" if overdue and beat.state != "ended" else beat.state


def node_of(home: Path) -> str:
    """The name of the server over a data folder: that of the machine and a mark of the folder."""
    return f"{socket.gethostname()[:60]}-{sha256(str(home).encode()).hexdigest()[:8]}"


def heartbeats_of(connection: Connection, node: str) -> dict[str, Heartbeat]:
    """What the processes of a server said last, by name."""
    rows = connection.execute(select(heartbeat).where(heartbeat.c.node == node)).mappings()
    return {row["name"]: Heartbeat(**{k: v for k, v in row.items() if k != "node"}) for row in rows}


class Heartbeats:
    """Reads and writes the heartbeats of one server. Keeps no connection; never waits long; never fails its caller."""

    def __init__(self, url: str, node: str) -> None:
        self._engine = open_briefly(url)
        self._node = node
        self._silent = False

    def write(self, beat: Heartbeat) -> bool:
        """Put down one; False when the database did not take it (which is logged once, until it does again)."""
        values = {"node": self._node, **asdict(beat)}
        try:
            with self._engine.begin() as connection:
                statement = capabilities(connection).upsert(heartbeat).values(values)
                connection.execute(statement.on_conflict_do_update(index_elements=["node", "name"], set_=values))
        except SQLAlchemyError as error:
            if not self._silent:
                log.error("the heartbeat of %s could not be written: %s", beat.name, type(error).__name__)
            self._silent = True
            return False
        self._silent = False
        return True

    def read(self) -> Mapping[str, Heartbeat]:
        """All of this server, by name. SQLAlchemyError when the database does not answer."""
        with self._engine.connect() as connection:
            return heartbeats_of(connection, self._node)

    def forget(self, now: float) -> None:
        """Remove what this server said before it was started, and servers that are silent for long."""
        old = (heartbeat.c.node == self._node) | (heartbeat.c.beat_at < now - KEPT)
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(heartbeat).where(old))
        except SQLAlchemyError as error:
            log.error("old heartbeats could not be removed: %s", type(error).__name__)
