"""Forecasts that were issued: written once, never changed, read as they stood at a moment."""
