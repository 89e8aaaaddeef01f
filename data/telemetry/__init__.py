"""Devices and their readings: the register, the door they come in by, and the picture of now."""

from data.telemetry.engine import Readings, open_readings

__all__ = ["Readings", "open_readings"]
