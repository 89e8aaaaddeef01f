"""Screens of what is expected and of what became of it."""
