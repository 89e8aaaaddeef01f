"""Vital signs and devices, drawn."""
