"""Indicators, their history, origin and provenance, drawn."""
