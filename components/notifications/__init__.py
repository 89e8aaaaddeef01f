"""Notices and the bell, drawn."""
