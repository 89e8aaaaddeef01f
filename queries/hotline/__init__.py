"""Queries about citizens' requests."""
