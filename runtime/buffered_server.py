"""Waitress, which reads whole requests and sends answers in one loop, so that no thread ever waits for a client.

What is added: time-outs by phase (waitress knows one, without a byte), and room for newcomers when it is full.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from runtime.client_timeouts import ClientTimeouts, ClientWait, State, overdue

LARGEST_BODY = 64 * 1024 * 1024  # bytes; each address has a bound of its own far below (web/security/route_rules.py)
LARGEST_HEAD = 64 * 1024


@dataclass(frozen=True)
class ClientLimits:
    """What one process holds for clients: connections, bytes of unfinished bodies (past 512 kB each on the disk)."""

    threads: int
    patience: ClientTimeouts = field(default_factory=ClientTimeouts)
    connections: int = 1500
    bodies: int = 512 * 1024 * 1024


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    """One connection, which also knows when the request that is coming in began."""

    begun = 0.0

    def received(self, data: bytes) -> bool:
        fresh = self.request is None
        found: bool = super().received(data)
        if fresh and self.request is not None:
            self.begun = time.time()
        return found

    def waiting(self) -> ClientWait | None:
        """What the client is waited for; None while it waits for us."""
        if self.requests:
            return None
        if self.total_outbufs_len:
            return ClientWait("unread", self.last_activity, self.last_activity)
        if self.request is None:
            state: State = "head" if self.last_activity == self.creation_time else "idle"
            return ClientWait(state, self.last_activity, self.last_activity)
        phase: State = "body" if self.request.headers_finished else "head"
        return ClientWait(phase, self.begun, self.last_activity, self.request.body_bytes_received)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Accepts on a socket that is bound already."""

    channel_class = Channel

    def __init__(self, application: Any, listener: socket.socket, bounds: ClientLimits) -> None:
        self.bounds = bounds
        adjustments = Adjustments(
            sockets=[listener],
            threads=bounds.threads,
            connection_limit=bounds.connections + 100,  # never reached: the longest waiting gives way
            cleanup_interval=1,
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=False,  # the application decides by PROXY_HOPS whom it believes
            log_socket_errors=False,
            ident="",
        )
        about = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(application, {}, True, listener, adj=adjustments, bind_socket=False, sockinfo=about)

    def handle_accept(self) -> None:
        if len(self.active_channels) >= self.bounds.connections:
            waiting = self._longest_waiting()
            if waiting:
                waiting[0].handle_close()
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        """Close what has used its time up; and what waits longest, while unfinished bodies take too much room."""
        channels = self._longest_waiting()
        held = sum(_held(channel) for channel in channels)
        for channel in channels:
            waiting = channel.waiting()
            if waiting is None:
                continue
            too_much = held > self.bounds.bodies and _held(channel) > 0
            if too_much or overdue(waiting, self.bounds.patience, now):
                held -= _held(channel)
                channel.handle_close()

    def _longest_waiting(self) -> list[Channel]:
        """The connections whose client is waited for, the longest waiting first."""
        waited = [
            (found.since, n, one) for n, one in enumerate(self.active_channels.values()) if (found := one.waiting())
        ]
        return [one for _, _, one in sorted(waited, key=lambda found: found[:2])]


def _held(channel: Channel) -> int:
    return 0 if channel.request is None else int(channel.request.body_bytes_received)
