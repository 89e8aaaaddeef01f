"""Which files of a watched folder are whole: whoever writes one needs time for it, and must not be read before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pydantic import Field

from data.feeds.fetching import FeedKind

UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
Stamp = tuple[int, int]  # size, time of the last change


class WatchedFolder(FeedKind):
    """What every watched folder has: which files, and when one is whole.

    With `marker` (such as `.ok`) a file is whole when another of its name and this ending lies beside it; else when
    its size and time have not changed for `stable` seconds, from one look to a later one. `done` and `refused` are
    folders in which files end up.
    """

    path: str = Field(min_length=1)
    pattern: str = "*"
    marker: str = Field("", pattern=r"^(\.[A-Za-z0-9]+)?$")
    stable: int = Field(10, ge=0, le=86_400)
    done: str = Field("done", pattern=r"^[\w.-]+$")
    refused: str = Field("refused", pattern=r"^[\w.-]+$")

    def wanted(self, name: str) -> bool:
        """Whether a file of this name is to be delivered."""
        if name.startswith(".") or name.lower().endswith(UNFINISHED):
            return False
        return fnmatchcase(name, self.pattern) and not (self.marker and name.endswith(self.marker))


@dataclass(frozen=True)
class FolderLook:
    """One look at a folder: the names that are whole, in order, and the mark from which the next one begins."""

    whole: tuple[str, ...]
    mark: str


def look(watched: WatchedFolder, listing: Mapping[str, Stamp], mark: str, now: int) -> FolderLook:
    """Which files of a listing are whole at a moment (epoch seconds)."""
    wanted = {name: stamp for name, stamp in sorted(listing.items()) if watched.wanted(name)}
    if watched.marker:
        return FolderLook(tuple(name for name in wanted if name + watched.marker in listing), "")
    before: dict[str, list[int]] = json.loads(mark) if mark else {}
    seen = {name: _seen(stamp, before.get(name), now) for name, stamp in wanted.items()}
    whole = tuple(name for name, (_, _, since) in seen.items() if now - since >= watched.stable)
    return FolderLook(whole, json.dumps(seen))


def _seen(stamp: Stamp, before: list[int] | None, now: int) -> tuple[int, int, int]:
    """Size, time, and since when both have not changed."""
    same = before is not None and tuple(before[:2]) == stamp
    return (*stamp, before[2] if same and before else now)
