"""Levels of an alert as plain numbers, and their names: those of the vital signs."""

from __future__ import annotations

from indicators.vitals.levels import Level, LevelName

LEVELS: tuple[str, ...] = tuple(level.name.lower() for level in Level)

__all__ = ["LEVELS", "LevelName", "level_number"]


def level_number(name: str) -> int:
    """The number of a level: normal 0, white 1, blue 2, yellow 3, orange 4, red 5. ValueError for another name."""
    return LEVELS.index(name)
