"""Sending notices to other systems."""
