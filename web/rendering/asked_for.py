"""What a request asked for, in words that the audit and the log may keep."""

from flask import request

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LONGEST = 100  # characters of what was asked for


def asked_for() -> str:
    """The method and the address of a request, bounded: whoever sent it wrote them."""
    method = request.method if request.method in METHODS else "?"
    return f"{method} {request.path}"[:LONGEST]
