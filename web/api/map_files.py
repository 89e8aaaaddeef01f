"""Files for maps: geometry and places, named by their content, kept by the browser for ever.

Each is made for who asks: another's file, or one that has meanwhile been replaced, is not found, and the page is then
drawn anew with the name that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from flask import Flask, Response

from components.maps.places import ADDRESS
from web.rendering.failures import refused

FOR_ONE_FOR_EVER: Final = "private, max-age=31536000, immutable"


class MapFile(Protocol):
    """A file whose name carries the hash of its content: the grids', the places'."""

    @property
    def name(self) -> str: ...
    @property
    def body(self) -> bytes: ...


def offer_map_files(server: Flask, sources: Mapping[str, Callable[[], MapFile]]) -> None:
    """Answer at /map/<name>. `sources` are by what a name begins with, up to its first dot; each gives the file that
    holds now for the asker of the request."""

    def answer(name: str) -> Response:
        source = sources.get(name.split(".")[0])
        file = source() if source else None
        if file is None or file.name != name:
            return refused("not-found", 404, "no such file for a map, or no longer")
        found = Response(file.body, mimetype="application/json")
        found.headers["Cache-Control"] = FOR_ONE_FOR_EVER
        return found

    server.add_url_rule(f"{ADDRESS}<name>", "map-file", answer)
