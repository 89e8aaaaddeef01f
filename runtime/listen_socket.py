"""The socket that the server listens at: taken at the start, so that a port in use is told before anything is done.

It belongs to the supervisor. A web server that is started anew finds it as it was: who asks meanwhile waits.
"""

from __future__ import annotations

import errno
import os
import socket


class PortTaken(RuntimeError):
    """The server cannot listen there; the sentence says why."""


def bind(host: str, port: int) -> socket.socket:
    """A bound socket that does not listen yet (nobody is kept waiting by a server that is still starting).

    PortTaken when another program listens there, or the address is not this machine's.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        bound = socket.socket(family, kind)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(f"port {port} of {host} is in use by another program: set PORT to another one") from None
        raise PortTaken(f"it cannot listen at port {port} of {host}: {os.strerror(error.errno or 0)}") from None
    return bound


def address_of(bound: socket.socket) -> str:
    """What people type into a browser on this machine."""
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
