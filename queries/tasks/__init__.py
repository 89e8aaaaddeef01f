"""Queries about tasks."""
