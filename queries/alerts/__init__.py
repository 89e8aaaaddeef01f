"""Queries about alerts and incidents."""
