"""Whether a cockpit runs on a data folder."""

from __future__ import annotations

import os
from pathlib import Path


def server_on(home: Path) -> str | None:
    """What shows that a cockpit runs on this data folder, for a sentence; None when nothing does.

    Its helper processes leave their numbers in `*.pid` files, and end with it.
    """
    for file in sorted((*home.glob("*.pid"), *home.glob("runtime/*.pid"))):
        number = file.read_text("utf-8").strip()
        if number.isdigit() and _lives(int(number)):
            return f"its {file.stem} is process {number} (according to {file})"
    return None


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
