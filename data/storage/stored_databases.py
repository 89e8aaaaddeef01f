"""The databases of a cockpit as a backup sees them: one for each place, however many names it has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, make_url

from data.core.settings import Settings

Family = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class StoredDatabase:
    """Where one or several of operations, readings and warehouse lie."""

    names: tuple[str, ...]
    url: URL

    @property
    def family(self) -> Family:
        """The engine family."""
        return "sqlite" if self.url.get_backend_name() == "sqlite" else "postgresql"

    @property
    def file_name(self) -> str:
        """What its copy is called in a backup."""
        return f"{self.names[0]}.{'db' if self.family == 'sqlite' else 'dump'}"

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(self.url.database or "").resolve()


def stored_databases(settings: Settings) -> tuple[StoredDatabase, ...]:
    """All of them, in the order in which their moments are fixed.

    Operations first: what its rows point at (evidence, devices, readings, indicators) is then at least as new.
    """
    named = (
        ("operations", settings.operations_url),
        ("readings", settings.readings_url),
        ("warehouse", settings.warehouse_url),
    )
    places: dict[str, list[str]] = {}
    for name, url in named:
        places.setdefault(url, []).append(name)
    return tuple(StoredDatabase(tuple(names), make_url(url)) for url, names in places.items())
