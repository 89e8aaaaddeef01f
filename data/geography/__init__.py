"""Outlines of regions and grids, ready to be drawn."""
