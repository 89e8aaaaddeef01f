"""Approximate town outlines: a power diagram of the town seats inside each district.

A plain Voronoi cell ends half-way between two seats. A power diagram moves that line by a weight per town; here a
weight differs from zero only where a published area is at hand to fit it to. The cells fill the district exactly.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from shapely.geometry import Polygon

from data.geography.plane import Area, areal, parts

Seat = tuple[float, float]
Seats = Mapping[int, Seat]

GRID: Final = 1e-3  # metres; overlays of nearly equal lines go wrong without a grid
FAR: Final = 1e6  # metres; beyond every district
SWEEPS: Final = 4  # towns with a known area are neighbours at worst; a few rounds settle them
HALVINGS: Final = 24  # of the interval of weights; the last step is some 50 square metres
CRUMB: Final = 0.01  # share of the cell below which a loose piece is given away
WIDEST: Final = 4e8  # square metres; the largest weight tried


def power_cells(outline: Area, seats: Seats, weights: Mapping[int, float]) -> dict[int, Area]:
    """Cut an outline (metres) into one cell a seat; a town without a weight has weight zero (square metres).

    A district is not convex: a small piece cut off from its own cell goes to the cell it touches.
    """
    return _without_crumbs({code: _cell(code, outline, seats, weights) for code in seats})


def fit_weights(outline: Area, seats: Seats, km2: Mapping[int, float]) -> dict[int, float]:
    """Weights with which the towns of known area get that area; the others keep zero."""
    weights = dict.fromkeys(seats, 0.0)
    known = [code for code in seats if code in km2]
    for _ in range(SWEEPS if len(known) > 1 else len(known)):
        for code in known:
            weights[code] = _weight_for(code, km2[code] * 1e6, outline, seats, weights)
    return weights


def _cell(code: int, outline: Area, seats: Seats, weights: Mapping[int, float]) -> Area:
    cell = outline
    for other in seats:
        if other != code:
            shift = weights.get(code, 0.0) - weights.get(other, 0.0)
            cell = areal(cell.intersection(_nearer_half(seats[code], seats[other], shift), grid_size=GRID))
    return cell


def _nearer_half(here: Seat, there: Seat, shift: float) -> Polygon:
    """The half of the plane whose power distance to `here` is the smaller one."""
    one = np.array(here)
    way = np.array(there) - one
    length = float(np.hypot(*way))
    ahead = way / length
    middle = one + ahead * (length**2 + shift) / (2 * length)
    aside = np.array([-ahead[1], ahead[0]])
    left, right = middle + FAR * aside, middle - FAR * aside
    return Polygon([left, right, right - FAR * ahead, left - FAR * ahead])


def _weight_for(code: int, area: float, outline: Area, seats: Seats, weights: Mapping[int, float]) -> float:
    """Halve the interval: a cell grows with its own weight."""
    low, high = -WIDEST, WIDEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _cell(code, outline, seats, {**weights, code: middle}).area < area:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _without_crumbs(cells: Mapping[int, Area]) -> dict[int, Area]:
    """Give each small loose piece of a cell to the neighbour it shares its longest border with, if it touches one."""
    whole = {code: max(parts(cell), key=lambda part: part.area) for code, cell in cells.items() if not cell.is_empty}
    result = dict(cells)
    for code, cell in cells.items():
        for piece in parts(cell):
            if piece.area < CRUMB * whole[code].area:
                owner = _longest_border(piece, whole) or code
                result[code] = areal(result[code].difference(piece, grid_size=GRID))
                result[owner] = areal(result[owner].union(piece, grid_size=GRID))
    return result


def _longest_border(piece: Polygon, whole: Mapping[int, Polygon]) -> int | None:
    borders = {code: piece.boundary.intersection(cell.boundary).length for code, cell in whole.items()}
    best = max(borders, key=lambda code: borders[code])
    return best if borders[best] > 0 else None
