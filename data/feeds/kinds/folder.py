"""A watched folder of this machine, or one that is mounted on it: whole files are loaded and moved away."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from data.feeds.faults import FeedFault
from data.feeds.fetching import FetchContext, FetchedDeliveries, FetchedDelivery
from data.feeds.kinds.whole_files import Stamp, WatchedFolder, look
from data.pipeline.refusal import DeliveryRefused

WHY = ".why.json"  # beside a refused file: what was wrong with it


class FolderFeed(WatchedFolder):
    """Files of a folder. What has landed is moved into `done`, what cannot be used into `refused`; nothing is lost."""

    kind: Literal["folder"]

    def fetch(self, context: FetchContext) -> FetchedDeliveries:
        folder = Path(self.path).expanduser()
        found = look(self, _listing(folder), context.mark, context.now)
        for name in found.whole:
            context.go_on()
            yield FetchedDelivery(name, folder / name, found.mark, self._mover(folder, name))
        yield FetchedDelivery("", None, found.mark)

    def _mover(self, folder: Path, name: str) -> Callable[[DeliveryRefused | None], None]:
        def conclude(refused: DeliveryRefused | None) -> None:
            target = folder / (self.refused if refused else self.done)
            try:
                target.mkdir(exist_ok=True)
                moved = _move(folder / name, target)
                if refused:
                    (target / (moved + WHY)).write_text(_why(refused), "utf-8")
                if self.marker:
                    _move(folder / (name + self.marker), target)
            except OSError as error:
                raise FeedFault("not_moved", file=name, why=_reason(error)) from None

        return conclude


def _listing(folder: Path) -> dict[str, Stamp]:
    try:
        entries = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        stats = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
    except OSError as error:
        raise FeedFault("no_folder", path=str(folder), why=_reason(error)) from None
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


def _move(file: Path, target: Path) -> str:
    """Move a file into a folder without replacing anything there; returns the name that it got."""
    name, number = file.name, 1
    while (target / name).exists():
        number += 1
        name = f"{file.stem}.{number}{file.suffix}"
    shutil.move(file, target / name)
    return name


def _why(refused: DeliveryRefused) -> str:
    reasons = [{"code": one.code, "row": one.row, "facts": dict(one.facts)} for one in refused.refusals]
    return json.dumps(reasons, ensure_ascii=False, indent=1) + "\n"


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
