"""Screens of vital signs and devices."""
