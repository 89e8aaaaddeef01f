"""A short memory for what never changes: snapshots are immutable, so a worker need not read the same rows twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class LruCache(Generic[Value]):
    """The last few things made, by key. Threads may make the same thing twice; none sees half of one."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: dict[Hashable, Value] = {}

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept under a key, made now when it is not; the oldest goes when there is no room."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            while len(self._kept) >= self._room:
                self._kept.pop(next(iter(self._kept), None), None)
            self._kept[key] = found
        return found
