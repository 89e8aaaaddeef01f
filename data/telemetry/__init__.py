"""Devices and their readings: the register, where they come in, and the current state made of them."""

from sqlalchemy import Connection  # so that rooms above can name what they hand on, without knowing SQL

from data.telemetry.engine import Readings, open_readings

__all__ = ["Connection", "Readings", "open_readings"]
