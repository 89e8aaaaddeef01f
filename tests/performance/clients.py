"""Ten clients at once, in processes of their own cost: threads that replay what a view asks for."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from tests.performance.timing import say
from tests.serving import Running, entered

CLIENTS, SECONDS = 10, 8.0


@dataclass(frozen=True)
class Load:
    """What ten clients met: views a second, seconds a view, server CPU seconds a view."""

    views: int
    failed: int
    rate: float
    p50: float
    p95: float
    cpu: float


def ten_clients(server: Running, addresses: Sequence[str]) -> Load:
    """Replay views for some seconds. A view of ours is one document: a warm browser asks for nothing else."""
    say(f"{CLIENTS} clients for {SECONDS:g} s, {len(addresses)} different addresses")
    server.get(addresses[0])
    order = itertools.cycle(addresses)
    took: list[float] = []
    failed: list[str] = []
    began, cpu = time.perf_counter(), server.cpu()

    def client() -> None:
        head = {"Accept-Encoding": "br", "Cookie": entered(server.port)}
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        while time.perf_counter() - began < SECONDS:
            asked = time.perf_counter()
            try:
                connection.request("GET", next(order), headers=head)
                answer = connection.getresponse()
                answer.read()
                if answer.status == 200:
                    took.append(time.perf_counter() - asked)
                else:
                    failed.append(str(answer.status))
            except (HTTPException, OSError) as error:
                failed.append(repr(error))
                connection.close()
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, used = time.perf_counter() - began, server.cpu() - cpu
    ordered = sorted(took) or [0.0]
    share = [ordered[int(part * (len(ordered) - 1))] for part in (0.5, 0.95)]
    return Load(len(took), len(failed), len(took) / seconds, share[0], share[1], used / max(len(took), 1))
