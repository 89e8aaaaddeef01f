"""Questions about indicators: one in depth, all of them, and the number behind a click."""

from queries.indicators.catalogue import CatalogueQueries
from queries.indicators.indicator import IndicatorQueries
from queries.indicators.number import NoSuchNumber, NumberQueries

__all__ = ["CatalogueQueries", "IndicatorQueries", "NoSuchNumber", "NumberQueries"]
