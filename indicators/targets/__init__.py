"""Targets and the paths to them."""
