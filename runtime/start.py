"""Starting all processes of one server under its supervisor."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence

from data.operations.processes.heartbeats import Heartbeats, node_of
from data.storage.home_lock import HomeLock
from runtime.container import Container
from runtime.process import Process
from runtime.processes import WEB
from runtime.supervisor import Supervisor


def supervise(container: Container, processes: Sequence[Process], lock: HomeLock | None, bound: socket.socket) -> None:
    """Run the processes until told to stop. Every connection of `container` is closed first."""

    def part(process: Process) -> None:
        if lock is not None:
            lock.let_go()
        if process.name != WEB:
            bound.close()

    heartbeats = Heartbeats(container.settings.operations_url, node_of(container.settings.home))
    heartbeats.forget(time.time())
    container.dispose()
    Supervisor(processes, heartbeats.write, part, bound.close).run()
