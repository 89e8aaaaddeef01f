"""The record of forecasts."""

from queries.forecast.record import ForecastRecordQueries

__all__ = ["ForecastRecordQueries"]
