"""Alerts and incidents as stored, each change in a log."""
