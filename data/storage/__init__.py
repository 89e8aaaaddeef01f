"""Engines, files and locks: what every database of the cockpit stands on."""
