"""How the cockpit itself is: its processes, its databases, the room on its disk. Nothing personal."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from data.core.settings import Settings
from data.operations.processes.heartbeats import SOUND, Condition, Heartbeat, Heartbeats, condition, node_of
from data.status.storage_probe import BUSY, OK, probe

LEAST_FREE = 256 * 1024 * 1024  # bytes on the disk of the data folder
PROBED = 15.0  # seconds that what a probe found stands


@dataclass(frozen=True)
class ProcessStatus:
    """One process: how it is, the seconds since it last beat (None: never), how often it was started again."""

    condition: Condition
    age: int | None = None
    restarts: int = 0
    error: str = ""


@dataclass(frozen=True)
class ServiceStatus:
    """`storage` is `ok`, `busy` or the kind of the fault, by database."""

    processes: Mapping[str, ProcessStatus]
    storage: Mapping[str, str]
    free_bytes: int

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, as codes `process:NAME:CONDITION`, `storage:NAME:FAULT` and `disk:full`."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        for name, one in self.processes.items():
            if one.condition not in SOUND:
                yield f"process:{name}:{one.condition}"
        for name, found in self.storage.items():
            if found not in (OK, BUSY):
                yield f"storage:{name}:{found}"
        if self.free_bytes < LEAST_FREE:
            yield "disk:full"


@dataclass
class StatusReader:
    """Looks how the cockpit is. `expected` names the processes that have to be there."""

    settings: Settings
    expected: Sequence[str] = ()
    now: Callable[[], float] = time.time
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    _storage: Mapping[str, str] = field(default_factory=dict)
    _probed: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def read(self) -> ServiceStatus:
        """How it is now; what the databases said may be a few seconds old."""
        return ServiceStatus(self._processes(), self._databases(), self.free(self.settings.home))

    def _processes(self) -> dict[str, ProcessStatus]:
        beats: Mapping[str, Heartbeat] = {}
        try:
            if self.expected:
                beats = Heartbeats(self.settings.operations_url, node_of(self.settings.home)).read()
        except SQLAlchemyError:
            pass  # nothing is known of any; the database itself is told beside
        return {name: self._status(beats.get(name)) for name in self.expected}

    def _status(self, beat: Heartbeat | None) -> ProcessStatus:
        now = self.now()
        how = condition(beat, now)
        return ProcessStatus(how) if beat is None else ProcessStatus(how, beat.age(now), beat.restarts, beat.error)

    def _databases(self) -> Mapping[str, str]:
        settings = self.settings
        urls = {
            "warehouse": settings.warehouse_url,
            "operations": settings.operations_url,
            "readings": settings.readings_url,
        }
        with self._lock:  # who comes while another probes waits for what that finds
            if self.now() - self._probed >= PROBED:
                self._storage = {name: probe(url) for name, url in urls.items()}
                self._probed = self.now()
            return self._storage
