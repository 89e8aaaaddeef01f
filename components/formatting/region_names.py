"""What regions are called."""

from __future__ import annotations

from components.framework.view import View
from indicators.definitions.regions import Regions


def region_name(view: View, regions: Regions, code: int) -> str:
    """A region's name; its code where it is none of ours any more."""
    return view.localise(regions[code].name) if code in regions else str(code)


def region_path(view: View, regions: Regions, code: int) -> str:
    """A region's name, with its district where it is a town."""
    here, name = regions[code], region_name(view, regions, code)
    return f"{view.localise(regions[here.parent].name)} · {name}" if here.level == "town" and here.parent else name
