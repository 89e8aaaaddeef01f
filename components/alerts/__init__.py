"""Alerts and incidents, drawn."""
