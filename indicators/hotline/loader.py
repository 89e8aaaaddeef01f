"""Reading voice.yaml, with every fault at its file and line."""

from __future__ import annotations

from pathlib import Path

from indicators.definitions.faults import CatalogueError, Fault
from indicators.definitions.loader import load_whole
from indicators.hotline.rules import HotlineRules

NAME = "voice.yaml"


def load_hotline_rules(*folders: Path) -> HotlineRules:
    """The rules of the last folder that has any. Raises CatalogueError with all faults, also where none has."""
    found = [folder / NAME for folder in folders if (folder / NAME).exists()]
    if not found:
        raise CatalogueError([Fault(Path(NAME), 1, "", "missing-file", "the barometer needs voice.yaml")])
    return load_whole(HotlineRules, found[-1])
