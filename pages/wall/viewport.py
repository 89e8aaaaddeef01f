"""Which part of the map a wall shows."""

from __future__ import annotations

from components.maps.big_map_spec import Box
from components.wall.wall_map import Mark
from queries.request_context import RequestContext

REACH = 12_000  # metres to each side of what counts now


def around(context: RequestContext, mark: Mark | None) -> Box:
    """The surroundings of a mark; without one all of what the wall may show."""
    if mark is None:
        return context.shapes[context.home].box
    (x, y), reach = mark.spot, REACH / context.shapes.metres
    return x - reach, y - reach, x + reach, y + reach
