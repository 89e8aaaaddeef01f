"""One server a data folder: whoever starts takes its lock before touching anything in it.

The lock belongs to the open file and so to the process: it is gone when the process is, however that ended. What the
file says is only for the message of the one that comes second.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from data.storage.private_files import private_folder

FILE = "cockpit.lock"


class HomeInUse(RuntimeError):
    """Another server works in this data folder; the sentence says where it is."""


@dataclass(frozen=True)
class HomeLock:
    """The lock, held as long as this process lives."""

    descriptor: int

    def tell(self, address: str) -> None:
        """Leave the address for whoever comes second."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, f"{address}, pid {os.getpid()}\n".encode(), 0)

    def let_go(self) -> None:
        """Close this copy of the lock; in a forked child, so that the lock ends with the process that took it."""
        os.close(self.descriptor)


def take_home(home: Path) -> HomeLock:
    """Take the lock of a data folder, which is made when it is missing. HomeInUse when another server has it."""
    private_folder(home)
    descriptor = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(descriptor, 500, 0).decode(errors="replace").strip()
        os.close(descriptor)
        raise HomeInUse(f"the data folder {home} is in use, already running at {owner or 'another place'}") from None
    return HomeLock(descriptor)
