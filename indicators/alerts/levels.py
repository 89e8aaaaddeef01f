"""Levels of an alert as numbers that compare, and their names."""

from __future__ import annotations

from typing import Literal, get_args

LevelName = Literal["white", "blue", "yellow", "orange", "red"]
LEVELS: tuple[str, ...] = ("normal", *get_args(LevelName))


def level_number(name: str) -> int:
    """The number of a level: normal 0, white 1, blue 2, yellow 3, orange 4, red 5. ValueError for another name."""
    return LEVELS.index(name)
