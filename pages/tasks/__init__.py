"""Screens of tasks and notices."""
