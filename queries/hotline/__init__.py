"""Questions about the hotline: the barometer, its map, its live signs."""

from queries.hotline.hotline import HotlineQueries
from queries.hotline.hotline_map import HotlineMapQueries
from queries.hotline.live_signs import LiveSignQueries

__all__ = ["HotlineMapQueries", "HotlineQueries", "LiveSignQueries"]
