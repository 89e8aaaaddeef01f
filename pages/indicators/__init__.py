"""Screens of indicators: catalogue, one in depth, the detail drawer."""
