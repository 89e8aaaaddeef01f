"""The grids of the demonstration city: a synthetic fishnet with the plan's 5,817 cells. They say that they are one."""

from collections.abc import Mapping
from typing import Final

import shapely

from data.geography.grid_file import Grid, GridLayer
from data.geography.importing.fishnet import STEPS, GridCell, fishnet
from data.geography.plane import Area

# The plan counts 5,817 grids in the city (一(一)5). Their share of each district is its share of the people counted in
# the seventh census, by largest remainders: a proposal for the demonstration, not a published figure.
COUNTS: Final = {440604: 815, 440605: 2246, 440606: 1977, 440608: 287, 440607: 492}
NOTE: Final = {
    "zh": "网格：演示用示意划分，非实际网格边界",
    "en": "Grids: a synthetic division for demonstration, not the real grids",
}


def demonstration_grids(towns: Mapping[int, Area]) -> GridLayer:
    """The fishnet over some towns of one clean coverage (degrees), numbered from 1 in the order of the towns.

    A grid's code is its town's code and a serial number of three digits, row by row from the north-west.
    """
    cells = fishnet(towns, {town: town // 1000 for town in towns}, COUNTS)
    serial = dict.fromkeys(towns, 0)
    grids = []
    for number, cell in enumerate(cells, start=1):
        serial[cell.town] += 1
        grids.append(_grid(number, f"{cell.town}{serial[cell.town]:03d}", cell))
    return GridLayer(tuple(grids), "approximate", NOTE, STEPS)


def _grid(number: int, code: str, cell: GridCell) -> Grid:
    corners = shapely.get_coordinates(cell.outline.exterior)[:-1].tolist()
    return Grid(number, code, cell.town, (tuple((round(x, 5), round(y, 5)) for x, y in corners),))
