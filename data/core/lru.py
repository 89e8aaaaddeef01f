"""A short memory for what never changes: snapshots are immutable, so a worker need not read the same rows twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")


class LruCache(Generic[Value]):
    """The last few things asked for, by key. Threads may make the same thing twice; none sees half of one."""

    def __init__(self, room: int) -> None:
        self._kept: LRUCache[Hashable, Value] = LRUCache(room)
        self._lock = Lock()  # cachetools leaves it to the caller

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept under a key, made now when it is not; what nobody asked for the longest goes first."""
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._kept[key] = found
        return found
