"""Places that a map shows, as columns for the browser: inside the page when they are few, as a file when many."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.framework.view import quoted

STEPS: Final = 100_000  # in a degree: about a metre
ADDRESS: Final = "/map/"  # where files for maps are served


@dataclass(frozen=True)
class Place:
    """A thing on the map: where it is (WGS84 degrees), its name, the path a click leads to, and the region it is in."""

    lon: float
    lat: float
    name: str
    href: str
    region: int


@dataclass(frozen=True)
class PlacesFile:
    """Places as a file whose name carries the hash of its content: kept by the browser for ever."""

    name: str
    body: bytes

    @property
    def url(self) -> str:
        """Its address here."""
        return ADDRESS + self.name


def columns(places: Sequence[Place]) -> dict[str, Any]:
    """Places column by column."""
    return {
        "steps": STEPS,
        "lon": [round(place.lon * STEPS) for place in places],
        "lat": [round(place.lat * STEPS) for place in places],
        "name": [place.name for place in places],
        "href": [quoted(place.href) for place in places],
        "region": [place.region for place in places],
    }


def places_file(places: Sequence[Place], kind: str = "places") -> PlacesFile:
    """Places as a file, in their order. `kind` is what its name begins with: the server finds the file by it."""
    body = json.dumps(columns(places), ensure_ascii=False, separators=(",", ":")).encode()
    return PlacesFile(f"{kind}.{hashlib.sha256(body).hexdigest()[:12]}.json", body)
