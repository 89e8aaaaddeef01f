"""Forecasts that were issued, and what became of them."""
