"""Answers by Brotli. What is named by its content is packed once and kept; the rest is packed lightly each time.

An off-the-shelf compressor with a response cache was found to serve one visitor's page to the next, hence ours.
"""

from __future__ import annotations

import gzip
import hashlib
from threading import Lock

import brotli
from flask import Flask, Response, request

from components.maps.places import ADDRESS

WORTH_IT = 600  # bytes; below this the header costs more than the packing saves
PACKED_ONCE = ("/_dash-component-suites/", "/assets/", ADDRESS)
MOST_KEPT = 256  # packed bodies in memory
TEXTUAL = (
    "text/html",
    "text/css",
    "text/csv",
    "text/plain",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/geo+json",
    "image/svg+xml",
)


class Compression:
    """Packs the answers of a Flask server for browsers that accept it."""

    def __init__(self, server: Flask) -> None:
        self._kept: dict[tuple[str, bytes], bytes] = {}
        self._lock = Lock()
        server.after_request(self._pack)

    def _pack(self, answer: Response) -> Response:
        method = next((m for m in ("br", "gzip") if request.accept_encodings.quality(m) > 0), None)
        if method is None or answer.status_code != 200 or answer.headers.get("Content-Encoding"):
            return answer
        if not (answer.mimetype or "").startswith(TEXTUAL) or (answer.is_streamed and not answer.direct_passthrough):
            return answer
        answer.direct_passthrough = False
        body = answer.get_data()
        if len(body) >= WORTH_IT:
            answer.set_data(self._packed(method, body))
            answer.headers["Content-Encoding"] = method
        answer.headers.add("Vary", "Accept-Encoding")
        return answer

    def _packed(self, method: str, body: bytes) -> bytes:
        if not request.path.startswith(PACKED_ONCE):
            return brotli.compress(body, quality=4) if method == "br" else gzip.compress(body, 4)
        key = (method, hashlib.sha256(body).digest())  # not the address: anybody can make up new ones
        with self._lock:
            if key not in self._kept:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = brotli.compress(body, quality=9) if method == "br" else gzip.compress(body, 7)
            return self._kept[key]
